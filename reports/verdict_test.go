package reports

import "testing"

func TestVerdictsHaveTheirExitCodes(t *testing.T) {
	want := map[Verdict]int{Pass: 0, Violation: 1, Inconclusive: 3, NothingRan: 4, CriterionMissed: 5, Nondeterministic: 6,
		VerificationFailed: 7, UsageError: 64, InternalError: 70, Interrupted: 130, Partial: 0, Waived: 0, Explained: 0}
	if len(Verdicts) != len(want) {
		t.Errorf("%d verdicts, want %d", len(Verdicts), len(want))
	}
	for v, code := range want {
		if v.Exit() != code {
			t.Errorf("%s exits with %d, want %d", v, v.Exit(), code)
		}
	}
	if got := Verdict("fine").Exit(); got != 70 {
		t.Errorf("an unknown verdict exits with %d, want 70", got)
	}
}

// The order is that of the specification: 64, 70, 1, 6, 7, 130, 4, 3, 5, 0, of which what is waived, what is explained,
// and a part, are no pass.
func TestWorstOfTwo(t *testing.T) {
	order := []int{64, 70, 1, 6, 7, 130, 4, 3, 5, 0, 0, 0, 0}
	if len(Verdicts) != len(order) {
		t.Fatalf("%d verdicts, want %d", len(Verdicts), len(order))
	}
	for i, a := range Verdicts {
		if a.Exit != order[i] {
			t.Errorf("place %d: exit %d, want %d", i, a.Exit, order[i])
		}
		for j, b := range Verdicts {
			if got, want := Worst(b.Verdict, a.Verdict), Verdicts[min(i, j)].Verdict; got != want {
				t.Errorf("of %s and %s the worst is %s, want %s", a.Verdict, b.Verdict, got, want)
			}
		}
	}
	if Worst() != Pass {
		t.Errorf("of none the worst is %s", Worst())
	}
}
