package deploy

import "pawl/checker"

// Paper is what the history of a run is written on. The history of the next run can be
// written on the same paper, over what is there: that is most of what a run would allocate.
// Whoever gives it to a run says that nobody looks at the last one's history any more. The
// zero Paper has nothing on it.
type Paper struct {
	facts []checker.Fact
	says  map[string]said // what the engine says of the values that stand, by stored key; looked up only
	shelves

	// Room is memory that the deployment of the last run has left for its next one; nil: none.
	Room any
}

// usualFacts is room for what a standard run has.
const usualFacts = 4096

// blank is paper to write on: this one, or new paper if it is nil.
func (p *Paper) blank() *Paper {
	if p == nil {
		p = &Paper{}
	}
	if p.facts == nil {
		p.facts, p.says = make([]checker.Fact, 0, usualFacts), map[string]said{}
	}
	p.facts = p.facts[:0]
	clear(p.says)
	p.clear()
	return p
}
