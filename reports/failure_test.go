package reports

import (
	"strings"
	"testing"
)

// TestWhere: what a reader is told of a run says what it was made of, so that nobody looks
// for it among others.
func TestWhere(t *testing.T) {
	for want, f := range map[string]Failure{
		"A random run (run 3), run seed 7,":                                                               {Scenario: "standard", Run: 3},
		"Scenario owner-dies-twice (run 3), run seed 7,":                                                  {Scenario: "owner-dies-twice", Run: 3},
		"A run of exhaust small (cell 3), key pay, run seed 7,":                                           {Scenario: Exhausting("small"), Run: 3, Key: "pay"},
		"A run of exhaust small --faults 2 (pair 3), key pay, run seed 7,":                                {Scenario: ExhaustingPairs("small"), Run: 3, Key: "pay"},
		"A run of exhaust small, run seed 7,":                                                             {Scenario: Exhausting("small")},
		"A run of the cluster phases, in which empty cells of the faults' matrix are filled, run seed 7,": {Scenario: Filling("phases")},
	} {
		f.Seed, f.At = "7", "5.1 s"
		if got := f.where(); !strings.HasPrefix(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
