package paper

import "slices"

// A Document is what is to be read.
type Document struct {
	Title    string
	Subtitle string
	Stamp    string // printed on every page, such as that it is not signed; "" if there is nothing to say
	Sections []Section
}

// A Section has a number by its place.
type Section struct {
	ID     string // for links: lower-case letters, digits and "-"
	Title  string
	Blocks []Block
}

// A Block is one of the types below.
type Block interface{ block() }

// A Heading is that of a part of a section.
type Heading struct{ Text string }

// A Paragraph is running text.
type Paragraph struct{ Text string }

// A List is of items, in no order that counts.
type List struct{ Items []string }

// Code is what can be copied as it is, such as a command: no line of it is broken.
type Code struct{ Text string }

// A Callout is what must not be overlooked.
type Callout struct {
	Tone  Tone
	Title string
	Text  string
}

// A Table is of rows that all have as many cells as there are columns.
type Table struct {
	Caption string
	Columns []Column
	Rows    [][]Cell
}

// Titled says whether any column has a name.
func (t Table) Titled() bool {
	return slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Title != "" })
}

// A Column is one of a table.
type Column struct {
	Title string
	Right bool // as numbers stand
}

// A Cell is a text, and what to feel about it.
type Cell struct {
	Text string
	Tone Tone
}

// A Tone says how something is meant. None is told by colour alone: the text says it too.
type Tone string

// The tones.
const (
	Plain Tone = ""
	Good  Tone = "good"
	Bad   Tone = "bad"
	Doubt Tone = "doubt"
	Quiet Tone = "quiet"
)

func (Heading) block()   {}
func (Paragraph) block() {}
func (List) block()      {}
func (Code) block()      {}
func (Callout) block()   {}
func (Table) block()     {}
func (Picture) block()   {}

// Cells are plain ones.
func Cells(texts ...string) []Cell {
	all := make([]Cell, len(texts))
	for i, t := range texts {
		all[i].Text = t
	}
	return all
}
