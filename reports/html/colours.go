package html

import (
	"fmt"
	"math"
	"strings"

	"pawl/reports/paper"
	"pawl/reports/paper/ink"
)

// strengths are as many as there are rules for: nobody tells more of them apart.
const strengths = 10

// colours are the rules that name a colour: those of the light palette, and instead of them
// those of the dark one on screens that ask for it. Paper is light.
func colours() string {
	return rules(ink.Light()) + "@media screen and (prefers-color-scheme: dark) {\n" + rules(ink.Dark()) + "}\n"
}

func rules(p ink.Palette) string {
	var b strings.Builder
	fmt.Fprintf(&b, ":root { --page: %v; --panel: %v; --ink: %v; --faint: %v; --rule: %v; --link: %v }\n",
		p.Page, p.Panel, p.Ink, p.Faint, p.Rule, p.Mark(paper.Plain))
	for _, t := range ink.Tones() {
		fmt.Fprintf(&b, ".%s { --text: %v; --mark: %v; --ground: %v }\n", toneClass(t), p.Text(t), p.Mark(t), p.Ground(t))
		for i := range strengths + 1 {
			f := paper.Fill{Tone: t, Strength: float64(i) / strengths}
			fmt.Fprintf(&b, ".%s { fill: %v } .%s { stroke: %v }\n", boxClass(f), p.Box(f), strokeClass(f), p.Stroke(f))
		}
	}
	return b.String()
}

func toneClass(t paper.Tone) string {
	if t == paper.Plain {
		return "plain"
	}
	return string(t)
}

func boxClass(f paper.Fill) string { return "b-" + fillClass(f) }

func strokeClass(f paper.Fill) string { return "s-" + fillClass(f) }

func fillClass(f paper.Fill) string {
	return fmt.Sprintf("%s-%.0f", toneClass(f.Tone), math.Round(min(1, max(0, f.Strength))*strengths))
}
