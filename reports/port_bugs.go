package reports

import (
	"fmt"
	"strings"
)

// PortBug is a bug planted at the ports of an engine, and whether anything noticed.
type PortBug struct {
	Bug      string   `json:"bug"`
	Text     string   `json:"text"`   // what the engine does wrong by it
	Engine   string   `json:"engine"` // what the engine is called with the bug in it
	Runs     int      `json:"runs"`
	MadeIn   int      `json:"made_in"` // in how many of them the mistake was really made
	Caught   bool     `json:"caught"`
	CutShort bool     `json:"cut_short"` // not caught, and the budget was over before it was hunted to the end
	CaughtBy []string `json:"caught_by"` // what fired in the last of these runs
}

// Fate says what became of a bug.
func (b *PortBug) Fate() string {
	short := ""
	if b.CutShort {
		short = ": then the budget was over"
	}
	switch {
	case b.Caught:
		return fmt.Sprintf("caught by %s after %s", strings.Join(b.CaughtBy, " "), Count(b.Runs, "run"))
	case b.CutShort && b.Runs == 0:
		return "not hunted: the budget was over"
	case b.MadeIn == 0:
		return "never made in " + Count(b.Runs, "run") + short
	}
	return fmt.Sprintf("survived %s, and was made in %s of them%s", Count(b.Runs, "run"), Number(b.MadeIn), short)
}

// PortBugs says what became of all, in one sentence.
func PortBugs(all []PortBug) string {
	caught, survived, never, unhunted := 0, 0, 0, ""
	left := 0
	for i := range all {
		switch {
		case all[i].Caught:
			caught++
		case all[i].MadeIn > 0:
			survived++
		case all[i].CutShort && all[i].Runs == 0:
			left++
		default:
			never++
		}
	}
	if left > 0 {
		unhunted = fmt.Sprintf(", %s not hunted", Number(left))
	}
	return fmt.Sprintf("%s planted at its ports: %s caught, %s survived, %s never made%s", Count(len(all), "bug"), Number(caught), Number(survived), Number(never), unhunted)
}

// PortBugLines lists what was caught, then what survived, then what was never made.
func PortBugLines(all []PortBug) (lines []string) {
	list := func(title string, is func(b *PortBug) bool, line func(b *PortBug) string) {
		before := len(lines)
		for i := range all {
			if is(&all[i]) {
				lines = append(lines, line(&all[i]))
			}
		}
		if len(lines) > before {
			lines = append(lines[:before], append([]string{title}, lines[before:]...)...)
		}
	}
	list("Caught:", func(b *PortBug) bool { return b.Caught }, func(b *PortBug) string {
		return fmt.Sprintf("%s%s: by %s after %s", ofFamily, b.Bug, strings.Join(b.CaughtBy, " "), Count(b.Runs, "run"))
	})
	list("Survived, so that nothing would notice if the engine did this:", func(b *PortBug) bool { return !b.Caught && b.MadeIn > 0 }, func(b *PortBug) string {
		return fmt.Sprintf("%s%s: %s (made in %s of %s)%s", ofFamily, b.Bug, b.Text, Number(b.MadeIn), Count(b.Runs, "run"), unhunted(b))
	})
	list("Never made, since the engine does not ask for what they spoil, or nothing came in its way:", func(b *PortBug) bool { return !b.Caught && b.MadeIn == 0 && !(b.CutShort && b.Runs == 0) }, func(b *PortBug) string {
		return ofFamily + b.Bug + unhunted(b)
	})
	list("Not hunted, since the budget was over:", func(b *PortBug) bool { return b.CutShort && b.Runs == 0 }, func(b *PortBug) string {
		return ofFamily + b.Bug
	})
	return lines
}

// unhunted says that there was no time to hunt a bug to the end.
func unhunted(b *PortBug) string {
	if !b.CutShort {
		return ""
	}
	return ": the budget was over after " + Count(b.Runs, "run")
}

// atPorts tells of the bugs planted at the ports of the engine.
func (c *Check) atPorts(p *page) {
	if len(c.PortBugs) == 0 {
		return
	}
	p.heading(PortBugs(c.PortBugs))
	for _, line := range PortBugLines(c.PortBugs) {
		if name, is := strings.CutPrefix(line, ofFamily); is {
			p.hang(margin+ofFamily, name, p.as)
		} else {
			p.say("", line)
		}
	}
	p.blank()
}
