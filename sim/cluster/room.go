package cluster

import (
	"slices"

	"pawl/sim"
	"pawl/sim/deploy"
)

// A room is memory of a run that the next one on the same paper can use again. What
// processes have of it ends with them.
type room struct {
	store     *Store
	exchanges deploy.Shelf[exchange]
}

// roomOn is what the last run on a paper has left; a new room if that is nothing. It is
// taken from there, for one run only.
func roomOn(p *deploy.Paper) *room {
	if p == nil {
		return &room{}
	}
	left, is := p.Room.(*room)
	if p.Room = nil; !is {
		return &room{}
	}
	return left
}

// leave leaves the room for the next run, unless there is something left in it that acts.
func (c *cluster) leave(ending *sim.Ending) {
	stuck := slices.ContainsFunc(ending.Findings, func(f sim.Finding) bool { return f.Kind == sim.KindStall })
	if c.setup.Paper == nil || stuck {
		return
	}
	c.fresh.Clear()
	c.setup.Paper.Room = &room{c.store.Store, c.fresh}
}
