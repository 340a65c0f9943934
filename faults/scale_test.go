package faults

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/cmd/house/lengthy"
)

// harmless is the table with 38 kinds more that do nothing, of some families.
func harmless(family func(i int) string) Table {
	kinds := slices.Clone(All)
	for i := range 38 {
		kinds = append(kinds, Kind{
			Name: fmt.Sprintf("harmless-%d", i), Family: family(i), Form: "<when>",
			sides: func(Space, When) [][]side { return nowhere },
		})
	}
	return kinds
}

func tables() map[string]Table {
	known := []string{process, network, clock, triggers, operators}
	return map[string]Table{
		"the table":                             All,
		"with 38 more in its families":          harmless(func(i int) string { return known[i%len(known)] }),
		"with 38 more in families of their own": harmless(func(i int) string { return fmt.Sprintf("family-%d", i) }),
	}
}

// What the shares were, in percent of runs, when there were seven kinds, of which
// a run had each with even odds, and nothing led a run anywhere.
const (
	onceStopped = 10.9 // a worker stopped or cut off at a moment for an owner's lease
	oncePivotal = 2.6  // of one step, for each of its pivotal moments: one of four kinds strikes at it
)

// TestManyKindsCrowdNothingOut measures how often plans do what most wrong engines
// fail by: it must not become rarer because there are more kinds.
func TestManyKindsCrowdNothingOut(t *testing.T) {
	for name, kinds := range tables() {
		stopped, steps := 0, map[string]int{}
		for n := range seeds {
			p := rollTurn(kinds, n, standard)
			if slices.ContainsFunc(p, stopsWorker) {
				stopped++
			}
			for step := range struck(p) {
				steps[step]++
			}
		}
		if got := percent(stopped); got < onceStopped {
			t.Errorf("%s: a worker is stopped in %.1f %% of runs, once %.1f %%", name, got, onceStopped)
		}
		for _, s := range Steps {
			if s.Kept { // there is no such step in the space
				continue
			}
			if got, once := percent(steps[s.Name]), oncePivotal*float64(len(s.Pivotal)); got < once {
				t.Errorf("%s: %s is struck in %.1f %% of runs, once %.1f %%", name, s.Name, got, once)
			}
		}
	}
}

func percent(n int) float64 { return 100 * float64(n) / seeds }

// stopsWorker says whether an event keeps a worker from acting on what it has
// read, or from hearing what it has done, for at least an owner's lease.
func stopsWorker(e Event) bool {
	return slices.Contains([]string{"pause", "crash", "partition"}, e.Kind) &&
		(e.Target == owner || e.Target == actor || strings.HasPrefix(e.Target, "worker/")) &&
		(strings.HasSuffix(e.On, ".due") || strings.HasSuffix(e.On, ".applied")) && e.For >= 5*time.Second
}

// struck are the steps at a pivotal moment of which one of four kinds strikes.
func struck(p []Event) map[string]bool {
	steps := map[string]bool{}
	for _, e := range p {
		if m, ok := MeaningOf(e.On); ok && m.pivotal() && slices.Contains([]string{"pause", "crash", "partition", "lose-reply"}, e.Kind) {
			steps[stepOf(e.On).Name] = true
		}
	}
	return steps
}

// TestTurnsGoRoundAllCells wants every cell of a round once before any comes again.
func TestTurnsGoRoundAllCells(t *testing.T) {
	possible := standard.often(standard.possible(All))
	lengthy.Only(t, "some ten thousand plans")
	for i, r := range rounds {
		of := len(r.cells(standard, possible))
		seen := map[cell]int{}
		turns := 0
		for n := 0; turns < 2*of; n++ {
			turn := Turn{N: n, Order: (&dice{seed: 7, asked: map[string]int{}}).at}
			if in, _ := turn.of(); in != i {
				continue
			}
			c, core := turn.lead(standard, possible)
			if seen[c]++; seen[c] > 1+turns/of || core != r.core {
				t.Errorf("%s: run %d comes to %s on %s for the %d. time", r.name, n, c.kind.Name, c.on, seen[c])
			}
			turns++
		}
		if len(seen) != of {
			t.Errorf("%s: %d of %d cells", r.name, len(seen), of)
		}
	}
}

// TestLeadIsFollowed wants the first event in the cell, and the order to be the
// campaign's own.
func TestLeadIsFollowed(t *testing.T) {
	differ := 0
	for n := range 200 {
		turn := Turn{N: n, Order: (&dice{seed: 7, asked: map[string]int{}}).at}
		if r, _ := turn.of(); r == len(rounds) {
			continue
		}
		c, _ := turn.lead(standard, standard.often(standard.possible(All)))
		plan := rollTurn(All, n, standard)
		if r, _ := turn.of(); r == len(rounds)-1 && isSequel(plan) {
			continue
		}
		if e := plan[0]; e.Kind != c.kind.Name || e.On != c.on.String() {
			t.Errorf("run %d is led to %s on %s, and begins with %q", n, c.kind.Name, c.on, e)
		}
		turn.Order = (&dice{seed: 8, asked: map[string]int{}}).at
		if other, _ := turn.lead(standard, standard.often(standard.possible(All))); other != c {
			differ++
		}
	}
	if differ < 110 {
		t.Errorf("only %d of 150 runs are led elsewhere by another seed", differ)
	}
}

func BenchmarkRandom(b *testing.B) {
	n := 0
	for b.Loop() {
		rollTurn(All, n, standard)
		n++
	}
}
