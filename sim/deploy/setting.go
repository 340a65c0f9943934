package deploy

import (
	"fmt"
	"strings"
	"time"

	"pawl/engine"
	"pawl/faults"
	"pawl/sim"
)

// A Setting is what exists in a run, and for how long: all in which runs differ besides
// what happens in them.
type Setting struct {
	Pools     []Pool
	Regions   []Region // in which pools lie; none: a replica is behind by what is drawn for each read
	Workers   int
	Clients   int
	Relying   []Cache // relying parties, each by how it keeps its view
	Keys      []string
	Policy    engine.Policy
	NewPolicy *engine.Policy // that comes to machines in the middle of the run, by events; nil: none does
	Truth     Truth
	Duration  time.Duration // simulated
	Think     time.Duration // of a client, on average, between an open and the next seal
	Operator  bool          // an operator resumes what is halted and recoverable
	Healed    time.Duration // by then all faults have ended
}

// String is a setting for people: what it has of everything.
func (s *Setting) String() string {
	var pools []string
	for _, p := range s.Pools {
		pools = append(pools, fmt.Sprintf("%s with %d", p.Name, p.Nodes))
	}
	p := &s.Policy
	relying := ""
	if len(s.Relying) > 0 {
		var kinds []string
		for _, kind := range s.Relying {
			kinds = append(kinds, string(kind))
		}
		relying = "; relying parties " + strings.Join(kinds, ", ")
	}
	return fmt.Sprintf("pools %s; workers %d, clients %d%s; keys %s; leases of %s to seal, %s to open, %s to own; clocks off by up to %d ppm, answers %s late; %s in all",
		strings.Join(pools, ", "), s.Workers, s.Clients, relying, strings.Join(s.Keys, ", "), p.SealLease, p.OpenLease, p.OwnerLease, p.DriftPPM, p.Emission, s.Duration)
}

// Drawn is a run of a campaign, without what goes wrong in it: half of all are of the
// standard setting, the others of one that is drawn from the seed, before the run and
// apart from its decisions. What it draws is valid.
func Drawn(e engine.Engine, seed uint64) Setup {
	d := drawing{seed}
	switch {
	case d.choose("setting", 2) == 0:
		return Standard(e, seed)
	case d.choose("hurried", 48) == 0:
		return d.hurried(e)
	}
	s := Setup{Engine: e, Seed: seed, Setting: d.setting()}
	retries := d.choose("retries", 2) == 1
	s.Events = s.schedule(1+d.choose("windows", 3), retries)
	if s.NewPolicy != nil {
		s.Events = append(s.Events, d.rollout(&s)...)
	}
	if retries && d.choose("called-off", 2) == 1 {
		s.Events = append(s.Events, d.calledOff(&s))
	}
	return s
}

// calledOff is an operator's abort of a key's first rotation, before it commits: of few
// rotations a second attempt is made otherwise.
func (d drawing) calledOff(s *Setup) faults.Event {
	key := s.named(one(d, "called-off-key", s.Keys...))
	on := one(d, "called-off-on", "mint.sent", "publish.answered", "prove.answered", "verify.answered", "drain.answered")
	return faults.Event{Kind: faults.AbortKind, Key: key, When: faults.When{On: on, Key: key, Nth: 2}}
}

// A drawing draws a setting, each of its parts from a place of its own.
type drawing struct{ seed uint64 }

func (d drawing) choose(what string, n int) int {
	return sim.NewSource(d.seed, "setting/"+what).Choose(n)
}

// between is in whole steps.
func (d drawing) between(what string, least, most, step time.Duration) time.Duration {
	return least + time.Duration(d.choose(what, int((most-least)/step)+1))*step
}

// one is any of several.
func one[T any](d drawing, what string, of ...T) T { return of[d.choose(what, len(of))] }

// namesAlike are keys of which some begin as others do.
var namesAlike = [][]string{{"pay"}, {"pay", "pay-2"}, {"payments", "pay"}, {"pay", "pay-2", "payments"}, {"pay.a", "pay"}}

func (d drawing) setting() Setting {
	s := Setting{
		Pools:    d.pools(),
		Workers:  one(d, "workers", 1, 2, 3, 3, 4),
		Clients:  4 + d.choose("clients", 5),
		Keys:     one(d, "keys", namesAlike...),
		Policy:   d.policy(),
		Operator: d.choose("operator", 8) > 0,
		Healed:   22 * time.Second,
	}
	if len(s.Keys) > 1 && d.choose("anchor", 3) == 0 {
		s.Policy.Anchor = s.Keys[0]
	}
	if d.choose("relying", 2) == 0 {
		for i := range 1 + d.choose("parties", 3) {
			s.Relying = append(s.Relying, one(d, fmt.Sprint("party/", i), Aged, Aged, Aged, OnUnknown, Once, Pinned, Frozen))
		}
	}
	s.Think = d.between("think", 800*time.Millisecond, 2400*time.Millisecond, 100*time.Millisecond)
	if d.choose("two-policies", 12) == 0 {
		d.changing(&s)
	}
	s.Duration = s.Healed + s.rest() + s.longest().Lifetime
	if most := s.Healed + s.retires(); s.Policy.Rewrap && most <= 90*time.Second && d.choose("outlasts", 2) == 0 {
		s.Duration = max(s.Duration, most)
		s.Think *= 6 // few texts are put over what somebody has spoilt
	}
	return s
}

// retires is enough for an old version to be destroyed where texts have to be moved first, and
// for somebody to be told that one stays for them.
func (s *Setting) retires() time.Duration {
	p := s.longest()
	waits := p.Lifetime + 5*p.OwnerLease + p.OpenLease + 2*p.SealLease
	return waits + 2*p.Drift(waits) + 18*CallTimeout
}

// rest is enough for a rotation to come to rest after the last fault, and to be judged.
func (s *Setting) rest() time.Duration {
	p := s.longest()
	waits := p.OwnerLease + max(p.OpenLease, p.DrainDeadline) + p.PublishLead
	calls := 8
	if p.Canary {
		calls += 4 * len(s.Pools)
	}
	return waits + 2*p.Drift(waits) + time.Duration(calls)*CallTimeout
}

// pools are one to four, of one to three nodes each.
func (d drawing) pools() (all []Pool) {
	for _, name := range []string{"a", "b", "c", "d"}[:1+d.choose("pools", 4)] {
		all = append(all, Pool{name, 1 + d.choose("pool/"+name, 3)})
	}
	if len(all) == 1 {
		all[0].Nodes++ // one that seals, and another that opens
	}
	return all
}

// policy is short, about the standard's, or long: in the bounds of what Validate allows,
// or near them.
func (d drawing) policy() engine.Policy {
	p := engine.StandardPolicy()
	type span struct{ least, most time.Duration }
	leases := one(d, "leases", span{2 * time.Second, 4 * time.Second}, span{5 * time.Second, 10 * time.Second}, span{10 * time.Second, 20 * time.Second})
	p.SealLease = d.between("seal-lease", leases.least, leases.most, time.Second)
	p.OpenLease = d.between("open-lease", p.SealLease, p.SealLease+leases.most/2, time.Second)
	p.OwnerLease = d.between("owner-lease", leases.least, max(leases.least, leases.most/2), time.Second)
	p.PublishLead = one(d, "lead", 0, 500*time.Millisecond, time.Second, 3*time.Second)
	p.PublishDeadline = p.OpenLease + p.PublishLead + d.between("publish-deadline", time.Second, 6*time.Second, time.Second)
	p.DrainDeadline = p.SealLease + d.between("drain-deadline", time.Second, 5*time.Second, time.Second)
	p.Lifetime = d.between("lifetime", time.Second, 15*time.Second, time.Second)
	p.Period = d.between("period", 7*time.Second, 16*time.Second, time.Second)
	p.Due = one(d, "due", 0, 5*time.Second, 10*time.Second, 20*time.Second, 40*time.Second)
	p.Attempts = 1 + d.choose("attempts", 6)
	p.Backoff = one(d, "backoff", 50*time.Millisecond, 200*time.Millisecond, 400*time.Millisecond)
	p.PoolStamps = d.choose("pool-stamps", 2)
	p.SealLimit = one(d, "seal-limit", 0, 0, 0, 0, 0, 100, 250, 600)
	if p.Rewrap = d.choose("rewrap", 2) == 0; p.Rewrap && d.choose("hardly-lives", 2) == 0 {
		p.Lifetime = one(d, "short-life", time.Second, 2*time.Second) // it is over before all is moved
	}
	p.Canary = one(d, "canary", false, false, false, true)
	p.Spare = !p.Canary && one(d, "spare", false, false, false, true)
	p.DriftPPM = one[int64](d, "rho", 0, 200, 500, 5_000, 20_000, 50_000, 100_000)
	p.Emission = one(d, "emission", 0, 2*time.Millisecond, 20*time.Millisecond, 200*time.Millisecond, 600*time.Millisecond)
	for p.Validate() != nil { // the margins leave too little of a short lease
		p.DriftPPM /= 2
		p.Emission /= 2
	}
	if d.choose("key-life", 4) == 0 {
		p.KeyLife = p.LeastKeyLife() + d.between("life", 0, 6*time.Second, time.Second)
	}
	return p
}

// hurried is a run of many short rotations: more versions than a word has bits.
func (d drawing) hurried(e engine.Engine) Setup {
	s := Setup{Engine: e, Seed: d.seed, Setting: Setting{
		Pools: []Pool{{"a", 2}}, Workers: 2, Clients: 2, Keys: []string{"pay"},
		Policy: engine.StandardPolicy(), Operator: true, Think: time.Second,
	}}
	const windows = 72
	p := &s.Policy
	p.SealLease, p.OpenLease, p.OwnerLease = 2*time.Second, 3*time.Second, 2*time.Second
	p.PublishLead, p.PublishDeadline, p.DrainDeadline = 0, 4*time.Second, 3*time.Second
	p.Lifetime, p.Period = time.Second, time.Second
	s.Healed = 22 * time.Second
	s.Duration = 4*time.Second + windows*p.Period + 12*time.Second
	s.Events = s.schedule(windows, false)
	return s
}
