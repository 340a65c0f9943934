package checker

import "testing"

// TestClaims: an invariant that is not claimed is not judged, and says why; one that is claimed
// is judged as ever.
func TestClaims(t *testing.T) {
	h := goodRun(2, 4)
	h.Seals[len(h.Seals)-1].Said.Print = "another"
	all := Check(h, Options{})
	if !all.Violated() {
		t.Fatal("nothing is violated in what was planted")
	}
	broken := all.Fired()[0]
	if r := Check(h, Options{Claimed: []string{broken}}); len(r.Fired()) != 1 || r.Fired()[0] != broken {
		t.Errorf("of %s, which is claimed, is said: %v", broken, r.Fired())
	}
	r := Check(h, Options{Claimed: []string{"L5"}})
	if broken != "L5" && r.Violated() {
		t.Errorf("violated, and not claimed: %v", r.Fired())
	}
	for _, v := range r.Verdicts {
		if v.Invariant != "L5" && (v.Judged || v.WhyNot == "" || len(v.Clauses) == 0) {
			t.Errorf("%+v", v)
		}
	}
}
