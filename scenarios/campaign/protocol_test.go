package campaign

import (
	"reflect"
	"testing"

	"pawl/engine/reference"
	"pawl/reports"
	"pawl/scenarios"
)

// TestRunsAreHeldAgainstTheProtocol: what runs were in is told, and is the same where parts of
// a check are put together; a step that the protocol does not have is a criterion missed.
func TestRunsAreHeldAgainstTheProtocol(t *testing.T) {
	c := Campaign{Engine: reference.Engine(), Seed: 5, Runs: 6, Runner: simulated()}
	f, err := c.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p := protocol(f)
	if p == nil || p.Seen == 0 || p.Steps == 0 || p.StrayRuns != 0 || len(p.Next) == 0 || len(strays(p)) != 0 {
		t.Fatalf("%+v", p)
	}
	again := *p
	again.Next = []string{}
	if nextOfMerged(&again); !reflect.DeepEqual(&again, p) {
		t.Errorf("next to the same states is %v, and was %v", again.Next, p.Next)
	}
	if protocol(&Findings{}) != nil {
		t.Error("of an engine that tells of nothing something is told")
	}
	bad := wrongEngine(t, "no-drain")
	o, err := simulated().Run(t.Context(), scenarios.Case{Engine: bad.Engine, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	for i := range KeptFailures + 1 {
		f.addProtocol(i, &o)
	}
	if p = protocol(f); p.StrayRuns != KeptFailures+1 || len(p.Strays) != KeptFailures || p.Strays[0].Seed != "1" || p.Strays[0].Run != 1 || len(strays(p)) != 1 {
		t.Errorf("%+v", p)
	}
	g := Gate{Engine: bad.Engine}
	if all := g.missed(&reports.Check{Protocol: p}); len(all) == 0 || all[0] != strays(p)[0] {
		t.Errorf("missed: %v", all)
	}
}
