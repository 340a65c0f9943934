package cluster

import (
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine/reference"
	"pawl/sim/deploy"
)

// TestTruthBeyondPolicy: what is older than policy says is counted, and breaks nothing; where
// the truth is within policy's words there is nothing to count.
func TestTruthBeyondPolicy(t *testing.T) {
	judged := func(truth deploy.Truth) checker.Report {
		s := deploy.Standard(reference.Engine(), 1)
		s.Relying, s.Think = []deploy.Cache{deploy.Aged, deploy.Aged, deploy.Aged}, 300*time.Millisecond
		s.Policy.PublishLead, s.Policy.Lifetime = 2*time.Second, 6*time.Second
		s.Truth = truth
		r, err := Simulated{}.Run(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		rep := checker.Check(checker.Derive(r.History), checker.Options{})
		if fired := rep.Fired(); len(fired) > 0 || len(rep.Invalid) > 0 || len(rep.Caches) != 1 {
			t.Fatalf("%+v: fired %v, invalid %v, caches %v", truth, fired, rep.Invalid, rep.Caches)
		}
		return rep
	}
	if c := judged(deploy.Truth{}).Caches[0]; c.Old != 0 {
		t.Errorf("as policy says, %d views of %d were old", c.Old, c.Answers)
	}
	if c := judged(deploy.Truth{CacheAge: time.Second}).Caches[0]; c.Old != 0 {
		t.Errorf("younger than policy says, %d views of %d were old", c.Old, c.Answers)
	}
	if c := judged(deploy.Truth{CacheAge: 10 * time.Second}).Caches[0]; c.Cache != "aged-beyond" || c.Old == 0 || c.Unknown == 0 {
		t.Errorf("older than policy says, %d views %s of %d were old, and %d lacked a version", c.Old, c.Cache, c.Answers, c.Unknown)
	}
	if l := judged(deploy.Truth{Lifetime: 20 * time.Second}).Late; l.Answers == 0 || l.Unknown == 0 {
		t.Errorf("of texts that live longer than policy says %d were brought back, %d in vain", l.Answers, l.Unknown)
	}
}

// TestTruthIsChecked: no time that no run has.
func TestTruthIsChecked(t *testing.T) {
	for _, truth := range []deploy.Truth{{CacheAge: -1}, {Lifetime: deploy.Longest + 1}} {
		s := deploy.Standard(reference.Engine(), 1)
		if s.Truth = truth; s.Validate() == nil {
			t.Errorf("%+v is accepted", truth)
		}
	}
}

// TestClocksAreAsInTruth: all of them to the worse, and again so after a fault; and each clock in
// truth is right where nothing is said.
func TestClocksAreAsInTruth(t *testing.T) {
	rates := func(truth int64, while func(c *cluster)) (ppm [5]int64) {
		s := deploy.Standard(reference.Engine(), 1)
		s.Truth.DriftPPM = truth
		c := build(&s)
		while(c)
		for i, name := range []string{deploy.StoreName, deploy.KeysName, "worker/1", "node/a1", "client/1"} {
			ppm[i] = c.machine(name).clock.ppm
		}
		return ppm
	}
	if got, want := rates(300, func(*cluster) {}), [5]int64{300, 300, 300, -300, 0}; got != want {
		t.Errorf("off by 300 ppm: %d, want %d", got, want)
	}
	struck := func(c *cluster) { c.Drift("node/a1", 400, unnoticed) }
	if got, want := rates(300, struck), [5]int64{300, 300, 300, 400, 0}; got != want {
		t.Errorf("off by 300 ppm, and one by a fault: %d, want %d", got, want)
	}
	healed := func(c *cluster) { struck(c); c.Steady("node/a1") }
	if got, want := rates(300, healed), [5]int64{300, 300, 300, -300, 0}; got != want {
		t.Errorf("off by 300 ppm, and a fault is over: %d, want %d", got, want)
	}
	if got, want := rates(0, healed), [5]int64{}; got != want {
		t.Errorf("as policy says: %d, want %d", got, want)
	}
}
