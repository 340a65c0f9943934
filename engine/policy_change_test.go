package engine

import (
	"strings"
	"testing"
	"time"
)

func TestWhatMayChangeInFlight(t *testing.T) {
	for name, c := range map[string]struct {
		change func(p, next *Policy)
		why    string // empty: it may
	}{
		"nothing":          {func(_, _ *Policy) {}, ""},
		"a lifetime":       {func(_, next *Policy) { next.Lifetime /= 2 }, ""},
		"a lead":           {func(_, next *Policy) { next.PublishLead *= 2 }, ""},
		"counts":           {func(_, next *Policy) { next.Attempts, next.PoolStamps = 1, 0 }, ""},
		"a lease":          {func(_, next *Policy) { next.OpenLease += time.Second }, "OpenLease differs"},
		"a right":          {func(_, next *Policy) { next.Callers = nil }, "Callers differs"},
		"a mode":           {func(_, next *Policy) { next.Canary = true }, "Canary differs"},
		"an assumption":    {func(_, next *Policy) { next.DriftPPM++ }, "DriftPPM differs"},
		"unannounced":      {func(p, _ *Policy) { p.Changing = false }, "changing"},
		"the announcement": {func(_, next *Policy) { next.Changing = false }, "Changing differs"},
		"no due":           {func(_, next *Policy) { next.Due = 0 }, "due is 0 in one"},
		"an unusable one":  {func(_, next *Policy) { next.PublishDeadline = next.OpenLease }, "publish deadline not above the open lease"},
		"a deadline against the other lead": {func(p, next *Policy) {
			p.PublishDeadline, p.PublishLead = 30*time.Second, 25*time.Second
		}, "want each deadline above both leads"},
		"a key life that covers each, and not both": {func(p, next *Policy) {
			next.Lifetime, next.DrainDeadline = next.Lifetime+10*time.Second, next.DrainDeadline+time.Second
			p.PublishDeadline += 11 * time.Second
			p.KeyLife = max(p.LeastKeyLife(), next.LeastKeyLife())
			next.KeyLife = p.KeyLife
		}, "which a version needs if it meets the longer"},
	} {
		p := StandardPolicy()
		p.Changing = true
		next := p
		c.change(&p, &next)
		switch err := p.MayBecome(next); {
		case err == nil && c.why != "":
			t.Errorf("%s: may change; want %q", name, c.why)
		case err != nil && (c.why == "" || !strings.Contains(err.Error(), c.why)):
			t.Errorf("%s: %v; want %q", name, err, c.why)
		}
	}
}

// TestLongerOf: no duration that may change is left out.
func TestLongerOf(t *testing.T) {
	p := StandardPolicy()
	next := p
	next.PublishLead, next.PublishDeadline, next.DrainDeadline = p.PublishLead+1, p.PublishDeadline+1, p.DrainDeadline+1
	next.Lifetime, next.Period, next.Due, next.Backoff = p.Lifetime+1, p.Period+1, p.Due+1, p.Backoff+1
	for _, got := range []Policy{p.LongerOf(next), next.LongerOf(p)} {
		if err := got.sameButFor(&next); err != nil || got.Lifetime != next.Lifetime || got.PublishLead != next.PublishLead ||
			got.PublishDeadline != next.PublishDeadline || got.DrainDeadline != next.DrainDeadline || got.Period != next.Period || got.Due != next.Due || got.Backoff != next.Backoff {
			t.Errorf("%+v; want %+v", got, next)
		}
	}
}
