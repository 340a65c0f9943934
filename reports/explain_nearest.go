package reports

import "fmt"

// A NearestRun is the run without the failure that goes longest with the one that failed, and the
// first thing that differs in meaning.
type NearestRun struct {
	How      string    `json:"how"`
	Fate     Aftermath `json:"fate"`     // something else may be violated in it
	Decision int       `json:"decision"` // the first that differs, from 0
	At       string    `json:"at"`
	Place    string    `json:"place"`
	Differs  string    `json:"differs"` // in what the first other thing that happens is another
	Before   Moment    `json:"before"`  // the last that both have
	Failing  Moment    `json:"failing"`
	Passing  Moment    `json:"passing"`
}

// In what a run is another one than that which failed.
const (
	InMeaning = "meaning"
	InTime    = "time"    // the same things happen
	InNothing = "nothing" // that stories tell
)

func (x *Why) tellNearest(p *page) {
	if len(x.Curve)+len(x.Events) == 0 {
		return
	}
	p.heading(fmt.Sprintf("What the nearest run without %s did differently", x.Of))
	n := x.Nearest
	if n == nil {
		p.say("", "There is none among all that were made of this engine.")
		p.blank()
		return
	}
	parts := "No decision is another." // where all places are calm, there may be none at all
	if n.Place != "" {
		parts = fmt.Sprintf("Its first other decision is number %s, at %s, %q.", Number(n.Decision), n.At, n.Place)
	}
	then := "Then:"
	switch n.Differs {
	case InTime:
		then = "What happens is the same, at other times; the first of it:"
	case InNothing:
		then = "What stories tell of the two is the same, to the time: what differs is in what they leave out."
	}
	p.say("", fmt.Sprintf("It has %s, and ends %s. %s %s", n.How, n.Fate.ended(), parts, then))
	if n.Differs == InNothing {
		p.blank()
		return
	}
	story := []Moment{n.Before, n.Failing, n.Passing}
	for i, label := range []string{"both:", "fails:", "other:"} {
		if m := story[i]; m.What != "" {
			p.say(fmt.Sprintf("%-8s", label)+fmt.Sprintf("%s  %s ", m.At, m.Who), m.What)
		}
	}
	p.blank()
}
