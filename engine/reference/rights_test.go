package reference

import (
	"fmt"
	"strings"
	"testing"
)

// TestRights is the table in the package comment: what a new stamp may seal and open in
// each phase. a is version 2, n version 3, o version 1, which is deprecated.
func TestRights(t *testing.T) {
	table := `
		IDLE       2 · 1 2
		INTENT     2 · 1 2
		STAGED     2 · 1 2
		PUBLISHED  2 · 1 2 3
		VERIFIED   2 · 1 2 3
		DRAINING   0 · 1 2 3
		COMMITTED  2 · 1 2
		ABORTING   2 · 1 2
		ABORTED    2 · 1 2`
	for _, line := range strings.Split(strings.TrimSpace(table), "\n") {
		name, want, _ := strings.Cut(strings.TrimSpace(line), " ")
		for p := range phases {
			if p.word() != name {
				continue
			}
			for _, halted := range []bool{false, true} {
				rec := Record{Phase: p, Active: 2, Next: 3, Versions: []Version{{N: 1, State: Deprecated}, {N: 2, State: Active}, {N: 3}}}
				if halted {
					rec.Phase, rec.From = Halted, p
				}
				r := RightsUnder("k", "a", &rec)
				got := fmt.Sprintf("%d · %s", r.Seal, strings.Trim(fmt.Sprint(r.Opens), "[]"))
				if got != strings.TrimSpace(want) {
					t.Errorf("%s, halted %v: %s, want %s", name, halted, got, strings.TrimSpace(want))
				}
			}
		}
	}
}

// TestRightsInTurn: a pool that is not let in has, while others are, what it had before.
func TestRightsInTurn(t *testing.T) {
	for _, c := range []struct {
		phase Phase
		pool  string
		want  string
	}{
		{Published, "a", "2 · [1 2 3], 3 demanded"}, {Published, "b", "2 · [1 2], 0 demanded"},
		{Verified, "b", "2 · [1 2 3], 0 demanded"}, {Draining, "b", "0 · [1 2 3], 0 demanded"},
		{Committed, "a", "2 · [1 2], 0 demanded"}, {Committed, "b", "0 · [1 2], 0 demanded"},
		{Idle, "b", "2 · [1 2], 0 demanded"}, {Aborting, "b", "2 · [1 2], 0 demanded"},
	} {
		for _, halted := range []bool{false, true} {
			rec := Record{Phase: c.phase, Active: 2, Next: 3, Reached: []string{"a"}, Versions: []Version{{N: 1, State: Deprecated}, {N: 2, State: Active}, {N: 3}}}
			if halted {
				rec.Phase, rec.From = Halted, c.phase
			}
			r := RightsUnder("k", c.pool, &rec)
			if got := fmt.Sprintf("%d · %v, %d demanded", r.Seal, r.Opens, r.Demands); got != c.want {
				t.Errorf("%s, pool %s, halted %v: %s, want %s", c.phase.word(), c.pool, halted, got, c.want)
			}
		}
	}
}

// TestClosedStates: what is no longer opened is in no phase's rights.
func TestClosedStates(t *testing.T) {
	for p := range phases {
		for _, s := range []State{Retiring, Revoked, Destroyed, Burnt} {
			rec := Record{Phase: p, Active: 2, Versions: []Version{{N: 1, State: s}, {N: 2, State: Active}}}
			if r := RightsUnder("k", "a", &rec); len(r.Opens) != 1 || r.Opens[0] != 2 {
				t.Errorf("%s with a %s version: opens %v", p.word(), s.word(), r.Opens)
			}
		}
	}
}
