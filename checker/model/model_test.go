package model_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pawl/checker"
	"pawl/checker/model"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/scenarios/library"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

// shifts are those of some random runs of an engine, each different one once.
func shifts(t *testing.T, e engine.Engine, runs int, change func(*scenarios.Case)) (all []checker.Shift) {
	t.Helper()
	r := scenarios.On(cluster.Simulated{})
	known := map[[2]model.State]bool{}
	for seed := range uint64(runs) {
		c := scenarios.Case{Engine: e, Seed: seed, Turn: deploy.Turn{Campaign: 1, N: int(seed) + 1}}
		if change != nil {
			change(&c)
		}
		o, err := r.Run(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		checker.Check(o.Past, checker.Options{Watch: func(p *checker.Shift) {
			if k := [2]model.State{model.Of(&p.From), model.Of(&p.To)}; p.From.View != nil && !known[k] {
				known[k] = true
				all = append(all, *p)
			}
		}})
	}
	return all
}

func strays(m *model.Chart, all []checker.Shift) int {
	var seen model.Visited
	watch := m.Watch(&seen)
	for i := range all {
		watch(&all[i])
	}
	return seen.Strays
}

// TestEachRuleIsNeeded: what the reference does the model allows, and without any one of its
// rules it would not.
func TestEachRuleIsNeeded(t *testing.T) {
	all := shifts(t, reference.Engine(), 120, nil)
	events := func(lines ...string) func(*scenarios.Case) {
		return func(c *scenarios.Case) {
			s := deploy.Standard(c.Engine, c.Seed)
			s.Policy.Canary = len(lines) == 0
			var err error
			c.Setting = &s.Setting
			if c.Events, err = faults.ParseAll(lines...); err != nil {
				t.Fatal(err)
			}
			c.Events = append(s.Schedule(), c.Events...)
		}
	}
	all = append(all, shifts(t, reference.Engine(), 1, events())...)
	all = append(all, shifts(t, reference.Engine(), 1, events("halt on drain.applied"))...)
	all = append(all, shifts(t, reference.Engine(), 1, func(c *scenarios.Case) {
		s := deploy.Standard(c.Engine, c.Seed)
		s.Policy.Spare = true
		c.Setting, c.Events = &s.Setting, s.Schedule()
	})...)
	known, err := library.All()
	if err != nil {
		t.Fatal(err)
	}
	drained := slices.IndexFunc(known, func(s *scenarios.Scenario) bool { return s.Name == "drained-again-and-again" })
	all = append(all, shifts(t, reference.Engine(), 1, func(c *scenarios.Case) { c.Scenario = known[drained] })...)
	// An emergency is approved while the key is halted: one random run in 20,000 has that.
	all = append(all, shifts(t, reference.Engine(), 1, func(c *scenarios.Case) {
		c.Seed, c.Turn = 10418604108510697337, deploy.Turn{Campaign: 2026113001, N: 1300}
	})...)
	if n := strays(model.New(), all); n > 0 {
		t.Fatalf("%d of %d different steps of the reference are none of the model's", n, len(all))
	}
	for _, name := range model.Rules() {
		if strays(model.Without(name), all) == 0 {
			t.Errorf("without the rule %q nothing is missing: %d different steps", name, len(all))
		}
	}
}

// TestEachConditionIsNeeded: an engine that goes on without what a rule waits for is seen by
// that rule alone.
func TestEachConditionIsNeeded(t *testing.T) {
	engines := map[string]engine.Engine{"FINISH ABORT": abortsUnseen()}
	for rule, name := range map[string]string{"VERIFY": "no-publish-barrier", "COMMIT": "drain-by-sleep", "REVOKE": "early-revoke", "STAGE": "local-lock"} {
		bad, ok := wrong.Find(name)
		if !ok {
			t.Fatalf("there is no engine %s", name)
		}
		engines[rule] = bad.Engine
	}
	for rule, e := range engines {
		all := shifts(t, e, 25, func(c *scenarios.Case) {
			if rule == "FINISH ABORT" {
				s := deploy.Standard(c.Engine, c.Seed)
				abort, err := faults.Parse("abort on verify.due")
				if err != nil {
					t.Fatal(err)
				}
				c.Setting, c.Events = &s.Setting, append(s.Schedule(), abort)
			}
		})
		with, without := strays(model.New(), all), strays(model.Unconditionally(rule), all)
		if with <= without {
			t.Errorf("%s: %d steps of %s are none of the model's, %d where it waits for nothing", rule, with, e.Name, without)
		}
	}
}

// abortsUnseen burns the next version as soon as an abort is asked for, whoever may open it.
func abortsUnseen() engine.Engine {
	return reference.Variant{Name: "aborts-unseen", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Rotation[reference.Aborting] = func(o *reference.Owner, next uint32) (reference.Pause, error) {
			rec := o.Record()
			rec.Version(next).State = reference.Burnt
			rec.Phase, rec.Since = reference.Aborted, o.Time()
			return reference.Pause{}, o.Write(rec, reference.Change{Transition: "ABORTED"})
		}
	}}.Engine()
}

// TestTheModelIsTheSame each time that it is worked out, and says every state in words of its
// own.
func TestTheModelIsTheSame(t *testing.T) {
	a, b := model.New(), model.New()
	if !slices.Equal(a.States(), b.States()) {
		t.Error("worked out twice it is not the same")
	}
	words, parts := map[string]bool{}, 0
	for _, p := range a.Parts() {
		for _, s := range p.States {
			parts++
			words[s.String()] = true
			if !strings.HasPrefix(s.String(), p.Name) {
				t.Errorf("%s is among the states of %s", s, p.Name)
			}
		}
	}
	if len(words) != len(a.States()) || parts != len(a.States()) {
		t.Errorf("%d states, %d in parts, %d texts", len(a.States()), parts, len(words))
	}
}

// TestWhatIsNext: nothing that was seen is next to be seen, and each that is can be reached by
// one step.
func TestWhatIsNext(t *testing.T) {
	m := model.New()
	var seen model.Visited
	if next := m.Next(&seen); len(next) > 0 {
		t.Errorf("next to nothing: %v", next)
	}
	start := m.States()[0]
	seen.Visit(start)
	next := m.Next(&seen)
	if len(next) == 0 || slices.Contains(next, start) {
		t.Errorf("next to %s: %v", start, next)
	}
	var all model.Visited
	for _, s := range m.States() {
		all.Visit(s)
	}
	if next := m.Next(&all); len(next) > 0 {
		t.Errorf("when all was seen, next is %v", next)
	}
	all.Add(&model.Visited{Strays: 2, First: model.Stray{Key: "k"}})
	all.Add(&model.Visited{Strays: 1, First: model.Stray{Key: "l"}})
	if all.Strays != 3 || all.First.Key != "k" || !all.Has(start) {
		t.Errorf("together: %d strays, first %s", all.Strays, all.First.Key)
	}
}

func BenchmarkWatch(b *testing.B) {
	o, err := scenarios.On(cluster.Simulated{}).Run(context.Background(), scenarios.Case{Engine: reference.Engine(), Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	m := model.New()
	for _, with := range []bool{false, true} {
		b.Run(fmt.Sprint("watched=", with), func(b *testing.B) {
			var opt checker.Options
			var seen model.Visited
			if with {
				opt.Watch = m.Watch(&seen)
			}
			for b.Loop() {
				checker.Check(o.Past, opt)
			}
		})
	}
}
