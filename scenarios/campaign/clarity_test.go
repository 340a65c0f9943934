package campaign

import (
	"strings"
	"testing"

	"pawl/reports"
)

// A reader begins with what takes fewest events, then with the shortest story, then
// with the first run, whatever it violates.
func TestClearestFirst(t *testing.T) {
	failure := func(id string, run, events, lines int, command string) reports.Failure {
		return reports.Failure{Invariant: id, Run: run, Faults: make([]string, events), Story: make([]reports.Moment, lines), Command: command}
	}
	all := []reports.Failure{
		failure("S1", 1, 3, 5, "a"),
		failure("S2", 2, 0, 1, ""),
		failure("S4", 7, 1, 9, "c"),
		failure("S4", 8, 1, 8, "d"),
		failure("S4", 9, 1, 8, "e"),
		failure("S1", 4, 2, 2, "b"),
	}
	clearestFirst(all)
	var got []string
	for _, f := range all {
		got = append(got, f.Command)
	}
	if s := strings.Join(got, " "); s != "d e c b a " {
		t.Errorf("order %q", s)
	}
}
