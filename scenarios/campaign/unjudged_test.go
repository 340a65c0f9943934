package campaign

import (
	"strings"
	"testing"

	"pawl/engine"
	"pawl/reports"
	"pawl/scenarios"
)

// idle does nothing: its processes return at once, and it refuses every request.
type idle struct{}

func (idle) Run(string)                                     {}
func (idle) Admit(engine.Trigger) (a engine.Answer)         { a.Outcome = engine.Refused; return a }
func (idle) Operate(engine.Act) (a engine.Answer)           { a.Outcome = engine.Refused; return a }
func (idle) Seal(string, []byte) (s engine.Sealed, _ error) { return s, engine.ErrNotServing }
func (idle) Open(string, engine.Sealed) (_ []byte, _ error) { return nil, engine.ErrNotServing }
func (idle) Push(engine.Command) error                      { return engine.ErrRejected }
func (idle) Rev(string) uint64                              { return 0 }

// doNothing is an engine of which nothing can be judged.
func doNothing() engine.Engine {
	return engine.Engine{Name: "do-nothing",
		Worker: func(engine.Env) engine.Control { return idle{} },
		Agent:  func(engine.Env) engine.Serving { return idle{} }}
}

// An engine that does nothing violates nothing. That is no pass.
func TestEngineThatDoesNothingDoesNotPass(t *testing.T) {
	g := Gate{Engine: doNothing(), Seed: 1, Runs: 50, ReproDir: t.TempDir()}
	r, err := g.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r.Outcomes != (reports.Outcomes{Unjudged: 50}) || r.Verdict != reports.Inconclusive || r.Exit() != 3 {
		t.Errorf("outcomes %+v, verdict %s", r.Outcomes, r.Verdict)
	}
	if !strings.Contains(r.Closing, "in 50 of 50 runs there was nothing to judge") || len(r.Unjudged) != 1 {
		t.Errorf("%s %q", r.Closing, r.Unjudged)
	}
}

// A scenario in which nothing could be judged is not one that merely missed an
// expectation.
func TestUnjudgedIsGraverThanMissed(t *testing.T) {
	o, err := simulated().Run(t.Context(), scenarios.Case{Scenario: storm(t), Engine: doNothing(), Seed: 1})
	if err != nil || o.Verdict() != scenarios.Unjudged || len(o.Missed) == 0 {
		t.Errorf("%s, missed %q, error %v", o.Verdict(), o.Missed, err)
	}
	for _, lesser := range []scenarios.Verdict{scenarios.Missed, scenarios.Passed} {
		if got := worse(lesser, scenarios.Unjudged); got != scenarios.Unjudged {
			t.Errorf("of %s and unjudged the worse is %s", lesser, got)
		}
	}
}
