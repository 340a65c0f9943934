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
		if got, ok := MeaningOf(m.Name); !ok || got != Moment(i) || got.String() != m.Name {
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
		if k.Text == "" || k.Needs == "" || k.able == nil || k.strike == nil || k.sides == nil || !k.has("<when>") {
			t.Errorf("%s lacks something", k.Name)
		}
		for _, part := range k.parts() {
			if strings.HasPrefix(part, "<") && slotOf(part) == nil {
				t.Errorf("%s: no slot %s", k.Name, part)
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
		for _, part := range k.parts() {
			i := slices.IndexFunc(slots, func(s slot) bool { return s.name == part })
			if i < 0 {
				continue
			}
			if i < last {
				t.Errorf("%s: %s is out of order", k.Name, part)
			}
			last = i
		}
	}
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
