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
