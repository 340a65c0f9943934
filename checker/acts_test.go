package checker

import (
	"testing"
	"time"
)

// asked has somebody ask for something, and be answered five milliseconds later.
func (b *builder) asked(a Acted) *Act {
	b.h.Acts = append(b.h.Acts, Act{Key: "k", Called: b.now, Returned: b.now + 5*ms, Acted: a})
	b.pass(10 * ms)
	return &b.h.Acts[len(b.h.Acts)-1]
}

func toHold(id string, o Outcome, n uint32) Acted {
	return Acted{ID: id, Verb: "hold", Operator: "alice", Outcome: o, Versions: []uint32{n}}
}

func toRelease(id string, o Outcome, n uint32) Acted {
	return Acted{ID: id, Verb: "release", Operator: "alice", Outcome: o, Versions: []uint32{n}}
}

func toApprove(id string, o Outcome, by, of string) Acted {
	return Acted{ID: id, Verb: "approve", Operator: by, Of: of, Outcome: o}
}

func toRotate(id string, o Outcome) Acted {
	return Acted{ID: id, Verb: "rotate", Operator: "alice", Outcome: o}
}

func toRevoke(id string, o Outcome, n uint32) Acted {
	return Acted{ID: id, Verb: "revoke", Operator: "alice", Outcome: o, Versions: []uint32{n}}
}

// rested is a history at rest, with version 1 deprecated, 2 active, and alice and bob on duty.
func rested() *builder {
	b := ready()
	b.h.Policy.Operators = []string{"alice", "bob"}
	return b
}

// TestAdmittedIsPossible: who is told of something that stands beside the record that it is admitted
// is told of what there is.
func TestAdmittedIsPossible(t *testing.T) {
	inFlight := func(b *builder) { b.admit("w1#1", "d2", 1) }
	for _, c := range []struct {
		name   string
		before func(*builder)
		act    Acted
		fires  bool
	}{
		{"a hold of an old version", nil, toHold("a", Admitted, 1), false},
		{"a hold of the active version", nil, toHold("a", Admitted, 2), false},
		{"a hold of a version that there is not", nil, toHold("a", Admitted, 9), true},
		{"the same, refused", nil, toHold("a", Refused, 9), false},
		{"the same, without an answer", nil, toHold("a", Unknown, 9), false},
		{"a hold of what is destroyed", func(b *builder) { b.retire("w1#1", 1) }, toHold("a", Admitted, 1), true},
		{"an emergency for an old version", nil, toRevoke("a", Admitted, 1), false},
		{"an emergency for the active version", nil, toRevoke("a", Admitted, 2), true},
		{"an emergency for a version that there is not", nil, toRevoke("a", Admitted, 9), true},
		{"an emergency rotation at rest", nil, toRotate("a", Admitted), false},
		{"an emergency rotation beside another", inFlight, toRotate("a", Admitted), true},
		{"the same, refused", inFlight, toRotate("a", Refused), false},
	} {
		b := rested()
		if c.before != nil {
			c.before(b)
		}
		b.asked(c.act)
		b.pass(sec)
		if got := clauseFired(b.done(), "S18", "possible"); got != c.fires {
			t.Errorf("%s: fired %t, want %t", c.name, got, c.fires)
		}
	}
}

// TestRefusedInVain: what stands beside the record is known by what operators were told before.
func TestRefusedInVain(t *testing.T) {
	for _, c := range []struct {
		name   string
		before []Acted
		last   Acted
		change func(*builder)
		fires  bool
	}{
		{"to release what is held", []Acted{toHold("h", Admitted, 1)}, toRelease("r", Refused, 1), nil, true},
		{"to release what was released", []Acted{toHold("h", Admitted, 1), toRelease("q", Admitted, 1)}, toRelease("r", Refused, 1), nil, false},
		{"to release what may have been released", []Acted{toHold("h", Admitted, 1), toRelease("q", Unknown, 1)}, toRelease("r", Refused, 1), nil, false},
		{"to release what may come to be released", []Acted{toRelease("q", Unknown, 1), toHold("h", Admitted, 1)}, toRelease("r", Refused, 1), nil, false},
		{"to release what may be held", []Acted{toHold("h", Unknown, 1)}, toRelease("r", Refused, 1), nil, false},
		{"to release what is not held", nil, toRelease("r", Refused, 1), nil, false},
		{"to release another version than is held", []Acted{toHold("h", Admitted, 2)}, toRelease("r", Refused, 1), nil, false},
		{"to release what is held, delivered twice", []Acted{toHold("h", Admitted, 1)}, toRelease("r", Refused, 1), twice, false},
		{"to release what is held, and it is done", []Acted{toHold("h", Admitted, 1)}, toRelease("r", Admitted, 1), nil, false},
		{"to approve a rotation", []Acted{toRotate("e", Admitted)}, toApprove("a", Refused, "bob", "e"), nil, true},
		{"to approve one's own", []Acted{toRotate("e", Admitted)}, toApprove("a", Refused, "alice", "e"), nil, false},
		{"to approve what was approved", []Acted{toRotate("e", Admitted), toApprove("b", Admitted, "bob", "e")}, toApprove("a", Refused, "bob", "e"), nil, false},
		{"to approve what may have been approved", []Acted{toRotate("e", Admitted), toApprove("b", Unknown, "bob", "e")}, toApprove("a", Refused, "bob", "e"), nil, false},
		{"to approve what another has taken the place of", []Acted{toRotate("e", Admitted), toRevoke("f", Admitted, 1)}, toApprove("a", Refused, "bob", "e"), nil, false},
		{"to approve what another may take the place of", []Acted{toRevoke("f", Unknown, 1), toRotate("e", Admitted)}, toApprove("a", Refused, "bob", "e"), nil, false},
		{"to approve what was refused", []Acted{toRevoke("e", Refused, 2)}, toApprove("a", Refused, "bob", "e"), nil, false},
		{"to approve what may wait", []Acted{toRotate("e", Unknown)}, toApprove("a", Refused, "bob", "e"), nil, false},
		{"to approve nothing", nil, toApprove("a", Refused, "bob", "e"), nil, false},
		{"to approve beside a rotation", []Acted{toRotate("e", Admitted)}, toApprove("a", Refused, "bob", "e"), func(b *builder) { b.admit("w1#1", "d2", 1) }, false},
		{"to approve, delivered twice", []Acted{toRotate("e", Admitted)}, toApprove("a", Refused, "bob", "e"), twice, false},
		{"to approve the end of a version", []Acted{toRevoke("e", Admitted, 1)}, toApprove("a", Refused, "bob", "e"), nil, true},
		{"to approve the end of what is held", []Acted{toRevoke("e", Admitted, 1), toHold("h", Admitted, 1)}, toApprove("a", Refused, "bob", "e"), nil, false},
		{"to approve the end of what texts may be kept under", []Acted{toRevoke("e", Admitted, 1)}, toApprove("a", Refused, "bob", "e"), func(b *builder) { b.h.Policy.Rewrap = true }, false},
	} {
		b := rested()
		for _, a := range c.before {
			b.asked(a)
		}
		if c.change != nil {
			c.change(b)
		}
		b.asked(c.last)
		b.pass(sec)
		if got := clauseFired(b.done(), "S18", "refused"); got != c.fires {
			t.Errorf("%s: fired %t, want %t", c.name, got, c.fires)
		}
	}
}

// twice has the network deliver what people ask for next more than once.
func twice(b *builder) {
	b.h.Faults = append(b.h.Faults, Fault{Kind: doubling, Injected: true, From: b.now, To: b.now + 20*ms, Bites: []time.Duration{b.now + ms}, On: []string{"operator"}})
}

// TestOwnersLease holds the lease on which a key is acquired to policy.
func TestOwnersLease(t *testing.T) {
	for _, c := range []struct {
		name           string
		by             string
		ttl            time.Duration
		unseen         bool
		judged, broken bool
	}{
		{"as long as policy says", "w1#1", testPolicy.OwnerLease, false, true, false},
		{"shorter", "w1#1", testPolicy.OwnerLease - sec, false, true, false},
		{"longer", "w1#1", testPolicy.OwnerLease + sec, false, true, true},
		{"longer, of somebody else", "w2#1", testPolicy.OwnerLease + sec, false, false, false},
		{"longer, and nobody saw leases", "w1#1", testPolicy.OwnerLease + sec, true, false, false},
	} {
		b := ready()
		b.acquire("w1#1")
		got := &b.h.Views[len(b.h.Views)-1]
		b.h.Leases = append(b.h.Leases, LeaseLife{ID: 77, TTL: c.ttl})
		b.h.Attached = append(b.h.Attached, Attached{Object: "k/owner", By: c.by, Revision: got.Revision, Lease: 77})
		if c.unseen {
			b.h.Unseen = append(b.h.Unseen, Leases)
		}
		of := s4.of(b.done()).Clauses[s4Lease]
		if of.Judged > 0 != c.judged || of.Broken > 0 != c.broken {
			t.Errorf("%s: judged %d, broken %d", c.name, of.Judged, of.Broken)
		}
	}
}

// TestMadeToLast holds what is made to the life that policy gives it.
func TestMadeToLast(t *testing.T) {
	const life = time.Minute
	for _, c := range []struct {
		name  string
		ends  func(made time.Duration) time.Duration
		fires bool
	}{
		{"for its life", func(made time.Duration) time.Duration { return made + life }, false},
		{"as long as clocks may be off besides", func(made time.Duration) time.Duration { return made + life + 400*ms }, false},
		{"for longer", func(made time.Duration) time.Duration { return made + life + 401*ms }, true},
		{"for ever", func(time.Duration) time.Duration { return 0 }, true},
		{"until its issuer ends", func(made time.Duration) time.Duration { return made + life/2 }, false},
	} {
		b := ready()
		h := b.done()
		h.Policy.KeyLife, h.Policy.WallSkew, h.Offers.Ends = life, 400*ms, true
		for i := range h.Effects {
			if e := &h.Effects[i]; e.Kind == Mint {
				e.Ends = c.ends(e.At)
			}
		}
		if got := clauseFired(h, "S5", "lasts"); got != c.fires {
			t.Errorf("%s: fired %t, want %t", c.name, got, c.fires)
		}
	}
}

// TestIssuedUnderTheActiveOne holds what a number is allocated under to the anchor's record as it
// was just then.
func TestIssuedUnderTheActiveOne(t *testing.T) {
	anchor := []View{
		stood(1, Committed, 1, 0, is(1, Active, 0)),
		stood(5, Published, 1, 2, is(1, Active, 0), is(2, Pending, 0)),
		stood(9, Committed, 2, 0, is(1, Deprecated, 0), is(2, Active, 0)),
	}
	for _, c := range []struct {
		at    int
		under uint32
		fires bool
	}{{3, 1, false}, {6, 1, false}, {6, 2, true}, {10, 2, false}, {10, 1, true}, {10, 3, true}, {10, 0, false}} {
		_, k := twoLevels(anchor, []View{stood(2, Idle, 0, 0), stood(c.at, Intent, 0, 1, is(1, Pending, c.under)), stood(11, Staged, 0, 1, is(1, Pending, c.under))})
		if got := s3.of(k).Clauses[s3Anchored]; got.Broken > 0 != c.fires || got.Judged > 0 != (c.under != 0) {
			t.Errorf("allocated at %ds under v%d: judged %d, broken %d", c.at, c.under, got.Judged, got.Broken)
		}
	}
}
