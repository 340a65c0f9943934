package cluster

import (
	"slices"
	"testing"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/faults"
	"pawl/sim/deploy"
)

// lazy answers one open in twenty, and says that it is not serving to the rest; and turns
// one seal in twenty away.
type lazy struct {
	engine.Serving
	n *int
}

func (s lazy) Open(key string, in engine.Sealed) ([]byte, error) {
	if *s.n++; *s.n%20 != 0 {
		return nil, engine.ErrNotServing
	}
	return s.Serving.Open(key, in)
}

func (s lazy) Seal(key string, plaintext []byte) (engine.Sealed, error) {
	if *s.n++; *s.n%20 == 7 {
		return engine.Sealed{}, engine.ErrNotServing
	}
	return s.Serving.Seal(key, plaintext)
}

// TestUnavailableForNoReason: who turns clients away for nothing breaks L3, in a run without
// a fault and in runs with some.
func TestUnavailableForNoReason(t *testing.T) {
	e := reference.Engine()
	agent := e.Agent
	for _, faulty := range []bool{false, true} {
		n := 0
		e.Agent = func(env engine.Env) engine.Serving { return lazy{agent(env), &n} }
		s := deploy.Standard(e, 1)
		if faulty {
			s.Events = append(s.Events, s.Plan(deploy.Turn{})...)
		}
		past := checker.Derive(mustRun(t, s).History)
		fired := checker.Check(past, checker.Options{}).Fired()
		if !slices.Equal(fired, []string{"L3"}) {
			t.Errorf("with faults %v: %v fired", faulty, fired)
		}
	}
}

// TestFaultsSayBetweenWhom: a lost reply to a client is told from one to a node.
func TestFaultsSayBetweenWhom(t *testing.T) {
	for _, c := range []struct {
		fault string
		ends  func(from, to string) bool
	}{
		{"lose-reply client/1 at 5s", func(from, to string) bool { return from[:5] == "node/" && to == "client/1" }},
		{"lose-reply actor on stage.applied", func(from, to string) bool { return from == "store" && to[:7] == "worker/" }},
		{"partition node/a1 from store at 5s for 8s", func(from, to string) bool {
			return from == "node/a1" && to == "store" || from == "store" && to == "node/a1"
		}},
		{"crash node/a1 at 5s for 8s", func(from, to string) bool { return from == "" && to == "" }},
	} {
		event, err := faults.Parse(c.fault)
		if err != nil {
			t.Fatal(err)
		}
		s := deploy.Standard(reference.Engine(), 1)
		s.Events = append(s.Events, event)
		past := checker.Derive(mustRun(t, s).History)
		f := past.Faults[0]
		if len(f.Bites) == 0 || len(f.Between) != len(f.Bites) {
			t.Errorf("%s: %d bites, %d of them told between whom", c.fault, len(f.Bites), len(f.Between))
		}
		for _, b := range f.Between {
			if !c.ends(b[0], b[1]) {
				t.Errorf("%s bit a message from %q to %q", c.fault, b[0], b[1])
			}
		}
	}
}

// TestPauseAfterAnAnswerIsTrouble: one that begins as the answer arrives holds the process,
// and the record shows it.
func TestPauseAfterAnAnswerIsTrouble(t *testing.T) {
	event, err := faults.Parse("pause owner on stage.answered #2 for 9s")
	if err != nil {
		t.Fatal(err)
	}
	s := deploy.Standard(reference.Engine(), 1)
	s.Events = append(s.Events, event)
	past := checker.Derive(mustRun(t, s).History)
	if len(past.Faults[0].Bites) == 0 || len(past.Stands) != 1 {
		t.Errorf("%d bites, stood still %v", len(past.Faults[0].Bites), past.Stands)
	}
}
