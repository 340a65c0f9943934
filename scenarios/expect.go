package scenarios

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pawl/checker"
)

// expectations are what a scenario may demand of a run, besides its invariants.
var expectations = []func(s *Scenario, o *Outcome) []string{
	everyFaultBit,
	judged,
	reached,
	brokenBeyond,
	becameOf,
	counted,
	leftAs,
}

// missed lists the scenario's own expectations that the run did not meet. Of a
// run that cannot be judged nothing is expected.
func (s *Scenario) missed(o *Outcome) []string {
	if s == nil || o.Diverged != nil || len(o.Report.Invalid) > 0 {
		return nil
	}
	var all []string
	for _, e := range expectations {
		all = append(all, e(s, o)...)
	}
	return all
}

func everyFaultBit(s *Scenario, o *Outcome) []string {
	var all []string
	for i := range o.Injections {
		in := &o.Injections[i]
		switch {
		case !in.Event.IsFault() && !in.Injected:
			all = append(all, fmt.Sprintf("%q never happened: %s", in.Event, in.WhyNot))
		case !in.Event.IsFault() || !s.then.bite || in.Bit > 0:
		case in.Injected:
			all = append(all, fmt.Sprintf("the fault %q struck and changed nothing", in.Event))
		default:
			all = append(all, fmt.Sprintf("the fault %q never struck: %s", in.Event, in.WhyNot))
		}
	}
	return all
}

// NotJudged stands in what was missed where an invariant was not judged.
const NotJudged = "was not judged"

// judged demands that the run tested what the scenario is about: an invariant
// that had nothing to judge was not broken, and not kept either.
func judged(s *Scenario, o *Outcome) []string {
	about := s.then.invariants
	if !slices.Contains(about, s.Breaks.Invariant) {
		about = append(slices.Clone(about), s.Breaks.Invariant)
	}
	var all []string
	for _, v := range o.Report.Verdicts {
		if !v.Judged && slices.Contains(about, v.Invariant) {
			all = append(all, fmt.Sprintf("%s %s: %s", v.Invariant, NotJudged, v.WhyNot))
		}
	}
	return all
}

// HeldBeyond stands in what was missed where an invariant held that nobody promised there.
const HeldBeyond = "held beyond the assumptions"

// brokenBeyond demands that what is said to be violated beyond the assumptions is: else it would
// make no difference that the run is told apart.
func brokenBeyond(s *Scenario, o *Outcome) []string {
	var all []string
	fired := o.Report.Fired()
	for _, id := range s.then.beyond {
		if !slices.Contains(fired, id) {
			all = append(all, fmt.Sprintf("%s %s, where nobody promises it: what the scenario shows of the reference is not so here", id, HeldBeyond))
		}
	}
	return all
}

func reached(s *Scenario, o *Outcome) []string {
	var all []string
	for _, name := range s.then.sometimes {
		if !slices.Contains(o.Report.Goals, name) {
			all = append(all, fmt.Sprintf("the goal %q was not reached", name))
		}
	}
	return all
}

// becameOf compares what became of windows, and how soon.
func becameOf(s *Scenario, o *Outcome) []string {
	h := o.Past
	var all []string
	for _, want := range s.then.outcomes {
		for _, key := range concerned(h, want.Name) {
			f := fateOf(h, key, windowOf(want.Name))
			if f.came != want.Value {
				all = append(all, fmt.Sprintf("window %s of %s: %s, want %s", windowOf(want.Name), key, f, want.Value))
			} else if bound := s.bound(want.Name); bound > 0 && f.at-f.from > bound {
				all = append(all, fmt.Sprintf("window %s of %s: %s %s after its first trigger, want within %s", windowOf(want.Name), key, f, f.at-f.from, bound))
			}
		}
	}
	return all
}

func (s *Scenario) bound(name string) time.Duration {
	for _, b := range s.then.bounds {
		if b.Name == name {
			return b.Value
		}
	}
	return 0
}

// concerned are the keys that an expectation about a window is for: the one that it
// names, or all that have such a window.
func concerned(h *checker.Past, name string) []string {
	if key, _, one := strings.Cut(name, "/"); one {
		return []string{key}
	}
	var keys []string
	for i := range h.Triggers {
		if t := &h.Triggers[i]; t.Window == name && !slices.Contains(keys, t.Key) {
			keys = append(keys, t.Key)
		}
	}
	if keys == nil {
		return h.Keys // whose scheduler never got round to it
	}
	return keys
}

func windowOf(name string) string {
	if _, window, ok := strings.Cut(name, "/"); ok {
		return window
	}
	return name
}

// fate is what became of a window: by its last rotation, if it had any.
type fate struct {
	came     string // one of the outcomes; empty if none of them
	is       string // what it is instead
	from, at time.Duration
}

func (f fate) String() string {
	if f.came != "" {
		return f.came
	}
	return f.is
}

func fateOf(h *checker.Past, key, window string) fate {
	f := asked(h, key, window)
	rotation := ""
	for i := range h.Views {
		v := &h.Views[i]
		if v.Key != key || v.Window != window || !v.RecordWritten {
			continue
		}
		if v.Rotation != rotation {
			rotation, f.came = v.Rotation, ""
		}
		f.see(v)
	}
	return f
}

// asked is the fate by the answers alone.
func asked(h *checker.Past, key, window string) fate {
	f := fate{is: "never triggered", from: -1}
	for i := range h.Triggers {
		t := &h.Triggers[i]
		if t.Key != key || t.Window != window {
			continue
		}
		if f.from < 0 {
			f.from = t.Called
		}
		f.is, f.at = "not started", t.Returned
		if t.Outcome == checker.Refused {
			f.came = refused
		}
	}
	return f
}

// see takes one view of the window's rotation. A commit and an abort are final.
func (f *fate) see(v *checker.View) {
	if f.came == committed || f.came == aborted {
		return
	}
	f.is = "still " + string(v.Phase)
	f.came = ends[v.Phase]
	f.at = v.At
}

// ends are the phases that an outcome stands for.
var ends = map[checker.Phase]string{
	checker.Committed: committed,
	checker.Aborted:   aborted,
	checker.Halted:    halted,
}

// counted compares how many rotations came to what.
func counted(s *Scenario, o *Outcome) []string {
	var all []string
	for _, c := range []struct {
		want  *int
		phase checker.Phase
	}{
		{s.then.rotations.committed, checker.Committed},
		{s.then.rotations.aborted, checker.Aborted},
		{s.then.rotations.halted, checker.Halted},
	} {
		if got := entered(o.Past, c.phase); c.want != nil && got != *c.want {
			all = append(all, fmt.Sprintf("rotations %s: %d, want %d", ends[c.phase], got, *c.want))
		}
	}
	return all
}

func entered(h *checker.Past, p checker.Phase) int {
	seen := map[string]bool{}
	for i := range h.Views {
		if v := &h.Views[i]; v.Phase == p {
			seen[v.Key+"/"+v.Rotation] = true
		}
	}
	return len(seen)
}

// leftAs compares how each key is left.
func leftAs(s *Scenario, o *Outcome) []string {
	h := o.Past
	if !h.Offers.Record {
		return []string{"how the keys are left is not known: the engine does not describe what it stores"}
	}
	var all []string
	for _, key := range h.Keys {
		want, got := s.end(key), endOf(h, key)
		if got.phase != want.phase {
			all = append(all, fmt.Sprintf("%s is left in %s, want %s", key, got.phase, want.phase))
		}
		if want.active != 0 && got.active != want.active {
			all = append(all, fmt.Sprintf("%s is left with version %d active, want %d", key, got.active, want.active))
		}
	}
	return all
}

// end is what is wanted of a key: its own line first, then that of all keys.
func (s *Scenario) end(key string) end {
	want := s.then.ends
	for _, k := range s.then.keys {
		if k.Name == key && k.Value.phase != "" {
			want.phase = k.Value.phase
		}
		if k.Name == key && k.Value.active != 0 {
			want.active = k.Value.active
		}
	}
	return want
}

func endOf(h *checker.Past, key string) end {
	got := end{phase: checker.Idle}
	for i := range h.Views {
		if v := &h.Views[i]; v.Key == key && v.RecordWritten {
			got = end{v.Phase, int(v.Active)}
		}
	}
	return got
}
