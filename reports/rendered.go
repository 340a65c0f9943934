package reports

import "fmt"

// Rendered is the result of rendering results.
type Rendered struct {
	Head
	Results []string  `json:"results"` // the files that they were in
	Written []Written `json:"written"`
}

// Written is a file that was.
type Written struct {
	Kind   string `json:"kind"`
	Path   string `json:"path"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

func (r *Rendered) text(p *page) {
	p.heading(fmt.Sprintf("Rendered: %s", Count(len(r.Results), "result")))
	for _, w := range r.Written {
		p.say(w.Kind+":", fmt.Sprintf("%s, %s, SHA-256 %s", w.Path, Count(w.Bytes, "byte"), w.SHA256))
	}
	p.blank()
}
