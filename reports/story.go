package reports

import (
	"fmt"
	"strings"
)

// A Moment is a line of a failure's story.
type Moment struct {
	At   string `json:"at"`
	Who  string `json:"who"`
	What string `json:"what"`
	Kind string `json:"kind,omitempty"`
}

// Kinds of moments that are more than something that happened.
const (
	Ending  = "ending"   // what the story leads to
	Gap     = "left out" // moments that are not told
	Missing = "missing"  // what should have happened, and did not
)

// saidBy says that another moment says as much, or the same some times.
func (m *Moment) saidBy(x Moment) bool {
	return m.At == x.At && m.Who == x.Who && m.Kind == x.Kind && strings.HasPrefix(x.What, m.What)
}

// tellStory writes what led to an end, and the end.
func tellStory(p *page, story []Moment) {
	at, who := 0, 0
	for _, m := range story {
		at, who = max(at, columns(m.At)), max(who, columns(m.Who))
	}
	for _, m := range story {
		p.hang(margin+fmt.Sprintf("%*s  %-*s  ", at, m.At, who, m.Who), m.What, p.painted(m.Kind))
	}
}

// painted is how a kind of moment looks.
func (p *page) painted(kind string) func(string) string {
	switch kind {
	case Ending:
		return p.bad
	case Gap:
		return p.dim
	case Missing:
		return p.bold
	}
	return p.as
}
