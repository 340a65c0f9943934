package cli

import (
	"context"
	"errors"
	"strings"
	"testing"

	"pawl/cmd/doctor"
	"pawl/reports"
)

// TestDoctorCountsWhatIsNeeded: a lack is told in any case, and counts for those verbs only
// that need it.
func TestDoctorCountsWhatIsNeeded(t *testing.T) {
	absent := errors.New("absent")
	poor := func(memory func() (uint64, error)) doctor.Host {
		h := doctor.This()
		h.Memory = memory
		h.Free = func(string) (uint64, error) { return 1 << 40, nil }
		h.Find = func(string) (string, error) { return "", absent }
		return h
	}
	plenty := func() (uint64, error) { return 1 << 40, nil }
	little := func() (uint64, error) { return 1 << 20, nil }
	hidden := func() (uint64, error) { return 0, absent }
	for _, c := range []struct {
		name    string
		memory  func() (uint64, error)
		verbs   []string
		verdict reports.Verdict
		said    string
	}{
		{"no go tool", plenty, nil, reports.Pass, "pawl check"},
		{"no go tool, for mutate", plenty, []string{"check", "mutate"}, reports.CriterionMissed, "For check, mutate this machine is not fit: go."},
		{"little memory", little, nil, reports.CriterionMissed, "not fit: memory."},
		{"little memory, for judge", little, []string{"judge"}, reports.Pass, "All is there that is needed for judge."},
		{"memory unclear", hidden, nil, reports.Inconclusive, "could not be found out: memory"},
		{"memory unclear and no go tool", hidden, []string{"mutate"}, reports.CriterionMissed, "not fit: go, memory."},
	} {
		r := (&app{name: "pawl"}).examined(context.Background(), poor(c.memory), t.TempDir(), c.verbs)
		if r.Verdict != c.verdict || !strings.Contains(r.Closing, c.said) || len(r.Machine) != 8 {
			t.Errorf("%s: %s, %q", c.name, r.Verdict, r.Closing)
		}
	}
}

// TestDoctorKnowsItsVerbs: what is said to need something is a verb.
func TestDoctorKnowsItsVerbs(t *testing.T) {
	known, err := enginesOf(Own{})
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(verbs((&app{name: "pawl", engines: known}).root()), " ")
	for _, v := range doctor.Verbs() {
		if !strings.Contains(" "+all+" ", " "+v+" ") {
			t.Errorf("%s is no verb: there are %s", v, all)
		}
	}
}
