package cluster

import (
	"strings"
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine/reference"
	"pawl/faults"
	"pawl/sim/deploy"
)

func twoPolicies(t *testing.T, events ...string) deploy.Setup {
	t.Helper()
	s := deploy.Standard(reference.Engine(), 1)
	s.Policy.Changing = true
	next := s.Policy
	next.Lifetime = 2 * time.Second
	s.NewPolicy = &next
	own, err := faults.ParseAll(events...)
	if err != nil {
		t.Fatal(err)
	}
	s.Events = append(s.Events, own...)
	return s
}

// TestStartsSayTheirPolicy: a machine keeps the policy that it was given, over a crash as well,
// until it is given the other.
func TestStartsSayTheirPolicy(t *testing.T) {
	r, err := Simulated{}.Run(t.Context(), twoPolicies(t,
		"new-policy worker/1 at 5s for 500ms", "crash worker/1 at 8s for 500ms", "old-policy worker/1 at 12s for 500ms"))
	if err != nil {
		t.Fatal(err)
	}
	var got []bool
	for _, f := range r.History.Facts {
		if w, is := f.What.(*checker.Ran); is && w.Machine == "worker/1" && w.Did == checker.Starts {
			got = append(got, w.Renewed)
		}
	}
	if len(got) != 4 || got[0] || !got[1] || !got[2] || got[3] {
		t.Errorf("the starts were under the new policy as %v; want no, yes, yes, no", got)
	}
	if p := r.History.NewPolicy; p == nil || p.Lifetime != 2*time.Second {
		t.Errorf("the history has %+v as the new policy", p)
	}
}

// TestPoliciesThatDoNotGoTogether are refused before anything runs, and so is a policy that
// there is not.
func TestPoliciesThatDoNotGoTogether(t *testing.T) {
	for why, spoil := range map[string]func(*deploy.Setup){
		"SealLease differs":        func(s *deploy.Setup) { s.NewPolicy.SealLease += time.Second },
		"changing":                 func(s *deploy.Setup) { s.Policy.Changing = false },
		"there is no other policy": func(s *deploy.Setup) { s.NewPolicy = nil },
	} {
		s := twoPolicies(t, "new-policy worker/1 at 5s for 500ms")
		spoil(&s)
		if err := s.Validate(); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%v; want %q", err, why)
		}
	}
}
