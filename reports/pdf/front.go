package pdf

import (
	"fmt"
	"strconv"

	"pawl/reports/paper"
	"pawl/reports/paper/ink"
)

// front is what a reader sees first: what it is, whether it is signed, and where things are.
func (s *setter) front(d paper.Document) {
	p := ink.Light()
	s.flow(left, lines(s.faces.bold, d.Title, 21, textWidth), s.faces.bold, 21, 27, p.Ink)
	if d.Subtitle != "" {
		s.y += 2
		s.flow(left, lines(s.faces.text, d.Subtitle, 11, textWidth), s.faces.text, 11, 16, p.Faint)
	}
	if d.Stamp != "" {
		s.y += between
		s.flow(left, lines(s.faces.bold, d.Stamp, smaller, textWidth), s.faces.bold, smaller, 12, p.Faint)
	}
	s.y += 10
	s.rule(s.y, left, left+textWidth)
	s.y += 14
	s.contents(d.Sections)
	s.y += 12
}

// contents are the sections, and their pages.
func (s *setter) contents(sections []paper.Section) {
	p := ink.Light()
	for i, section := range sections {
		s.room(leading)
		title := lines(s.faces.text, section.Title, size, textWidth-60)[0]
		s.y += leading
		base := s.y - leading*0.28
		s.text(left, base, strconv.Itoa(i+1), s.faces.text, size, p.Faint)
		s.text(left+22, base, title, s.faces.text, size, p.Ink)
		if i < len(s.known.sections) {
			page := strconv.Itoa(s.known.sections[i])
			s.text(left+textWidth-s.faces.text.width(page, size), base, page, s.faces.text, size, p.Faint)
		}
		s.pdf.Link(left, s.y-leading, textWidth, leading, s.links[i])
	}
}

// section begins one: its title never stands at the end of a page alone.
func (s *setter) section(i int, section paper.Section) {
	least := max(3*leading, s.least(section.Blocks))
	s.y += 16
	s.room(20 + between + min(least, bottom-top-titles))
	s.pdf.SetLink(s.links[i], s.y, -1)
	s.found.sections = append(s.found.sections, s.pdf.PageNo())
	number := strconv.Itoa(i + 1)
	title := lines(s.faces.bold, section.Title, 14, textWidth-24)
	s.bookmark(fmt.Sprintf("%d  %s", i+1, title[0]), 0)
	s.text(left, s.y+20-20*0.28, number, s.faces.text, 14, ink.Light().Faint)
	s.flow(left+24, title, s.faces.bold, 14, 20, ink.Light().Ink)
	s.y += between * 0.5
}

// bookmark is an entry in the outline that viewers show beside the pages.
func (s *setter) bookmark(title string, level int) {
	s.pdf.SetFont(s.faces.text.family, s.faces.text.style, size) // in its encoding the title is kept
	s.pdf.Bookmark(title, level, s.y)
}
