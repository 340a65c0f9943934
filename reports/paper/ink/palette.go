package ink

import "pawl/reports/paper"

// A Palette is all the colours of a document.
type Palette struct {
	Page  Colour // what all is on
	Panel Colour // below code and heads of tables
	Ink   Colour // text
	Faint Colour // text that is less than other text
	Rule  Colour // lines between things: nothing depends on their being seen
	tones map[paper.Tone]Colour
	most  float64 // of a tone in a box: light text is lost on bright grounds sooner than dark text
}

// Light is for paper, and for screens unless they ask for Dark.
func Light() Palette {
	return Palette{
		Page: of(0xffffff), Panel: of(0xf4f6f8), Ink: of(0x18202c), Faint: of(0x56606f), Rule: of(0xd5dbe3),
		tones: map[paper.Tone]Colour{
			paper.Plain: of(0x2f5f91), paper.Good: of(0x1d6f49), paper.Bad: of(0xb0251d),
			paper.Doubt: of(0x8a5600), paper.Quiet: of(0x56606f),
		},
		most: 0.6,
	}
}

// Dark is for who reads in the dark.
func Dark() Palette {
	return Palette{
		Page: of(0x14181f), Panel: of(0x1d232c), Ink: of(0xe6eaf0), Faint: of(0xa0abba), Rule: of(0x353e4b),
		tones: map[paper.Tone]Colour{
			paper.Plain: of(0x86b4e3), paper.Good: of(0x6fc79b), paper.Bad: of(0xf39a92),
			paper.Doubt: of(0xe0b356), paper.Quiet: of(0xa0abba),
		},
		most: 0.43,
	}
}

// Tones are all there are, in one order.
func Tones() []paper.Tone {
	return []paper.Tone{paper.Plain, paper.Good, paper.Bad, paper.Doubt, paper.Quiet}
}

// Mark is the colour of a tone where it stands for itself: a line's edge, the stripe of a callout.
func (p Palette) Mark(t paper.Tone) Colour { return p.tones[t] }

// Text is the colour of a text in a tone.
func (p Palette) Text(t paper.Tone) Colour {
	if t == paper.Plain {
		return p.Ink
	}
	return p.tones[t]
}

// Ground is what a callout's text lies on.
func (p Palette) Ground(t paper.Tone) Colour { return mix(p.Page, p.tones[t], 0.07) }

// Box is the colour of a box in a picture: never so strong that a label on it could not be read.
func (p Palette) Box(f paper.Fill) Colour {
	return mix(p.Page, p.tones[f.Tone], 0.06+(p.most-0.06)*clamp(f.Strength))
}

// Stroke is the colour of a stroke in a picture.
func (p Palette) Stroke(f paper.Fill) Colour {
	return mix(p.Page, p.tones[f.Tone], 0.1+0.9*clamp(f.Strength))
}

func clamp(v float64) float64 { return min(1, max(0, v)) }
