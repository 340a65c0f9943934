package main

import (
	"context"
	"slices"
	"testing"

	"pawl/checker"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/sim"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

// Most of the time of these tests is runs.
func TestMain(m *testing.M) {
	sim.CollectSeldom()
	m.Run()
}

// on is a day of an engine, in which something happens.
func on(t *testing.T, name string, seed uint64, events ...string) deploy.Setup {
	t.Helper()
	s := day(Engine(name), seed)
	own, err := faults.ParseAll(events...)
	if err != nil {
		t.Fatal(err)
	}
	s.Events = append(s.Events, own...)
	return s
}

// judged makes a run.
func judged(t *testing.T, s deploy.Setup) scenarios.Outcome {
	t.Helper()
	r, err := cluster.Simulated{}.Run(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Findings) > 0 {
		t.Fatal(r.Findings)
	}
	return scenarios.Judge(s, r)
}

// finds demands that an invariant is violated, and that the run is the same when its decisions are replayed.
func finds(t *testing.T, s deploy.Setup, id string) scenarios.Outcome {
	t.Helper()
	o := judged(t, s)
	if !slices.Contains(o.Fired(), id) {
		t.Fatalf("%v was violated, want %s", o.Fired(), id)
	}
	s.Replay = o.Result.Decisions
	again := judged(t, s)
	if again.Result.Hash != o.Result.Hash || again.Result.Diverged != nil {
		t.Errorf("replayed, it is another run: %v", again.Result.Diverged)
	}
	return o
}

// holds makes runs with seeds from 1 on, in which nothing may be violated.
func holds(t *testing.T, runs int, name string, change func(*deploy.Setup), events ...string) (all []scenarios.Outcome) {
	t.Helper()
	for seed := range uint64(runs) {
		s := on(t, name, seed+1, events...)
		if change != nil {
			change(&s)
		}
		o := judged(t, s)
		if o.Verdict() != scenarios.Passed {
			t.Errorf("seed %d: %s %v", s.Seed, o.Verdict(), o.Report.Violations())
		}
		all = append(all, o)
	}
	return all
}

// versionsOf is how many versions were made, and how many signed.
func versionsOf(o *scenarios.Outcome) (made, signed int) {
	for i := range o.Past.Effects {
		if o.Past.Effects[i].Kind == checker.Mint && o.Past.Effects[i].Made {
			made++
		}
	}
	seen := map[uint32]bool{}
	for i := range o.Past.Seals {
		seen[o.Past.Seals[i].Version] = true
	}
	return made, len(seen)
}
