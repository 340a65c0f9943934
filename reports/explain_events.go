package reports

import (
	"fmt"
	"strings"
)

// A Need says whether a failure needs an event.
type Need string

const (
	Needed    Need = "needed"
	NotNeeded Need = "not needed"
	NotKnown  Need = "not known" // the run without it could not be judged
	NotAsked  Need = "not asked" // there were no runs left
)

// needWords are all of them.
var needWords = []Need{Needed, NotNeeded, NotKnown, NotAsked}

// An ExplainedEvent is one event of the run, and what happens without it.
type ExplainedEvent struct {
	Event   string    `json:"event"`
	Fault   bool      `json:"fault"` // or an act: a run could do without
	Needed  Need      `json:"needed"`
	Without Aftermath `json:"without"`
}

func (x *Why) tellEvents(p *page) {
	if !x.BySeed && !x.lacks(LeftSeed) {
		p.say("", "The decisions of this run are not those that its seed draws, so no event is left out or moved: all else would differ too.")
		p.blank()
	}
	if len(x.Events) == 0 {
		return
	}
	p.heading("What it takes")
	for _, e := range x.Events {
		p.hang(margin+fmt.Sprintf("%-10s  ", e.Needed), e.Event, p.as)
		p.hang(margin+strings.Repeat(" ", 12), "without it: "+e.Without.ended(), p.dim)
	}
	p.hang(margin+fmt.Sprintf("%-10s  ", ""), "without any fault or act, triggers as they are: "+x.FaultFree.ended(), p.as)
	p.blank()
}
