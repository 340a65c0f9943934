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

// A fate is what became of a bug, in the order in which that is told.
type fate int

const (
	caught fate = iota
	survived
	neverMade
	notHunted
	fates
)

func (b *PortBug) fate() fate {
	switch {
	case b.Caught:
		return caught
	case b.MadeIn > 0:
		return survived
	case b.CutShort && b.Runs == 0:
		return notHunted
	}
	return neverMade
}

// Missed says how a bug that was not caught was not.
func (b *PortBug) Missed() string {
	short := ""
	if b.CutShort {
		short = ": then the budget was over"
	}
	switch b.fate() {
	case notHunted:
		return "not hunted: the budget was over"
	case neverMade:
		return "never made in " + Count(b.Runs, "run") + short
	}
	return fmt.Sprintf("survived %s, and was made in %s of them%s", Count(b.Runs, "run"), Number(b.MadeIn), short)
}

// PortBugs says what became of all, in one sentence.
func PortBugs(all []PortBug) string {
	var n [fates]int
	for i := range all {
		n[all[i].fate()]++
	}
	rest := ""
	if n[notHunted] > 0 {
		rest = fmt.Sprintf(", %s not hunted", Number(n[notHunted]))
	}
	return fmt.Sprintf("%s planted at its ports: %s caught, %s survived, %s never made%s",
		Count(len(all), "bug"), Number(n[caught]), Number(n[survived]), Number(n[neverMade]), rest)
}

// fateTitles stand above the bugs of one fate.
var fateTitles = [fates]string{
	caught:    "Caught:",
	survived:  "Survived, so that nothing would notice if the engine did this:",
	neverMade: "Never made, since the engine does not ask for what they spoil, or nothing came in its way:",
	notHunted: "Not hunted, since the budget was over:",
}

// PortBugLines lists what was caught, then what survived, then what was never made.
func PortBugLines(all []PortBug) (lines []string) {
	for of, title := range fateTitles {
		for i := range all {
			if all[i].fate() != fate(of) {
				continue
			}
			if title != "" {
				lines, title = append(lines, title), ""
			}
			lines = append(lines, ofFamily+all[i].line())
		}
	}
	return lines
}

// line is a bug below the title of its fate.
func (b *PortBug) line() string {
	switch b.fate() {
	case caught:
		return fmt.Sprintf("%s: by %s after %s", b.Bug, strings.Join(b.CaughtBy, " "), Count(b.Runs, "run"))
	case survived:
		return fmt.Sprintf("%s: %s (made in %s of %s)%s", b.Bug, b.Text, Number(b.MadeIn), Count(b.Runs, "run"), b.short())
	case neverMade:
		return b.Bug + b.short()
	}
	return b.Bug
}

// short says that there was no time to hunt a bug to the end.
func (b *PortBug) short() string {
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
