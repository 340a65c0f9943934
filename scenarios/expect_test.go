package scenarios

import (
	"slices"
	"strings"
	"testing"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/sim/cluster"
)

// told is a run in which everything that can be expected happens once.
const told = `
name: told
lesson: 1
story: One window commits, one is refused, one is aborted, one is left halted.
given: {duration: 12s, operator: false}
when:
  - {at: 4s, trigger: {window: w1}}
  - {at: 4.5s, trigger: {window: w2}}
  - {at: 7s, trigger: {window: w3}}
  - {at: 7.5s, act: {verb: abort}}
  - {at: 9s, trigger: {window: w4}}
  - {at: 9.5s, act: {verb: halt}}
  - fault: crash client/1 at 3s for 1s
  - fault: partition keys from clients at 3s for 1s
  - fault: lose-reply actor on undrain.applied
breaks: {engine: no-drain, invariant: S2}
`

func TestExpectations(t *testing.T) {
	o := madeRun(t, told, reference.Engine())
	for _, c := range []struct {
		then string
		want []string
	}{
		{"phase: HALTED, bite: false", nil},
		{"phase: HALTED", []string{
			`the fault "partition keys from clients at 3s for 1s" struck and changed nothing`,
			`the fault "lose-reply actor on undrain.applied" never struck: undrain.applied was reached 0 of 1 times`}},
		{"bite: false", []string{"payments-signing is left in HALTED, want IDLE"}},
		{"phase: HALTED, bite: false, active: 2", nil},
		{"phase: HALTED, bite: false, active: 3", []string{"payments-signing is left with version 2 active, want 3"}},
		{"active: 3, bite: false, keys: {payments-signing: {phase: HALTED, active: 2}}", nil},
		{"phase: HALTED, bite: false, outcomes: {boot: committed, w1: committed, payments-signing/w2: refused, w3: aborted, w4: halted}", nil},
		{"phase: HALTED, bite: false, outcomes: {w1: aborted, w2: committed, w4: committed}", []string{
			"window w1 of payments-signing: committed, want aborted",
			"window w2 of payments-signing: refused, want committed",
			"window w4 of payments-signing: halted, want committed"}},
		{"phase: HALTED, bite: false, outcomes: {w1: committed}, bounds: {w1: 3s}", nil},
		{"phase: HALTED, bite: false, rotations: {committed: 2, aborted: 1, halted: 1}", nil},
		{"phase: HALTED, bite: false, rotations: {committed: 0, aborted: 0}", []string{
			"rotations committed: 2, want 0", "rotations aborted: 1, want 0"}},
		{"phase: HALTED, bite: false, sometimes: [halt, busy]", nil},
		{"phase: HALTED, bite: false, sometimes: [resume]", []string{`the goal "resume" was not reached`}},
		{"phase: HALTED, bite: false, invariants: [S1]", nil},
		{"phase: HALTED, bite: false, invariants: [S14]", []string{"S14 was not judged: no version was revoked"}},
	} {
		s := parsed(t, told+"then: {"+c.then+"}\n")
		if got := s.missed(&o); !slices.Equal(got, c.want) {
			t.Errorf("then: {%s}\n got %q\nwant %q", c.then, got, c.want)
		}
	}
}

func TestBound(t *testing.T) {
	o := madeRun(t, told, reference.Engine())
	s := parsed(t, told+"then: {phase: HALTED, bite: false, outcomes: {w1: committed}, bounds: {w1: 100ms}}\n")
	got := s.missed(&o)
	if len(got) != 1 || !strings.HasPrefix(got[0], "window w1 of payments-signing: committed 1.") || !strings.HasSuffix(got[0], "want within 100ms") {
		t.Errorf("got %q", got)
	}
}

// An engine that stores nothing cannot meet an expectation about what is stored.
func TestExpectationsOfTheUndescribed(t *testing.T) {
	e, _ := wrong.Find("cron")
	o := madeRun(t, told, e.Engine)
	got := parsed(t, told+"then: {bite: false}\n").missed(&o)
	if !slices.Contains(got, "how the keys are left is not known: the engine does not describe what it stores") {
		t.Errorf("got %q", got)
	}
}

func TestNothingIsExpectedWithoutAScenario(t *testing.T) {
	var s *Scenario
	if got := s.missed(nil); got != nil {
		t.Errorf("got %q", got)
	}
	c := Case{Engine: reference.Engine(), Seed: 7}
	if got := c.Setup(); got.Seed != 7 || len(got.Events) == 0 {
		t.Error("no scenario is not the standard run")
	}
}

// Triggers of a file replace the usual ones, except for a bootstrap that it has not.
func TestTriggers(t *testing.T) {
	windows := func(given, when string) (all []string) {
		s := parsed(t, "name: a\nlesson: 1\nstory: b\nbreaks: {engine: cron, invariant: S1}\ngiven: {"+given+"}\n"+when)
		for _, e := range s.setup(reference.Engine(), 1).Events {
			all = append(all, s.key(e.Key)+"/"+e.Word)
		}
		return all
	}
	for _, c := range []struct {
		given, when string
		want        []string
	}{
		{"keys: [k]", "", []string{"k/boot", "k/w1", "k/w2"}},
		{"keys: [k], duration: 10s", "", []string{"k/boot", "k/w1"}},
		{"keys: [k]", "when: [{at: 1s, trigger: {window: now}}]", []string{"k/boot", "k/now"}},
		{"keys: [k, l]", "when: [{at: 1s, trigger: {key: k, window: boot}}]", []string{"l/boot", "k/boot"}},
	} {
		if got := windows(c.given, c.when); !slices.Equal(got, c.want) {
			t.Errorf("given {%s} %s: %q, want %q", c.given, c.when, got, c.want)
		}
	}
}

func parsed(t *testing.T, text string) *Scenario {
	t.Helper()
	s, err := Parse("told", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func madeRun(t *testing.T, text string, e engine.Engine) Outcome {
	t.Helper()
	o, err := On(cluster.Simulated{}).Run(t.Context(), Case{Scenario: parsed(t, text), Engine: e, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	return o
}
