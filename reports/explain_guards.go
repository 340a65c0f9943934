package reports

import (
	"fmt"
	"strings"
)

// What a guard is one of.
const (
	OfStep    = "step"     // a part of the reference that the engine has replaced
	OfCompare = "compare"  // a condition of a transaction that does not come to the store
	OfView    = "view"     // a field of what it tells of itself
	OfPort    = "port"     // something at its ports
	Together  = "together" // several, of which no single one was enough
)

// A Guard is one thing put right in the engine, and what becomes of runs that fail without it.
type Guard struct {
	Name      string   `json:"name"`
	Text      string   `json:"text"`
	Kind      string   `json:"kind"`
	Size      int      `json:"size"`
	Runs      int      `json:"runs"`      // that fail without it
	Gone      int      `json:"gone"`      // of them, in which the failure is gone
	Undecided int      `json:"undecided"` // that could not be judged
	Otherwise int      `json:"otherwise"` // in which it is gone and something else is violated
	Others    []string `json:"others"`    // that
}

// Mends says that the failure is gone in more than half of the runs.
func (g *Guard) Mends() bool { return 2*g.Gone > g.Runs }

// mostGuards is how many are listed.
const mostGuards = 6

func (x *Why) tellGuards(p *page) {
	if len(x.Curve)+len(x.Events) == 0 {
		return
	}
	p.heading("What is missing: single guards, put into the engine, by which it is gone")
	switch none := len(x.Guards) == 0 || !x.Guards[0].Mends(); {
	case x.lacks(LeftGuards) && len(x.Guards) == 0:
		p.say("", "There were no runs left to try one.")
	case x.lacks(LeftGuards) && none:
		p.say("", "None of those that were tried; there were no runs left for the others.")
	case none:
		p.say("", "None of those that were tried.")
	}
	for i, g := range x.Guards[:min(len(x.Guards), mostGuards)] {
		paint := p.as
		if i == 0 && g.Mends() {
			paint = p.bold
		}
		p.hang(margin+fmt.Sprintf("%2d. ", i+1), g.Text, paint)
		fate := fmt.Sprintf("gone in %d of %s", g.Gone, Count(g.Runs, "run"))
		if g.Otherwise > 0 {
			fate += fmt.Sprintf(", in %d of which something else is violated (%s)", g.Otherwise, strings.Join(g.Others, ", "))
		}
		if g.Undecided > 0 {
			fate += fmt.Sprintf(", %d could not be judged", g.Undecided)
		}
		p.hang(margin+"    ", fate+"; "+g.Name, p.dim)
	}
	if more := len(x.Guards) - mostGuards; more > 0 {
		p.say("", fmt.Sprintf("%d more helped less.", more))
	}
	p.blank()
}
