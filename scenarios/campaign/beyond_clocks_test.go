package campaign

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

// drifting is a run in whose whole length clocks are off, with a node that is cut off when
// sealing moves on; a policy that allows for less drift than there is makes it beyond.
func drifting(t *testing.T, e engine.Engine, allowed int64, truth deploy.Truth, more ...string) (scenarios.Outcome, error) {
	t.Helper()
	s := deploy.Standard(e, 1)
	s.Clients, s.Think, s.Policy.DriftPPM, s.Truth = 12, 100*time.Millisecond, allowed, truth
	own, err := faults.ParseAll(append(more, "partition node/a1 from store on verify.sent #2 for 14s")...)
	if err != nil {
		t.Fatal(err)
	}
	s.Events = append(s.Events, own...)
	return simulated().Run(context.Background(), scenarios.Case{Engine: e, Seed: 1, Setting: &s.Setting, Events: s.Events})
}

// TestClocksBeyondPolicy: where clocks run further off than policy says the whole run is told
// apart, whoever's it is, and much is violated in it; under a policy that allows for it the same
// clocks are judged as ever, and the reference keeps everything.
func TestClocksBeyondPolicy(t *testing.T) {
	const off = 80_000
	careless, _ := wrong.Find("lease-clock-too-long")
	for _, c := range []struct {
		what    string
		engine  engine.Engine
		allowed int64
		verdict scenarios.Verdict
		beyond  bool
		broken  []string // of the report, held against the engine or not
	}{
		{"beyond policy", reference.Engine(), 500, scenarios.Passed, true, []string{"S2", "S3", "S12"}},
		{"beyond policy, by an engine that is wrong", careless.Engine, 500, scenarios.Passed, true, []string{"S2"}},
		{"as policy says", reference.Engine(), off, scenarios.Passed, false, nil},
		{"as policy says, by an engine that is wrong", careless.Engine, off, scenarios.Violated, false, []string{"S2"}},
	} {
		o, err := drifting(t, c.engine, c.allowed, deploy.Truth{DriftPPM: off, Beyond: true})
		if err != nil {
			t.Fatal(err)
		}
		fired := o.Report.Fired()
		missing := slices.ContainsFunc(c.broken, func(id string) bool { return !slices.Contains(fired, id) })
		if o.Verdict() != c.verdict || o.Beyond() != c.beyond || len(o.Broken()) > 0 != c.beyond || missing || c.broken == nil && len(fired) > 0 {
			t.Errorf("%s: %s, beyond %v (%q), fired %v, want %v", c.what, o.Verdict(), o.Beyond(), o.Broken(), fired, c.broken)
		}
	}
}

// TestAClockThatAFaultPutsBeyondPolicy: from when it bites, and only where that is said.
func TestAClockThatAFaultPutsBeyondPolicy(t *testing.T) {
	const tooSlow = "drift node/a1 by -80000ppm at 2s for 20s"
	o, err := drifting(t, reference.Engine(), 500, deploy.Truth{Beyond: true}, tooSlow)
	if err != nil || !o.Beyond() || !slices.Contains(o.Report.Fired(), "S2") || o.Verdict() != scenarios.Passed {
		t.Errorf("%v, %s, beyond %v, fired %v", err, o.Verdict(), o.Beyond(), o.Report.Fired())
	}
	o, err = drifting(t, reference.Engine(), 80_000, deploy.Truth{}, tooSlow)
	if err != nil || o.Beyond() || len(o.Report.Fired()) > 0 {
		t.Errorf("within policy: %v, beyond %v, fired %v", err, o.Beyond(), o.Report.Fired())
	}
}

// TestClocksBeyondPolicyAreSaid: a drift beyond policy's is refused where nothing says so, with
// what to do.
func TestClocksBeyondPolicyAreSaid(t *testing.T) {
	for _, c := range []struct {
		truth deploy.Truth
		more  []string
		want  string
	}{
		{deploy.Truth{DriftPPM: 501}, nil, "off by 501 ppm in truth, and policy says 500: that breaks an assumption, that no clock's rate"},
		{deploy.Truth{}, []string{"drift node/a1 by -501ppm at 2s for 9s"}, `"drift node/a1 by -501ppm at 2s for 9s" breaks an assumption, that no clock's rate`},
		{deploy.Truth{DriftPPM: -1}, nil, "clocks are off by -1 ppm in truth"},
		{deploy.Truth{DriftPPM: deploy.MostDriftPPM + 1, Beyond: true}, nil, "up to 200000 ppm"},
		{deploy.Truth{DriftPPM: 500}, []string{"drift node/a1 by +500ppm at 2s for 9s"}, ""},
	} {
		_, err := drifting(t, reference.Engine(), 500, c.truth, c.more...)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%+v, %q: %v, want %q", c.truth, c.more, err, c.want)
		}
	}
}
