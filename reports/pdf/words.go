package pdf

import (
	"pawl/reports/paper"
	"pawl/reports/paper/ink"
)

// heading keeps some of what comes after it on its page.
func (s *setter) heading(h paper.Heading, least float64) {
	all := lines(s.faces.bold, h.Text, 11, textWidth)
	s.y += 6
	s.room(float64(len(all))*16 + between + min(least, bottom-top-titles))
	s.flow(left, all, s.faces.bold, 11, 16, ink.Light().Ink)
	s.y += 2
}

func (s *setter) paragraph(p paper.Paragraph) {
	s.flow(left, lines(s.faces.text, p.Text, size, textWidth), s.faces.text, size, leading, ink.Light().Ink)
	s.y += between
}

func (s *setter) list(l paper.List) {
	for _, item := range l.Items {
		all := lines(s.faces.text, item, size, textWidth-16)
		s.room(float64(min(2, len(all))) * leading)
		s.text(left+4, s.y+leading*0.72, "•", s.faces.text, size, ink.Light().Faint)
		s.flow(left+16, all, s.faces.text, size, leading, ink.Light().Ink)
		s.y += 2
	}
	s.y += between - 2
}

// A line is one of a panel.
type line struct {
	text string
	face *face
	in   ink.Colour
}

// A panel is lines on a ground of their own.
type panel struct {
	lines         []line
	size, leading float64
	ground        ink.Colour
	stripe        *ink.Colour // at its left edge
}

const (
	panelPad    = 7.0
	panelInside = textWidth - 2*panelPad - 6
)

func (p panel) height() float64 { return float64(len(p.lines))*p.leading + 2*panelPad }

// panel sets one on a page of its own if it has no room on this one, and goes over pages only
// if it is higher than any.
func (s *setter) panel(p panel) {
	s.room(min(p.height(), bottom-top))
	for len(p.lines) > 0 {
		n := min(len(p.lines), max(1, int((bottom-s.y-2*panelPad+0.01)/p.leading)))
		height := float64(n)*p.leading + 2*panelPad
		s.fill(left, s.y, textWidth, height, p.ground)
		if p.stripe != nil {
			s.fill(left, s.y, 2.5, height, *p.stripe)
		}
		y := s.y + panelPad
		for _, l := range p.lines[:n] {
			y += p.leading
			s.text(left+panelPad+3, y-p.leading*0.28, l.text, l.face, p.size, l.in)
		}
		s.y += height
		if p.lines = p.lines[n:]; len(p.lines) > 0 {
			s.page()
		}
	}
	s.y += between + 2
}

func (s *setter) code(c paper.Code) {
	f := s.faces.mono
	p := panel{size: smaller, leading: 12, ground: ink.Light().Panel}
	for _, text := range paper.VisibleLines(c.Text) {
		for _, part := range f.wrapCode(f.settableCode(text), smaller, panelInside) {
			p.lines = append(p.lines, line{part, f, ink.Light().Ink})
		}
	}
	s.panel(p)
}

func (s *setter) callout(c paper.Callout) { s.panel(s.calloutPanel(c)) }

func (s *setter) calloutHeight(c paper.Callout) float64 { return s.calloutPanel(c).height() }

func (s *setter) calloutPanel(c paper.Callout) panel {
	colours := ink.Light()
	mark := colours.Mark(c.Tone)
	p := panel{size: size, leading: leading, ground: colours.Ground(c.Tone), stripe: &mark}
	add := func(text string, f *face, in ink.Colour) {
		if text == "" {
			return
		}
		for _, part := range lines(f, text, size, panelInside) {
			p.lines = append(p.lines, line{part, f, in})
		}
	}
	add(c.Title, s.faces.bold, mark)
	add(c.Text, s.faces.text, colours.Ink)
	return p
}
