package campaign

import (
	"testing"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/reports"
)

// TestRemade: what a result tells of comes out the same when it is made again; a result with
// another hash, or one that calls a failing engine's campaign a pass, is found out.
func TestRemade(t *testing.T) {
	bad := wrongEngine(t, "no-drain").Engine
	gate := func(e engine.Engine) *Gate {
		return &Gate{Engine: e, Measure: e, Seed: 7, Runs: 12, ReproDir: t.TempDir()}
	}
	result := func(e engine.Engine) *reports.Check {
		g := gate(e)
		f, err := (&Campaign{Runner: simulated(), Engine: e, Seed: g.Seed, Runs: g.Runs}).Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		r := &reports.Check{}
		fill(r, f)
		r.Decide(reports.Pass)
		return r
	}
	remade := func(e engine.Engine, r *reports.Check, word string) (bad int, seeds string) {
		m := Remaking{Gate: gate(e), Result: r, Word: word, Runs: 6}
		all, err := m.Run(t.Context())
		if err != nil || len(all) != 12 {
			t.Fatalf("%d, %v", len(all), err)
		}
		for _, x := range all {
			seeds += " " + x.Seed
			if !x.OK {
				bad++
			}
		}
		return bad, seeds
	}
	good := result(reference.Engine())
	n, seeds := remade(reference.Engine(), good, "a")
	if n != 0 {
		t.Errorf("%d are not the same", n)
	}
	if _, again := remade(reference.Engine(), good, "a"); again != seeds {
		t.Error("the same word chooses other runs")
	}
	if _, other := remade(reference.Engine(), good, "b"); other == seeds {
		t.Error("another word chooses the same runs")
	}
	if n, _ := remade(bad, result(bad), "a"); n == 0 {
		t.Error("a failing engine's campaign is taken for a pass")
	}
	if n, _ := remade(reference.Engine(), result(bad), "a"); n == 0 {
		t.Error("the hashes of another engine's runs are taken for these")
	}
	torn := *good
	torn.RunHashes = torn.RunHashes[:20]
	if _, err := (&Remaking{Gate: gate(bad), Result: &torn}).Run(t.Context()); err == nil {
		t.Error("hashes that are not of all runs are taken")
	}
}
