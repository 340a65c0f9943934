package retake

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

func named(name string) (engine.Engine, bool) {
	return campaign.Named(name, []engine.Engine{reference.Engine()}, wrong.All)
}

// reproOf is a violation of a wrong engine with two faults, of which one is in vain.
func reproOf(t testing.TB) *campaign.Repro {
	t.Helper()
	e, found := named("no-drain")
	if !found {
		t.Fatal("no-drain is gone")
	}
	setup := deploy.Standard(e, 1)
	events := append(setup.Events, parsed(t, "partition pool/c from store on verify.sent #2 for 8s"), parsed(t, "pause client/1 at 12s for 1s"))
	o, err := scenarios.On(cluster.Simulated{}).Run(t.Context(), scenarios.Case{Engine: e, Seed: 1, Setting: &setup.Setting, Events: events, Keep: true})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(o.Fired(), "S2") {
		t.Fatalf("no-drain violates %v, and not S2", o.Fired())
	}
	again := campaign.Replayed{Outcome: o}
	r, err := campaign.ParseRepro(campaign.NewRepro(again.Failure()).Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func parsed(t testing.TB, text string) faults.Event {
	t.Helper()
	e, err := faults.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func studioOf(t testing.TB) *Studio {
	t.Helper()
	r := reproOf(t)
	e, _ := named(r.Engine)
	return NewStudio(r, e, scenarios.On(cluster.Simulated{}))
}

func made(t testing.TB, b *Studio, take Take) *Retaken {
	t.Helper()
	m, err := b.Make(t.Context(), take, true)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestAnUnchangedTakeIsTheRecordedRun, followed by its decisions; drawn from its seed it is the same.
func TestAnUnchangedTakeIsTheRecordedRun(t *testing.T) {
	b := studioOf(t)
	m := made(t, b, Take{})
	if !b.AsRecorded(m) || !m.Followed {
		t.Errorf("hash %s, followed %v", m.Hash(), m.Followed)
	}
	length := b.Repro.Events[len(b.Repro.Events)-1].For
	m = made(t, b, Take{Changes: []Change{{Event: len(b.Repro.Events) - 1, For: &length}}})
	if !b.AsRecorded(m) || m.Followed {
		t.Errorf("drawn: hash %s, followed %v", m.Hash(), m.Followed)
	}
}

// TestAChangedTakeIsTheRunOfTheseEvents as any runner makes it, and another than the recorded one.
func TestAChangedTakeIsTheRunOfTheseEvents(t *testing.T) {
	b := studioOf(t)
	partition := len(b.Repro.Events) - 2
	later, longer, nth := 13*time.Second, 20*time.Second, 3
	for name, take := range map[string]Take{
		"off":    {Changes: []Change{{Event: partition, Off: true}}},
		"moved":  {Changes: []Change{{Event: partition + 1, At: &later}}},
		"longer": {Changes: []Change{{Event: partition, For: &longer}}},
		"nth":    {Changes: []Change{{Event: partition, Nth: &nth}}},
	} {
		m := made(t, b, take)
		if b.AsRecorded(m) {
			t.Errorf("%s: it is the recorded run", name)
		}
		events, err := take.Events(b.Repro.Events)
		if err != nil {
			t.Fatal(err)
		}
		e, _ := named(b.Repro.Engine)
		o, err := scenarios.On(cluster.Simulated{}).Run(t.Context(), scenarios.Case{Engine: e, Seed: b.Repro.Seed, Setting: b.Repro.Setting, Events: events})
		if err != nil {
			t.Fatal(err)
		}
		if o.Hash != m.Outcome.Hash {
			t.Errorf("%s: hash %s, and a runner makes %x", name, m.Hash(), o.Hash)
		}
	}
	if m := made(t, b, Take{Changes: []Change{{Event: partition, Off: true}}}); slices.Contains(m.Outcome.Fired(), "S2") {
		t.Errorf("without its partition the run violates %v", m.Outcome.Fired())
	}
}

// TestASavedTakeIsReplayed by whoever gets the file, with the same trace hash.
func TestASavedTakeIsReplayed(t *testing.T) {
	b := studioOf(t)
	m := made(t, b, Take{Changes: []Change{{Event: len(b.Repro.Events) - 1, Off: true}}})
	name, text, err := b.Saved(m)
	if err != nil {
		t.Fatal(err)
	}
	r, err := campaign.ParseRepro(text)
	if err != nil {
		t.Fatal(err)
	}
	e, _ := named(r.Engine)
	again, err := campaign.Replay(t.Context(), scenarios.On(cluster.Simulated{}), r, e)
	if err != nil || !again.Reproduced() || again.Outcome.Hash != m.Outcome.Hash {
		t.Errorf("%s: reproduced %v, %v", name, again.Reproduced(), err)
	}
	o := m.Outcome
	o.Report.Verdicts, o.Report.Linear = nil, nil
	if _, _, err := b.Saved(&Retaken{Outcome: o}); err == nil {
		t.Error("of a run without a violation a repro was saved")
	}
}

// TestWhatCannotBeChanged is said.
func TestWhatCannotBeChanged(t *testing.T) {
	all := []faults.Event{parsed(t, "pause owner on commit.due for 5s"), parsed(t, "crash worker/1 at 3s for 2s"), parsed(t, "trigger w1 at 4s")}
	at, nth, none, never := time.Second, 2, time.Duration(0), -time.Second
	for want, changes := range map[string][]Change{
		"there are 3":         {{Event: 3}},
		"there are 3, from 0": {{Event: -1}},
		"changed twice":       {{Event: 1}, {Event: 1, Off: true}},
		"waits for a moment":  {{Event: 0, At: &at}},
		"no occurrence":       {{Event: 1, Nth: &nth}},
		"has no length":       {{Event: 2, For: &at}},
		"want more than 0s":   {{Event: 0, For: &none}},
		"a time of -1s":       {{Event: 1, At: &never}},
	} {
		take := Take{Changes: changes}
		if _, err := take.Events(all); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: error %v, want %q", changes, err, want)
		}
	}
	take := Take{Changes: []Change{{Event: 0, Off: true}, {Event: 1, Off: true}, {Event: 2, Off: true}}}
	left, err := take.Events(all)
	if err != nil || left == nil || len(left) != 0 {
		t.Errorf("all off: %v, %v; nil would draw some", left, err)
	}
}

// TestRunsNearby follow from their number, differ from the run and from one another, and of two
// one has a fault moved.
func TestRunsNearby(t *testing.T) {
	b := studioOf(t)
	seen, moved := map[string]int{}, 0
	for n := 1; n <= 12; n++ {
		c, how, err := b.Case(Take{Near: n})
		if err != nil {
			t.Fatal(err)
		}
		again, same, _ := b.Case(Take{Near: n})
		if how == "" || how != same || c.Seed != again.Seed || !slices.Equal(c.Events, again.Events) {
			t.Errorf("near %d: %q, then %q", n, how, same)
		}
		text := fmt.Sprint(c.Seed, c.Events)
		if before, was := seen[text]; was {
			t.Errorf("near %d is near %d", n, before)
		}
		seen[text] = n
		switch changed := !slices.Equal(c.Events, b.Repro.Events); {
		case changed:
			moved++
			if c.Seed != b.Repro.Seed {
				t.Errorf("near %d has another seed and other events", n)
			}
			for _, e := range c.Events {
				if err := e.Validate(); err != nil {
					t.Error(err)
				}
			}
		case c.Seed == b.Repro.Seed:
			t.Errorf("near %d is the run itself", n)
		}
		if c.Replay != nil {
			t.Errorf("near %d follows the recorded decisions", n)
		}
	}
	if moved != 6 {
		t.Errorf("in %d of 12 a fault is moved", moved)
	}
	if !slices.Equal(b.Repro.Events, reproOf(t).Events) {
		t.Error("the repro's events were changed")
	}
}

func ask(t testing.TB, d *Prompter, r Wish) (reply Reply) {
	t.Helper()
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(d.Answer(t.Context(), text), &reply); err != nil {
		t.Fatal(err)
	}
	return reply
}

// TestPrompter answers with a shot, or says why not.
func TestPrompter(t *testing.T) {
	repro := reproOf(t)
	text := string(repro.Bytes())
	d := &Prompter{Runner: scenarios.On(cluster.Simulated{}), Engine: named}
	if reply := ask(t, d, Wish{}); !strings.Contains(reply.Error, "no repro was opened") || reply.Shot != nil {
		t.Errorf("unopened: %+v", reply)
	}
	reply := ask(t, d, Wish{Open: text, Film: true, Save: true})
	if reply.Error != "" || !reply.Shot.AsRecorded || reply.Shot.Film == nil || reply.Shot.Film.Len() == 0 || reply.Repro == "" {
		t.Errorf("error %q", reply.Error)
	}
	if reply := ask(t, d, Wish{Take: Take{Near: 1}}); reply.Error != "" || reply.Shot.Near == "" || reply.Shot.Film != nil || reply.Shot.AsRecorded {
		t.Errorf("near: %+v", reply)
	}
	if reply := ask(t, d, Wish{Take: Take{Changes: []Change{{Event: 99}}}}); reply.Error == "" {
		t.Error("an event that is not there was changed")
	}
	if reply := ask(t, d, Wish{Open: strings.Replace(text, `"engine": "no-drain"`, `"engine": "<b>theirs</b>"`, 1)}); !strings.Contains(reply.Error, "<b>theirs</b>") {
		t.Errorf("another engine: %+v", reply)
	}
	if reply := ask(t, d, Wish{}); reply.Error == "" {
		t.Error("after a file that is not opened the one before is still there")
	}
	var answer Reply
	if err := json.Unmarshal(d.Answer(context.Background(), []byte("{")), &answer); err != nil || answer.Error == "" {
		t.Errorf("not a request: %+v, %v", answer, err)
	}
}

// TestARunThatLeftItsDecisions has no shot.
func TestARunThatLeftItsDecisions(t *testing.T) {
	b := studioOf(t)
	b.Repro.Decisions = b.Repro.Decisions[:100]
	m := made(t, b, Take{})
	if _, err := b.Shot(m, true); err == nil || !strings.Contains(err.Error(), "leaves the recorded decisions at decision 100") {
		t.Errorf("error %v", err)
	}
	if _, _, err := b.Saved(m); err == nil {
		t.Error("a repro of it was saved")
	}
}
