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

// TestActFor: where the engine writes no entries, a transition is an act's that was being done
// then, of that verb and rather not one that was refused.
func TestActFor(t *testing.T) {
	act := func(id, verb string, o Outcome, from, to time.Duration) Act {
		return Act{Called: from, Returned: to, Acted: Acted{ID: id, Verb: verb, Outcome: o}}
	}
	p := &Past{Acts: []Act{
		act("later", "halt", Admitted, 11*sec, 12*sec), act("over", "halt", Admitted, sec, 2*sec), act("another", "resume", Admitted, 9*sec, 12*sec),
		act("refused", "halt", Refused, 9*sec, 12*sec), act("this", "halt", Admitted, 9*sec, 12*sec), act("too", "halt", Admitted, 9*sec, 12*sec),
		act("lost", "abort", Unknown, sec, 2*sec),
	}}
	v := &View{Early: 10 * sec, At: 10 * sec}
	for verb, want := range map[string]string{"halt": "this", "resume": "another", "abort": "lost", "hold": "", "": ""} {
		got := ""
		if a := p.actFor(verb, v); a != nil {
			got = a.ID
		}
		if got != want {
			t.Errorf("%q: %q, want %q", verb, got, want)
		}
	}
}
