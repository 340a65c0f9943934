package paper

import (
	"cmp"
	"slices"
)

// An Axis is one of a curve.
type Axis struct {
	Name string
	Log  bool
}

// A Line is one of a curve: y by x.
type Line struct {
	Name   string
	Points []Point
	Tone   Tone
	Dashed bool
}

const plotHeight = 190.0

// Curve draws lines over one pair of axes. A logarithmic axis has no place for what is not
// above zero: it is in the facts, and not drawn. Each line has its name where it ends.
func Curve(title, says string, x, y Axis, lines []Line) Picture {
	var xs, ys []float64
	names := make([]string, len(lines))
	for i, l := range lines {
		names[i] = l.Name
		for _, p := range l.Points {
			xs, ys = append(xs, p.X), append(ys, p.Y)
		}
	}
	top := lineHeight + 4
	up := scaleOf(ys, y.Log, top+plotHeight, top)
	var written []string
	for _, v := range up.ticks() {
		written = append(written, figure(v))
	}
	left := widest(written, small) + gap
	along := scaleOf(xs, x.Log, left, wide-widest(names, small)-gap*2)
	p := Picture{Title: title, Says: says, Width: wide, Facts: curveFacts(title, x, y, lines)}
	p.Shapes = append(p.Shapes, Label{X: 0, Y: ordinary, Text: axisName(y.Name, y.Log), Size: small, Quiet: true})
	for i, v := range up.ticks() {
		at, _ := up.place(v)
		p.Shapes = append(p.Shapes,
			Stroke{Points: []Point{{left, at}, {along.end, at}}, Fill: Fill{Quiet, 0.1}},
			Label{X: left - gap/2, Y: at + small*0.35, Text: written[i], Size: small, Anchor: End, Quiet: true})
	}
	p.Shapes = append(p.Shapes, along.across(x.Name, top, top+plotHeight)...)
	p.Shapes = append(p.Shapes, plotted(lines, along, up)...)
	p.Height = top + plotHeight + 2.4*lineHeight
	return p
}

// plotted are the lines, each with its name, from above to below where they end: names that
// would lie on one another are moved apart.
func plotted(lines []Line, along, up scale) (all []Shape) {
	var names []Label
	for _, l := range lines {
		var points []Point
		for _, p := range l.Points {
			x, has := along.place(p.X)
			y, also := up.place(p.Y)
			if has && also {
				points = append(points, Point{x, y})
			}
		}
		if len(points) == 0 {
			continue
		}
		end := points[len(points)-1]
		all = append(all,
			Stroke{Points: points, Fill: Fill{l.Tone, 1}, Dashed: l.Dashed},
			Box{X: end.X - 2, Y: end.Y - 2, Width: 4, Height: 4, Fill: Fill{l.Tone, 1}, Tip: l.Name})
		names = append(names, Label{X: end.X + gap, Y: end.Y + small*0.35, Text: short(l.Name), Size: small})
	}
	for _, n := range apart(names) {
		all = append(all, n)
	}
	return all
}

// apart moves labels down until none lies on another one.
func apart(labels []Label) []Label {
	slices.SortStableFunc(labels, func(a, b Label) int { return cmp.Compare(a.Y, b.Y) })
	for i := 1; i < len(labels); i++ {
		labels[i].Y = max(labels[i].Y, labels[i-1].Y+ordinary)
	}
	return labels
}

func curveFacts(title string, x, y Axis, lines []Line) Table {
	t := Table{Caption: title, Columns: []Column{{}, {Title: x.Name, Right: true}, {Title: y.Name, Right: true}}}
	for _, l := range lines {
		for _, p := range l.Points {
			t.Rows = append(t.Rows, []Cell{{Text: l.Name}, {Text: figure(p.X)}, {Text: figure(p.Y)}})
		}
	}
	return t
}
