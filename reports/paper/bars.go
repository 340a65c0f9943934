package paper

// A Bar is a length with a name.
type Bar struct {
	Name  string
	Value float64
	Text  string // the value in words; "" if the number says it
	Tone  Tone
}

const barHeight = 12.0

// Bars draws lengths one below another. On a logarithmic scale what is not above zero has no
// bar, and its text alone.
func Bars(title, says, unit string, bars []Bar, log bool) Picture {
	names := make([]string, len(bars))
	texts := make([]string, len(bars))
	values := make([]float64, len(bars))
	for i, b := range bars {
		names[i], texts[i], values[i] = b.Name, b.text(), b.Value
	}
	left := max(60, widest(names, ordinary)+gap)
	s := scaleOf(values, log, left, wide-widest(texts, small)-gap)
	bottom := float64(len(bars))*(barHeight+6) + 4
	p := Picture{Title: title, Says: says, Width: wide, Facts: barFacts(title, unit, bars)}
	p.Shapes = append(p.Shapes, s.across(unit, 0, bottom)...)
	for i, b := range bars {
		y := float64(i)*(barHeight+6) + 4
		p.Shapes = append(p.Shapes, Label{X: left - gap, Y: y + barHeight*0.8, Text: short(b.Name), Anchor: End})
		from, _ := s.place(max(0, s.from))
		to, has := s.place(b.Value)
		if !has {
			from, to = left, left
		}
		p.Shapes = append(p.Shapes,
			Box{X: min(from, to), Y: y, Width: max(1, max(from, to)-min(from, to)), Height: barHeight, Fill: Fill{b.Tone, 1}, Tip: b.Name + ": " + b.text()},
			Label{X: max(from, to) + gap/2, Y: y + barHeight*0.78, Text: short(b.text()), Size: small})
	}
	p.Height = bottom + 1.4*lineHeight
	if axisName(unit, log) != "" {
		p.Height += lineHeight
	}
	return p
}

func (b Bar) text() string {
	if b.Text != "" {
		return b.Text
	}
	return figure(b.Value)
}

// across is an axis from left to right below a drawing, with lines upwards through it.
func (s scale) across(name string, top, bottom float64) (all []Shape) {
	for _, v := range s.ticks() {
		x, _ := s.place(v)
		all = append(all,
			Stroke{Points: []Point{{x, top}, {x, bottom}}, Fill: Fill{Quiet, 0.1}},
			Label{X: x, Y: bottom + lineHeight*0.85, Text: figure(v), Size: small, Anchor: Middle, Quiet: true})
	}
	if named := axisName(name, s.log); named != "" {
		all = append(all, Label{X: (s.at + s.end) / 2, Y: bottom + lineHeight*1.9, Text: named, Size: small, Anchor: Middle, Quiet: true})
	}
	return all
}

// axisName says it if lengths cannot be compared.
func axisName(name string, log bool) string {
	switch {
	case !log:
		return name
	case name == "":
		return "logarithmic"
	}
	return name + ", logarithmic"
}

func barFacts(title, unit string, bars []Bar) Table {
	t := Table{Caption: title, Columns: []Column{{}, {Title: unit, Right: true}}}
	for _, b := range bars {
		t.Rows = append(t.Rows, []Cell{{Text: b.Name}, {b.text(), b.Tone}})
	}
	return t
}
