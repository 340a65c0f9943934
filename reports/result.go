package reports

import (
	"encoding/json"
	"io"
)

// SchemaVersion is that of the JSON of every result.
const SchemaVersion = 2

// A Result is what a command found.
type Result interface {
	Exit() int // the code of its verdict
	head() *Head
	text(p *page)
}

// Head is what every result begins with.
type Head struct {
	SchemaVersion int     `json:"schema_version"`
	Command       string  `json:"command"`
	Verdict       Verdict `json:"verdict"`
	ExitCode      int     `json:"exit_code"`
	Error         *Error  `json:"error"` // null if there was none
	Build         Build   `json:"build"`
	// Identity is null for a command that makes no run.
	Identity *Identity `json:"identity"`
	// Closing says in a sentence what to do now. If there is a command to be given
	// next, it ends with that.
	Closing string `json:"closing"`
	Next    string `json:"next"` // "" if there is none
}

// Error is why a command could not do what it was asked for.
type Error struct {
	Message string `json:"message"`
}

// Build says which pawl this was.
type Build struct {
	Version  string `json:"version"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
	Revision string `json:"revision"` // "" if it is not known
	Modified bool   `json:"modified"`
}

func (h *Head) head() *Head { return h }

// Exit is the exit code.
func (h *Head) Exit() int { return h.ExitCode }

// Decide sets the verdict to the one of several that counts.
func (h *Head) Decide(all ...Verdict) {
	h.Verdict = Worst(all...)
	h.ExitCode = h.Verdict.Exit()
}

// A Failed is the result of a command that could not do what it was asked for.
type Failed struct{ Head }

func (f *Failed) text(p *page) { p.hang("error: ", f.Error.Message, p.as) }

// A Format is one way to write a result.
type Format struct {
	Name  string
	Write func(w io.Writer, r Result, s Style) error
}

// Formats are all ways to write a result.
var Formats = []Format{
	{"text", Text},
	{"json", JSON},
	{"annotations", Annotations},
}

// JSON writes a result for machines, indented for people who look all the same.
func JSON(w io.Writer, r Result, _ Style) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r)
}
