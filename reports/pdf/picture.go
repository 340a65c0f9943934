package pdf

import (
	"fmt"

	"pawl/reports/paper"
	"pawl/reports/paper/ink"
)

// withFacts is a document with what its pictures show as tables at its end, for who cannot see
// them.
func withFacts(d paper.Document) paper.Document {
	facts := paper.Section{ID: "pictures-as-tables", Title: "Pictures as tables"}
	for _, section := range d.Sections {
		for _, b := range section.Blocks {
			if p, is := b.(paper.Picture); is && len(p.Facts.Rows) > 0 {
				facts.Blocks = append(facts.Blocks, p.Facts)
			}
		}
	}
	if len(facts.Blocks) > 0 {
		d.Sections = append(d.Sections[:len(d.Sections):len(d.Sections)], facts)
	}
	return d
}

// titles are what a page has room for above its highest picture, so that the title of a section
// is never left behind.
const titles = 60.0

// scale is how large a unit of a picture is: as large as fits the page, so that its ordinary
// text is as large as that around it at most.
func (s *setter) scale(p paper.Picture, caption float64) float64 {
	return min(0.92, textWidth/p.Width, (bottom-top-titles-caption)/p.Height)
}

func (s *setter) captionLines(p paper.Picture) (title, says []string) {
	if p.Title != "" {
		title = lines(s.faces.bold, p.Title, 9, textWidth)
	}
	if p.Says != "" {
		says = lines(s.faces.text, p.Says, 9, textWidth)
	}
	return title, says
}

const captionLeading = 12.5

func (s *setter) pictureHeight(p paper.Picture) float64 {
	title, says := s.captionLines(p)
	caption := float64(len(title)+len(says))*captionLeading + between
	return caption + p.Height*s.scale(p, caption)
}

// picture sets one on one page, with its caption.
func (s *setter) picture(p paper.Picture) error {
	s.y += 4
	s.room(s.pictureHeight(p))
	title, says := s.captionLines(p)
	s.flow(left, title, s.faces.bold, 9, captionLeading, ink.Light().Ink)
	s.flow(left, says, s.faces.text, 9, captionLeading, ink.Light().Faint)
	s.y += between
	d := drawing{s, left, s.y, s.scale(p, float64(len(title)+len(says))*captionLeading+between)}
	for i, shape := range p.Shapes {
		if err := d.shape(shape); err != nil {
			return fmt.Errorf("picture %q: shape %d: %w", p.Title, i+1, err)
		}
	}
	s.y += p.Height*d.scale + between + 6
	return nil
}

// A drawing is where a picture lies on a page.
type drawing struct {
	*setter
	left, top, scale float64
}

func (d drawing) x(v float64) float64  { return d.left + v*d.scale }
func (d drawing) at(v float64) float64 { return d.top + v*d.scale }

func (d drawing) shape(shape paper.Shape) error {
	switch v := shape.(type) {
	case paper.Box:
		d.fill(d.x(v.X), d.at(v.Y), v.Width*d.scale, v.Height*d.scale, ink.Light().Box(v.Fill))
	case paper.Stroke:
		d.stroke(v)
	case paper.Label:
		d.label(v)
	default:
		return fmt.Errorf("nothing draws a %T: see how to add", v)
	}
	return nil
}

func (d drawing) stroke(v paper.Stroke) {
	if len(v.Points) < 2 {
		return
	}
	c := ink.Light().Stroke(v.Fill)
	d.pdf.SetDrawColor(int(c.R), int(c.G), int(c.B))
	d.pdf.SetLineWidth(1.1 * d.scale)
	d.pdf.SetLineJoinStyle("round")
	if v.Dashed {
		d.pdf.SetDashPattern([]float64{4 * d.scale, 3 * d.scale}, 0)
		defer d.pdf.SetDashPattern(nil, 0)
	}
	d.pdf.MoveTo(d.x(v.Points[0].X), d.at(v.Points[0].Y))
	for _, p := range v.Points[1:] {
		d.pdf.LineTo(d.x(p.X), d.at(p.Y))
	}
	d.pdf.DrawPath("D")
}

func (d drawing) label(v paper.Label) {
	f, c := d.faces.text, ink.Light().Ink
	if v.Quiet {
		c = ink.Light().Faint
	}
	size := v.Size
	if size == 0 {
		size = 10
	}
	size *= d.scale
	text := f.cut(f.settable(paper.Visible(v.Text)), size, d.roomOf(v))
	back := 0.0 // from its place, along the text
	switch v.Anchor {
	case paper.Middle:
		back = f.width(text, size) / 2
	case paper.End:
		back = f.width(text, size)
	}
	x, y := d.x(v.X), d.at(v.Y)
	if v.Steep {
		d.pdf.TransformBegin()
		d.pdf.TransformRotate(90, x, y)
		defer d.pdf.TransformEnd()
	}
	d.text(x-back, y, text, f, size, c)
}

// roomOf is how much there is for a label on its page: letters that are written out may take
// more than the picture has.
func (d drawing) roomOf(v paper.Label) float64 {
	x := d.x(v.X)
	before, after := x-left, left+textWidth-x
	if v.Steep {
		before, after = bottom-d.at(v.Y), d.at(v.Y)-top
	}
	switch v.Anchor {
	case paper.Middle:
		return 2 * min(before, after)
	case paper.End:
		return before
	}
	return after
}
