package cluster

import (
	"reflect"
	"testing"

	"pawl/engine/reference"
	"pawl/sim"
	"pawl/sim/deploy"
)

// TestRoom: a run in what another has left is the run that it is in memory of its own.
func TestRoom(t *testing.T) {
	var paper deploy.Paper
	for seed := range uint64(8) {
		s := deploy.Drawn(reference.Engine(), seed)
		s.Events = append(s.Events, s.Plan(deploy.Turn{})...)
		alone := mustRun(t, s)
		s.Paper = &paper
		if again := mustRun(t, s); again.Hash != alone.Hash || !reflect.DeepEqual(again.History, alone.History) {
			t.Errorf("seed %d: another run, or another history, on paper that was used before", seed)
		}
		if seed == 0 && paper.Room == nil {
			t.Error("nothing was left for the next run")
		}
	}
}

// TestStuckLeavesNoRoom: what is stuck may still write.
func TestStuckLeavesNoRoom(t *testing.T) {
	s := deploy.Standard(reference.Engine(), 1)
	s.Paper = &deploy.Paper{}
	c := build(&s)
	c.leave(&sim.Ending{Findings: []sim.Finding{{Kind: sim.KindStall}}})
	if s.Paper.Room != nil {
		t.Error("a stuck run left its room")
	}
	if c.leave(&sim.Ending{}); s.Paper.Room == nil {
		t.Error("a run that ended left nothing")
	}
}
