package reports

import (
	"fmt"
	"strings"
)

// A CurvePoint is what became of continuations: the run's own decisions up to a number, and
// others from there on. Share is in percent of those that could be judged, and Low to High is
// the interval of Clopper and Pearson around it, with 95 % confidence.
type CurvePoint struct {
	Decision  int     `json:"decision"`
	At        string  `json:"at"`
	Runs      int     `json:"runs"`
	Failed    int     `json:"failed"`
	Undecided int     `json:"undecided"`
	Share     float64 `json:"share"`
	Low       float64 `json:"low"`
	High      float64 `json:"high"`
}

// A CurveStep is where the share grows most, and what happened there.
type CurveStep struct {
	From      int      `json:"from"`
	To        int      `json:"to"`
	FromShare float64  `json:"from_share"`
	ToShare   float64  `json:"to_share"`
	Place     string   `json:"place"` // of the first decision in it
	Story     []Moment `json:"story"`
}

// Settled is from which decision on all continuations failed, at that point and all later
// ones: At is when the last one before it was made, by which it was settled. Low is the lower end
// of the interval there.
type Settled struct {
	Decision int      `json:"decision"`
	At       string   `json:"at"`
	Place    string   `json:"place"` // of the last decision before it
	State    string   `json:"state"` // of the record
	Runs     int      `json:"runs"`
	Low      float64  `json:"low"`
	Before   []Moment `json:"before"` // what had happened last
}

// chartWidth is how many columns the whole of a share takes.
const chartWidth = 30

func (x *Why) tellCurve(p *page) {
	if len(x.Curve) == 0 {
		return
	}
	p.heading("How much was settled: continuations that fail, of others that draw anew")
	var rows [][]string
	for _, c := range x.Curve {
		rows = append(rows, []string{Number(c.Decision), c.At, bars(c), fmt.Sprintf("%d/%d", c.Failed, c.Runs-c.Undecided), fmt.Sprintf("%.0f–%.0f %%", c.Low, c.High)})
	}
	p.table([]column{{name: "after", right: true}, {name: "at", right: true}, {name: "share that fails", spare: true}, {name: "failed", right: true}, {name: "95 %", right: true}}, rows)
	if s := x.Steepest; s != nil {
		text := fmt.Sprintf("It grows most between decision %s and %s, from %.0f %% to %.0f %%", Number(s.From), Number(s.To), s.FromShare, s.ToShare)
		if s.To == s.From+1 {
			text += fmt.Sprintf(": by one draw, at %q", s.Place)
		}
		if len(s.Story) > 0 {
			text += ". What happened there:"
		}
		p.say("", text)
		tellStory(p, s.Story)
		p.blank()
	}
	switch s := x.Settled; {
	case s != nil && s.Decision == 0:
		p.say("", fmt.Sprintf("All %s from before the first decision failed, too (%.1f %% or more would, with 95 %% confidence): by these events this engine fails whatever is drawn.", Count(s.Runs, "continuation"), s.Low))
	case x.lacks(LeftCurve):
		p.say("", "There were no runs left to see from which decision on it was settled.")
	case s == nil:
		p.say("", "At no point that was tried did all continuations fail to the end.")
	default:
		p.say("", fmt.Sprintf("From decision %s on, at %s, all %s failed (%.1f %% or more would, with 95 %% confidence): %s. The last draw was %q. What had happened last:",
			Number(s.Decision), s.At, Count(s.Runs, "continuation"), s.Low, s.State, s.Place))
		tellStory(p, s.Before)
	}
	p.blank()
}

// bars are a share as a bar, and its interval as a line through it.
func bars(c CurvePoint) string {
	at := func(share float64) int { return int(share*chartWidth/100 + 0.5) }
	var b strings.Builder
	for i := range chartWidth {
		switch {
		case i < at(c.Share):
			b.WriteRune('█')
		case i < at(c.High):
			b.WriteRune('░')
		default:
			b.WriteRune('·')
		}
	}
	return b.String()
}
