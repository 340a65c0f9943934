package reports

import "testing"

func TestNumbersCanBeRead(t *testing.T) {
	for n, want := range map[int]string{0: "0 runs", 1: "1 run", 999: "999 runs", 1000: "1,000 runs", 1234567: "1,234,567 runs"} {
		if got := Count(n, "run"); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestNoMutantHasNoScore(t *testing.T) {
	for want, m := range map[string]Mutation{
		"No mutant ran that is not equivalent. Never ran: 0; equivalent: 1.":                                            {Equivalent: 1},
		"Noticed: 1 of 1 mutant, but for those that never ran or are equivalent: 100.0 %. Never ran: 2; equivalent: 0.": {Killed: 1, Score: 100, NeverRan: 2, Judge: "tests"},
	} {
		if got := m.score(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
