package exhaust_test

import (
	"strings"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/faults"
	"pawl/scenarios/campaign"
	"pawl/scenarios/exhaust"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

// cottage is a home of one node and one key, which is never rotated.
func cottage(e engine.Engine, seed uint64) deploy.Setup {
	s := deploy.Standard(e, seed)
	s.Pools, s.Workers, s.Clients = []deploy.Pool{{Name: "a", Nodes: 2}}, 1, 1
	s.Events = []faults.Event{{Kind: faults.TriggerKind, Word: deploy.Boot, When: faults.When{At: 100 * time.Millisecond}}}
	s.Duration, s.Healed = 20*time.Second, 6*time.Second
	return s
}

// TestHomes: an engine's own run comes first, and stands beside itself with each trouble.
func TestHomes(t *testing.T) {
	homes, err := exhaust.Homes(cottage, reference.Engine(), exhaust.Trouble{Name: "struck", Events: []string{"crash node/a1 at 4s for 1s"}})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"": "home", "home": "home", "home-struck": "home-struck", "small": "small"} {
		if s, err := exhaust.Find(name, homes, nil); err != nil || s.Name != want {
			t.Errorf("%q finds %s, %v", name, s.Name, err)
		}
	}
	if s, _ := exhaust.Find("", nil, nil); s.Name != exhaust.SmallName {
		t.Errorf("who has no home tries %s", s.Name)
	}
	moments := map[string]int{}
	for _, s := range homes {
		r := run(t, t.Context(), &exhaust.Exhaustion{Subject: s, Engine: reference.Engine(), Seed: 1, Only: "crash store on mint.sent for 3s",
			ReproDir: t.TempDir(), Command: "pawl", Again: "pawl exhaust"})
		if r.FaultFree != "passed" || r.Run != 1 || r.Passed != 1 {
			t.Errorf("%s: %+v", s.Name, r)
		}
		for _, m := range r.Reached {
			moments[s.Name] += m.Occurrences
		}
	}
	if moments["home"] == moments["home-struck"] {
		t.Errorf("the trouble changes nothing: %v", moments)
	}
	if _, err := exhaust.Homes(cottage, reference.Engine(), exhaust.Trouble{Name: "x", Events: []string{"crash nobody"}}); err == nil || !strings.Contains(err.Error(), "trouble x") {
		t.Errorf("a trouble that is none: %v", err)
	}
}

// TestAHomeThatCannotBe: an engine that does not offer to stand what is done past it cannot be
// at home with that. Whoever gave it the trouble is told so, and which event it is; its own day
// is tried like any other's.
func TestAHomeThatCannotBe(t *testing.T) {
	trusting := reference.Engine()
	trusting.Name, trusting.View.Doubts = "trusting", false
	homes, err := exhaust.Homes(cottage, trusting, exhaust.Trouble{Name: "cleaned", Events: []string{"delete-by-hand record at 4s"}})
	if err != nil {
		t.Fatal(err)
	}
	x := of(t, homes[1], trusting)
	_, err = x.Run(t.Context())
	if !exhaust.Unfitting(err) || !strings.Contains(err.Error(), `home-cleaned cannot be made with trusting: "delete-by-hand record at 4s" is done past trusting`) {
		t.Errorf("a trouble that it does not stand: %v", err)
	}
	for _, s := range []exhaust.Subject{homes[0], exhaust.Small()} {
		p, err := exhaust.Prepare(t.Context(), s, trusting, 1)
		if err != nil || len(p.Cells) == 0 {
			t.Fatalf("%s: %v", s.Name, err)
		}
		for i := range p.Cells { // each is a run that can be made
			c := p.Case(i)
			if setup := c.Setup(); setup.Validate() != nil {
				t.Fatalf("%s: %v", p.Cells[i], setup.Validate())
			}
		}
	}
}

// TestCampaignAtHome: random runs are made where the engine lives.
func TestCampaignAtHome(t *testing.T) {
	c := campaign.Campaign{Engine: reference.Engine(), Home: cottage, Seed: 1, Runs: 3}
	for i := range c.Total() {
		at := c.Case(i)
		s := at.Setup()
		if len(s.Pools) != 1 || s.Duration != 20*time.Second || len(s.Faults()) == 0 {
			t.Errorf("run %d: %s, %v", i, s.Setting.String(), s.Events)
		}
		if _, err := (cluster.Simulated{}).Run(t.Context(), s); err != nil {
			t.Error(err)
		}
	}
}
