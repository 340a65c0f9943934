package faults

import (
	"math"
	"slices"
	"strings"
	"testing"
)

func TestMeaningsAreStepsAndMoments(t *testing.T) {
	if len(Meanings) > math.MaxUint8 {
		t.Errorf("%d meanings do not fit a Moment", len(Meanings))
	}
	var names []string
	for i, m := range Meanings {
		names = append(names, m.Name)
		step, at, ok := strings.Cut(m.Name, ".")
		if !ok || step == "" || !slices.Contains([]string{"due", "sent", "applied", "answered"}, at) || m.Text == "" {
			t.Errorf("%+v is no meaning", m)
		}
		if got, ok := MeaningOf(m.Name); !ok || got != Moment(i+1) || got.String() != m.Name {
			t.Errorf("%s is found at %d, %v, not %d", m.Name, got, ok, i)
		}
	}
	wantUnique(t, names)
	if _, ok := MeaningOf("lunch.sent"); ok {
		t.Error("lunch is a step")
	}
}

func TestKindsAreWhole(t *testing.T) {
	var names []string
	for _, k := range All {
		names = append(names, k.Name)
		if k.Text == "" || k.Needs == "" || k.able == nil || k.strike == nil || k.sides == nil || k.Family == "" || !k.has("<when>") {
			t.Errorf("%s lacks something", k.Name)
		}
		for _, p := range k.parts() {
			for _, word := range p.words {
				if strings.HasPrefix(word, "<") && slotOf(word) == nil {
					t.Errorf("%s: no slot %s", k.Name, word)
				}
			}
			if p.optional && strings.HasPrefix(p.words[0], "<") {
				t.Errorf("%s: nothing tells whether %s is there", k.Name, p.words[0])
			}
		}
	}
	wantUnique(t, names)
}

// TestSlotsStandInOrder: a check may look at the slots before its own, so that a
// text and a struct get the same answer.
func TestSlotsStandInOrder(t *testing.T) {
	for _, k := range All {
		last := -1
		for _, s := range k.slots() {
			i := slices.IndexFunc(Slots, func(other Slot) bool { return other.Name == s.Name })
			if i <= last {
				t.Errorf("%s: %s is out of order", k.Name, s.Name)
			}
			last = i
		}
	}
}

// TestSlotsAreWhole takes each slot's example through its own text.
func TestSlotsAreWhole(t *testing.T) {
	for i := range Slots {
		s := &Slots[i]
		if s.Text == "" || s.field == nil || !slices.Contains(fields, s.field) {
			t.Errorf("%s lacks something", s.Name)
		}
		var e Event
		w := split(s.Example)
		if c := s.read(w, &e); c != nil || w.more() || s.print(&e) != s.Example || !s.field.set(&e) {
			t.Errorf("%s: the example %q is read as %+v, %v, and printed as %q", s.Name, s.Example, e, c, s.print(&e))
		}
	}
}

// TestOneSlotAField: what two slots of a form say must not be in one field.
func TestOneSlotAField(t *testing.T) {
	for _, k := range All {
		var names []string
		for _, s := range k.slots() {
			names = append(names, s.field.name)
		}
		wantUnique(t, names)
	}
}

func TestMomentsOfSteps(t *testing.T) {
	for _, s := range Steps {
		ms, ok := MomentsOf(s.Name)
		if !ok || ms.Due.String() != s.Name+".due" || ms.Sent.String() != s.Name+".sent" || ms.Answered.String() != s.Name+".answered" {
			t.Errorf("%s has the moments %v, %v", s.Name, ms, ok)
		}
		if (ms.Applied == 0) != s.Reads {
			t.Errorf("%s is applied at %v", s.Name, ms.Applied)
		}
		for _, stage := range s.Pivotal {
			if m, ok := MeaningOf(s.Name + "." + stage); !ok || !m.pivotal() {
				t.Errorf("%s.%s is pivotal and not known to be", s.Name, stage)
			}
		}
	}
	for _, name := range []string{"", "lunch", "commit.sent"} {
		if ms, ok := MomentsOf(name); ok || ms != (Moments{}) {
			t.Errorf("%q is a step", name)
		}
	}
}

func TestStepsAreUnique(t *testing.T) {
	var names, transitions []string
	for _, s := range Steps {
		names = append(names, s.Name)
		if s.Transition != "" {
			transitions = append(transitions, s.Transition)
		}
	}
	wantUnique(t, names)
	wantUnique(t, transitions)
}

func TestTargetsAreUnique(t *testing.T) {
	var names []string
	for _, target := range Targets {
		names = append(names, target.Name)
	}
	wantUnique(t, names)
}

func wantUnique(t *testing.T, names []string) {
	t.Helper()
	slices.Sort(names)
	if len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Errorf("a name is there twice: %q", names)
	}
}

// What is asked for is no fault.
func TestFaultsAreWhatGoesWrong(t *testing.T) {
	names := All.Faults()
	if !slices.Contains(names, "crash") || slices.Contains(names, "trigger") || slices.Contains(names, "halt") {
		t.Errorf("the faults are %q", names)
	}
}
