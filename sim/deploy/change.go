package deploy

import (
	"cmp"
	"time"

	"pawl/engine"
	"pawl/faults"
)

// longest has the longer of each duration in which the run's policies differ.
func (s *Setting) longest() engine.Policy {
	if s.NewPolicy == nil {
		return s.Policy
	}
	return s.Policy.LongerOf(*s.NewPolicy)
}

// covered is how old a view may be that policy covers, whichever version is asked for: the
// shorter lead, where there are two.
func (s *Setting) covered() time.Duration {
	if s.NewPolicy == nil {
		return s.Policy.PublishLead
	}
	return min(s.Policy.PublishLead, s.NewPolicy.PublishLead)
}

// OldestCache is how old the view of an aged relying party is at most: as policy says, unless
// the truth is another.
func (s *Setting) OldestCache() time.Duration { return cmp.Or(s.Truth.CacheAge, s.covered()) }

// Told is what a way to keep a view is called in what is told of a run.
func (s *Setting) Told(c Cache) Cache {
	if c == Aged && s.OldestCache() > s.covered() {
		return agedBeyond
	}
	return c
}

// changing draws another policy for the setting, in which something that is promised differs,
// mostly by being shorter, and often more.
func (d drawing) changing(s *Setting) {
	p := &s.Policy
	p.Changing = true
	next := *p
	promises := d.choose("new/promises", 4)
	if promises != 0 {
		p.PublishLead, next.PublishLead = 3*time.Second, one(d, "new/lead", 0, 500*time.Millisecond, time.Second)
	}
	if promises != 1 {
		next.Lifetime = d.between("new/lifetime", time.Second, 15*time.Second, time.Second)
	}
	if d.choose("new/longer", 3) == 0 {
		p.PublishLead, next.PublishLead = next.PublishLead, p.PublishLead
	}
	if d.choose("new/deadlines", 2) == 1 {
		next.PublishDeadline = p.OpenLease + d.between("new/publish-deadline", time.Second, 6*time.Second, time.Second)
		next.DrainDeadline = p.SealLease + d.between("new/drain-deadline", time.Second, 5*time.Second, time.Second)
	}
	if d.choose("new/counts", 2) == 1 {
		next.Attempts, next.PoolStamps = 1+d.choose("new/attempts", 6), d.choose("new/pool-stamps", 2)
		next.Backoff = one(d, "new/backoff", 50*time.Millisecond, 200*time.Millisecond, 400*time.Millisecond)
	}
	if p.Due != 0 {
		next.Due = one(d, "new/due", p.Due, p.Due, 5*time.Second, 20*time.Second)
	}
	lead := max(p.PublishLead, next.PublishLead) + time.Second
	p.PublishDeadline, next.PublishDeadline = max(p.PublishDeadline, lead), max(next.PublishDeadline, lead)
	if p.KeyLife != 0 {
		both := p.LongerOf(next)
		p.KeyLife = max(p.KeyLife, both.LeastKeyLife())
		next.KeyLife = p.KeyLife
	}
	s.NewPolicy = &next
}

// rollout has some machines or all come to the new policy, one after the other, and now and
// then some of them go back.
func (d drawing) rollout(s *Setup) (events []faults.Event) {
	space := s.Space()
	machines := append(append([]string(nil), space.Workers...), space.Nodes...)
	for i := range machines { // in an order of its own
		j := i + d.choose("rollout/order/"+machines[i], len(machines)-i)
		machines[i], machines[j] = machines[j], machines[i]
	}
	from := d.between("rollout/from", 3*time.Second, 12*time.Second, 100*time.Millisecond)
	step := d.between("rollout/step", 100*time.Millisecond, time.Second, 100*time.Millisecond)
	for i, m := range machines[:1+d.choose("rollout/machines", len(machines))] {
		down := 100*time.Millisecond + d.between("rollout/down/"+m, 0, time.Second, 100*time.Millisecond)
		at := from + time.Duration(i)*step
		events = append(events, faults.Event{Kind: faults.NewPolicyKind, Target: m, When: faults.When{At: at}, For: down})
		if d.choose("rollout/back/"+m, 4) == 0 {
			back := at + down + d.between("rollout/stays/"+m, 500*time.Millisecond, 6*time.Second, 100*time.Millisecond)
			events = append(events, faults.Event{Kind: faults.OldPolicyKind, Target: m, When: faults.When{At: back}, For: down})
		}
	}
	return events
}
