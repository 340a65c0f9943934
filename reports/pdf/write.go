package pdf

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"pawl/reports/paper"
)

// Write writes the whole file.
func Write(w io.Writer, d paper.Document) error {
	if err := d.Check(); err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	d = withFacts(d)
	faces, err := loadFaces()
	if err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	first, err := set(d, faces, places{})
	if err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	second, err := set(d, faces, first.found)
	if err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	if err := second.pdf.Output(w); err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	return nil
}

// noDate stands where the format wants one: when a document was printed is not part of it, and
// would make two of the same differ.
var noDate = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// set sets all of a document.
func set(d paper.Document, faces faces, known places) (*setter, error) {
	s := newSetter(d, faces, known)
	s.pdf.SetCatalogSort(true)
	s.pdf.SetCreationDate(noDate)
	s.pdf.SetModificationDate(noDate)
	s.pdf.SetTitle(paper.Visible(d.Title), true)
	s.pdf.SetLang("en")
	s.front(d)
	for i, section := range d.Sections {
		s.section(i, section)
		for j, b := range section.Blocks {
			switch rest := section.Blocks[j+1:]; b := b.(type) {
			case paper.Heading:
				s.heading(b, s.least(rest))
				continue
			case paper.Paragraph:
				s.room(s.least(section.Blocks[j:])) // what it leads to begins on its page
			}
			if err := s.block(b); err != nil {
				return nil, fmt.Errorf("section %d, %q: block %d: %w", i+1, section.Title, j+1, err)
			}
		}
	}
	s.found.pages = s.pdf.PageNo()
	return s, s.pdf.Error()
}

// block sets one.
func (s *setter) block(b paper.Block) error {
	switch b := b.(type) {
	case paper.Heading:
		s.heading(b, 0)
	case paper.Paragraph:
		s.paragraph(b)
	case paper.List:
		s.list(b)
	case paper.Code:
		s.code(b)
	case paper.Callout:
		s.callout(b)
	case paper.Table:
		s.table(b)
	case paper.Picture:
		return s.picture(b)
	default:
		return fmt.Errorf("nothing sets a %T: see how to add", b)
	}
	return nil
}

// least is how much of blocks must be on one page with the heading above them. A few lines that
// lead to a table are on one page with its first rows.
func (s *setter) least(all []paper.Block) float64 {
	if len(all) == 0 {
		return 0
	}
	switch b := all[0].(type) {
	case paper.Table:
		return s.tableLeast(b)
	case paper.Picture:
		return s.pictureHeight(b)
	case paper.Callout:
		return s.calloutHeight(b)
	case paper.Paragraph:
		height := float64(len(lines(s.faces.text, b.Text, size, textWidth))) * leading
		if len(all) > 1 && height <= leads*leading {
			if t, is := all[1].(paper.Table); is {
				return height + between + s.tableLeast(t)
			}
		}
		return min(height, 3*leading)
	}
	return 3 * leading
}

// leads is how many lines lead to a table at most.
const leads = 6

func newSetter(d paper.Document, faces faces, known places) *setter {
	pdf := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: pageWidth, Ht: pageHeight}})
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCellMargin(0)
	s := &setter{pdf: pdf, faces: faces, known: known, stamp: paper.Visible(d.Stamp)}
	for _, f := range faces.all() {
		pdf.AddUTF8FontFromBytes(f.family, f.style, bytes.Clone(f.data)) // it writes into them
	}
	s.links = make([]int, len(d.Sections))
	for i := range s.links {
		s.links[i] = pdf.AddLink()
	}
	s.page()
	return s
}
