package pdf

import (
	"fmt"

	"codeberg.org/go-pdf/fpdf"

	"pawl/reports/paper"
	"pawl/reports/paper/ink"
)

// Measures, in points: A4, and a text that is read without effort.
const (
	pageWidth  = 595.28
	pageHeight = 841.89
	left       = 54.0
	top        = 56.0
	bottom     = pageHeight - 64
	textWidth  = pageWidth - 2*left
	size       = 10.0
	leading    = 14.0
	smaller    = 8.5
	between    = 8.0 // blocks
)

// places are what only is known when all is set.
type places struct {
	sections []int // the page of each
	pages    int   // in all
}

// A setter sets one block after another, from above to below.
type setter struct {
	pdf   *fpdf.Fpdf
	faces faces
	stamp string
	links []int  // of each section
	known places // from the time before
	found places
	y     float64 // where the next block begins
}

// page begins a new one, with what each page says.
func (s *setter) page() {
	s.pdf.AddPage()
	s.y = top
	y := pageHeight - 36
	s.rule(y-12, left, left+textWidth)
	total := ""
	if s.known.pages > 0 {
		total = fmt.Sprintf(" of %d", s.known.pages)
	}
	number := fmt.Sprintf("Page %d%s", s.pdf.PageNo(), total)
	faint := ink.Light().Faint
	stamp := s.faces.text.settable(s.stamp)
	room := textWidth - 90.0
	s.text(left, y, s.faces.text.wrap(stamp, smaller, room)[0], s.faces.text, smaller, faint)
	s.text(left+textWidth-s.faces.text.width(number, smaller), y, number, s.faces.text, smaller, faint)
}

// room begins a new page if there is less of it on this one. What is higher than a page has no
// better place than its top.
func (s *setter) room(height float64) {
	if s.y+height > bottom && s.y > top {
		s.page()
	}
}

// text sets one line, from x on, on a base line.
func (s *setter) text(x, y float64, text string, f *face, size float64, c ink.Colour) {
	if text == "" {
		return
	}
	s.pdf.SetFont(f.family, f.style, size)
	s.pdf.SetTextColor(int(c.R), int(c.G), int(c.B))
	s.pdf.Text(x, y, text)
}

// lines are the lines of a text that may have anything in it.
func lines(f *face, text string, size, width float64) []string {
	return f.wrap(f.settable(paper.Visible(text)), size, width)
}

// flow sets lines one below another, over as many pages as they take: never one alone at the
// end of a page, or at the beginning of the next one.
func (s *setter) flow(x float64, all []string, f *face, size, leading float64, c ink.Colour) {
	for len(all) > 0 {
		n := s.fit(len(all), leading)
		for _, line := range all[:n] {
			s.y += leading
			s.text(x, s.y-leading*0.28, line, f, size, c)
		}
		if all = all[n:]; len(all) > 0 {
			s.page()
		}
	}
}

// fit is how many of n lines are set on this page, at least one; it begins a new page if that
// is better.
func (s *setter) fit(n int, leading float64) int {
	has := int((bottom - s.y + 0.01) / leading)
	if has >= n {
		return n
	}
	if has < 2 && s.y > top {
		s.page()
		return s.fit(n, leading)
	}
	if n-has == 1 && has > 2 {
		has--
	}
	return max(1, has)
}

// fill is a rectangle in a colour.
func (s *setter) fill(x, y, width, height float64, c ink.Colour) {
	s.pdf.SetFillColor(int(c.R), int(c.G), int(c.B))
	s.pdf.Rect(x, y, width, height, "F")
}

// rule is a thin line across.
func (s *setter) rule(y, from, to float64) {
	c := ink.Light().Rule
	s.pdf.SetDrawColor(int(c.R), int(c.G), int(c.B))
	s.pdf.SetLineWidth(0.5)
	s.pdf.Line(from, y, to, y)
}
