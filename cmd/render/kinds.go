package render

import (
	"io"

	"pawl/reports/html"
	"pawl/reports/junit"
	"pawl/reports/markdown"
	"pawl/reports/oscal"
	"pawl/reports/pdf"
	"pawl/reports/sarif"
)

// A rendering is one way to render results.
type rendering struct {
	kind  string
	write func(w io.Writer, e *Evidence) error
}

var renderings = []rendering{
	{"json", func(w io.Writer, e *Evidence) error { return e.single(w) }},
	{"html", func(w io.Writer, e *Evidence) error { return e.document(w, html.Write) }},
	{"pdf", func(w io.Writer, e *Evidence) error { return e.document(w, pdf.Write) }},
	{"md", func(w io.Writer, e *Evidence) error { return e.document(w, markdown.Write) }},
	{"junit", func(w io.Writer, e *Evidence) error { return junit.Write(w, e.Results...) }},
	{"sarif", func(w io.Writer, e *Evidence) error { return sarif.Write(w, e.Results...) }},
	{"oscal", func(w io.Writer, e *Evidence) error { return oscal.Write(w, e.assessment(), e.Results...) }},
	{"intoto", func(w io.Writer, e *Evidence) error { return e.statement(w) }},
	{"bundle", func(w io.Writer, e *Evidence) error { return e.bundle(w) }},
}

// Kinds are the names of all.
func Kinds() (names []string) {
	for _, r := range renderings {
		names = append(names, r.kind)
	}
	return names
}
