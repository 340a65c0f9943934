package checker

import (
	"reflect"
	"time"
)

// A fleet has two policies while one comes in place of the other, and machines have the one or
// the other by their starts. What was promised is judged by the policy of whoever allocated the
// version, what a process decides by its own. Only where it is not known whose policy counts,
// the longer of two counts as the bound: liveness, which any of them may delay.

// of is the policy that an incarnation was started with.
func (h *Past) of(by string) *Policy {
	if h.NewPolicy != nil && h.renewed[by] {
		return h.NewPolicy
	}
	return &h.Policy
}

// allocators are the policies of those whose write was the first to name each version; none
// where there is one policy.
func allocators(h *Past) (all byVersion[*Policy]) {
	if h.NewPolicy == nil || !h.Offers.Promises {
		return all
	}
	for i := range h.Views {
		v := &h.Views[i]
		for k := range v.Versions {
			if p := all.at(v.Versions[k].N); *p == nil {
				*p = h.of(v.By)
			}
		}
	}
	return all
}

// promised is how long what is sealed under a version was promised to live, and the lead that
// relying parties were promised. Of a version of which that is not known, and of an engine that
// keeps no promises when its policy changes, it is the shorter of each.
func (h *Past) promised(n uint32) (life, lead time.Duration) {
	p := &h.Policy
	if h.NewPolicy == nil {
		return p.Lifetime, p.PublishLead
	}
	if of := h.allocated.get(n); of != nil {
		return (*of).Lifetime, (*of).PublishLead
	}
	return min(p.Lifetime, h.NewPolicy.Lifetime), min(p.PublishLead, h.NewPolicy.PublishLead)
}

func (h *Past) lifetime(n uint32) time.Duration {
	life, _ := h.promised(n)
	return life
}

func (h *Past) lead(n uint32) time.Duration {
	_, lead := h.promised(n)
	return lead
}

// longer is a policy with the longer of each wait, and the higher of each count.
func (h *History) longer() *Policy {
	if h.NewPolicy == nil {
		return &h.Policy
	}
	p, q := h.Policy, h.NewPolicy
	p.PublishLead, p.PublishDeadline = max(p.PublishLead, q.PublishLead), max(p.PublishDeadline, q.PublishDeadline)
	p.DrainDeadline, p.Lifetime = max(p.DrainDeadline, q.DrainDeadline), max(p.Lifetime, q.Lifetime)
	p.Period, p.Due = max(p.Period, q.Period), max(p.Due, q.Due)
	p.Attempts = max(p.Attempts, q.Attempts)
	return &p
}

// inFlight says that another policy differs only in what may change while both are in force.
func (p *Policy) inFlight(q *Policy) bool {
	as := *q
	as.PublishLead, as.PublishDeadline, as.DrainDeadline, as.Lifetime = p.PublishLead, p.PublishDeadline, p.DrainDeadline, p.Lifetime
	as.Period, as.Due, as.Attempts, as.Backoff, as.PoolStamps = p.Period, p.Due, p.Attempts, p.Backoff, p.PoolStamps
	return reflect.DeepEqual(p, &as)
}
