package mutation

import (
	"fmt"
	"os"
	"strings"
	"unicode/utf8"

	"pawl/scenarios/form"
	"pawl/scenarios/mutation/source"
)

// An Equivalent is a mutant of which somebody says why nobody can notice it.
type Equivalent struct {
	ID, File, Change, Reason string

	place form.Problem // of its line; the rest of it is not used
}

// Equivalents are those of one file.
type Equivalents []Equivalent

// EquivalentsName is where a package has its file.
const EquivalentsName = "testdata/equivalent.tsv"

// columns of the file.
var columns = []string{"id", "file", "change", "reason"}

// ReadEquivalents reads a file of lines of four columns, with a tab between them: id,
// file, change and reason. The first line names them; one that begins with # is a
// remark. All that is wrong is of type [form.Problems].
func ReadEquivalents(path string) (Equivalents, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return parseEquivalents(path, string(text))
}

func parseEquivalents(path, text string) (all Equivalents, _ error) {
	r := tableReader{file: path, seen: map[string]int{}}
	if !utf8.ValidString(text) {
		return nil, form.Problems{{File: path, What: "the file is not UTF-8", Want: "save it as UTF-8"}}
	}
	headed := false
	for line := range strings.Lines(text) {
		r.line++
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(line, "#"):
		case !headed:
			headed = true
			if line != strings.Join(columns, "\t") {
				r.complain(1, "no line of names", "want the names of the columns first, with a tab between them: "+strings.Join(columns, ", "))
			}
		default:
			if e, ok := r.entry(line); ok {
				all = append(all, e)
			}
		}
	}
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return all, nil
}

// A tableReader reads such a file, and gathers what is wrong with it.
type tableReader struct {
	file     string
	line     int
	seen     map[string]int // the lines of ids
	problems form.Problems
}

func (r *tableReader) complain(column int, what, want string) {
	r.problems = append(r.problems, &form.Problem{File: r.file, Line: r.line, Column: column, What: what, Want: want})
}

func (r *tableReader) entry(line string) (Equivalent, bool) {
	cells := strings.Split(line, "\t")
	if len(cells) != len(columns) {
		r.complain(1, fmt.Sprintf("%d columns", len(cells)), "want four, with one tab between them: "+strings.Join(columns, ", "))
		return Equivalent{}, false
	}
	at := 1
	for i, c := range cells {
		if strings.TrimSpace(c) != c || c == "" {
			r.complain(at, fmt.Sprintf("the %s is %q", columns[i], form.Short(c)), "want a text without spaces around it")
			return Equivalent{}, false
		}
		at += utf8.RuneCountInString(c) + 1
	}
	e := Equivalent{cells[0], cells[1], cells[2], cells[3], form.Problem{File: r.file, Line: r.line, Column: 1}}
	if before := r.seen[e.ID]; before > 0 {
		r.complain(1, fmt.Sprintf("%q is here a second time, after line %d", e.ID, before), "want it once")
		return e, false
	}
	r.seen[e.ID] = r.line
	return e, true
}

// Hold holds entries against all mutants of a package: each must name one that
// exists, by its file and change as well, so that a reader can trust what stands
// there. What does not is of type [form.Problems].
func (all Equivalents) Hold(mutants []source.Mutant) error {
	known := map[string]*source.Mutant{}
	for i := range mutants {
		known[mutants[i].ID] = &mutants[i]
	}
	var problems form.Problems
	complain := func(e *Equivalent, what, want string) {
		p := e.place
		p.What, p.Want = what, want
		problems = append(problems, &p)
	}
	for i := range all {
		e := &all[i]
		m := known[e.ID]
		switch {
		case m == nil:
			complain(e, fmt.Sprintf("no mutant has the id %q (%s, %s)", e.ID, e.File, form.Short(e.Change)), "the source has changed: take the line out, or give it the id of the mutant that is meant")
		case m.File != e.File:
			complain(e, fmt.Sprintf("the mutant %s is in %s", e.ID, m.File), "want that as its file")
		case Change(m) != e.Change:
			complain(e, fmt.Sprintf("the mutant %s is another change", e.ID), "want: "+Change(m))
		}
	}
	if len(problems) > 0 {
		return problems
	}
	return nil
}

// reason says why a mutant cannot be noticed; "" if nobody has said that.
func (all Equivalents) reason(id string) string {
	for i := range all {
		if all[i].ID == id {
			return all[i].Reason
		}
	}
	return ""
}

// mostChange is how much of a change is told: a statement can be a page.
const mostChange = 160

// Change is what a mutant does, in one line.
func Change(m *source.Mutant) string {
	return fmt.Sprintf("%s: %s → %s", m.Operator, clip(m.Before), clip(m.After))
}

func clip(s string) string {
	if r := []rune(s); len(r) > mostChange {
		return string(r[:mostChange-1]) + "…"
	}
	return s
}
