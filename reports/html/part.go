package html

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"pawl/reports/paper"
)

// A section is one whose blocks are told apart.
type section struct {
	ID, Title string
	Parts     []part
}

// A part is a block as a template takes it: one of the fields is set.
type part struct {
	Heading   *paper.Heading
	Paragraph *paper.Paragraph
	List      *paper.List
	Code      *paper.Code
	Callout   *paper.Callout
	Table     *paper.Table
	Picture   *drawing
}

func sectionsOf(d paper.Document) ([]section, error) {
	all := make([]section, len(d.Sections))
	for i, s := range d.Sections {
		all[i] = section{ID: s.ID, Title: s.Title}
		for j, b := range s.Blocks {
			p, err := partOf(b)
			if err != nil {
				return nil, fmt.Errorf("section %d, %q: block %d: %w", i+1, s.Title, j+1, err)
			}
			all[i].Parts = append(all[i].Parts, p)
		}
	}
	return all, nil
}

func partOf(b paper.Block) (part, error) {
	switch b := b.(type) {
	case paper.Heading:
		return part{Heading: &b}, nil
	case paper.Paragraph:
		return part{Paragraph: &b}, nil
	case paper.List:
		return part{List: &b}, nil
	case paper.Code:
		return part{Code: &b}, nil
	case paper.Callout:
		return part{Callout: &b}, nil
	case paper.Table:
		return part{Table: &b}, nil
	case paper.Picture:
		drawn, err := drawingOf(b)
		return part{Picture: drawn}, err
	}
	return part{}, fmt.Errorf("no template for a %T: add one to page.html", b)
}

// wordy is from how many characters on a cell is given room for a line of text, or broken where
// it has no spaces, instead of making a column as narrow, or as wide, as its words.
const wordy = 40

func cellClass(c paper.Cell, of paper.Column) string {
	var classes []string
	if c.Tone != paper.Plain {
		classes = append(classes, toneClass(c.Tone))
	}
	if of.Right {
		classes = append(classes, "right")
	}
	if utf8.RuneCountInString(c.Text) >= wordy {
		classes = append(classes, "wordy")
	}
	return strings.Join(classes, " ")
}
