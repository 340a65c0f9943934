package checker

import (
	"slices"
	"testing"
)

// playbooksOf are playbooks of which no more is known than their names.
func playbooksOf(names ...string) (all []Playbook) {
	for _, n := range names {
		all = append(all, Playbook{Name: n})
	}
	return all
}

// TestFittingPlaybooks: what a halt names is held to what had happened before it.
func TestFittingPlaybooks(t *testing.T) {
	books := append(playbooksOf("other"), Playbook{Name: "ask-around", Occasion: AskedOccasion}, Playbook{Name: "no-answer", Occasion: UnansweredOccasion},
		Playbook{Name: "turned-down", Occasion: RejectedOccasion}, Playbook{Name: "two-materials", Occasion: MixedOccasion}, Playbook{Name: "pool", Occasion: PoolOccasion})
	mixes := func(b *builder) {
		g := &b.h.Stamps[len(b.h.Stamps)-1]
		g.Prints = slices.Clone(g.Prints)
		g.Prints[0] = "another"
	}
	tries := func(r Reply) func(*builder) {
		return func(b *builder) {
			for range testPolicy.Attempts {
				b.asks("w1#1", Asked{Verb: "mint", To: "keys", Version: 3, Reply: r})
			}
		}
	}
	for _, c := range []struct {
		name, cause, book string
		before            func(*builder)
		fires             bool
	}{
		{"asked for", "operator", "ask-around", nil, false},
		{"asked for, as something else", "operator", "other", nil, true},
		{"not asked for", "deadline:x", "ask-around", nil, true},
		{"not answered", "deadline:tries", "no-answer", tries(NoReply), false},
		{"not answered, as turned down", "deadline:tries", "turned-down", tries(NoReply), true},
		{"not answered, as asked for", "deadline:tries", "ask-around", tries(NoReply), true},
		{"turned down", "deadline:tries", "turned-down", tries(Rejected), false},
		{"turned down, as not answered", "deadline:tries", "no-answer", tries(Rejected), true},
		{"two materials", "trigger:t2", "two-materials", mixes, false},
		{"two materials, and there are none", "trigger:t2", "two-materials", nil, true},
		{"a pool, and none waits", "trigger:t2", "pool", nil, true},
		{"something else", "trigger:t2", "other", nil, false},
	} {
		b := ready()
		b.h.Offers.Playbooks = books
		b.h.Offers.Deadlines = append(slices.Clone(b.h.Offers.Deadlines), Deadline{"tries", []string{mayHalt}, AttemptsTerm}, Deadline{"x", []string{mayHalt}, ""})
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		if c.before != nil {
			c.before(b)
		}
		cause := c.cause
		if cause == "operator" {
			cause = byOperator + b.act("halt")
		}
		b.halts("w1#1", cause)
		v := &b.h.Views[len(b.h.Views)-1]
		v.Halt.Playbook = c.book
		if got := clauseFired(b.done(), "L4", "fitting"); got != c.fires {
			t.Errorf("%s: fired %t, want %t", c.name, got, c.fires)
		}
	}
}

// TestWhatIsWrittenInAHalt: what else is written while a rotation is halted, such as the revocation of
// an old version that operators have asked for, does not make the halt theirs; another halt does.
func TestWhatIsWrittenInAHalt(t *testing.T) {
	for name, again := range map[string]bool{"a revocation": false, "another halt": true} {
		b := old()
		b.h.Offers.Playbooks = append(playbooksOf("other"), Playbook{Name: "ask-around", Occasion: AskedOccasion})
		b.admit("w1#1", "d9", 1)
		b.acquire("w1#1")
		b.halts("w1#1", "trigger:t9")
		b.h.Views[len(b.h.Views)-1].Halt.Playbook, b.rec.Halt.Playbook = "other", "other"
		act := b.act("revoke")
		b.write("w1#1", "v1 RETIRING", byOperator+act, func(v *View) {
			v.Versions[0].State = Retiring
			raise(v)
			if again {
				v.Halt.Reason = "for another reason"
			}
		})
		if got := clauseFired(b.done(), "L4", "fitting"); got != again {
			t.Errorf("%s: fired %t, want %t", name, got, again)
		}
	}
}

// TestAgreeingPlaybooks: an alert says what its playbook says.
func TestAgreeingPlaybooks(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Playbook)
		fires  bool
	}{
		{"as it says", func(*Playbook) {}, false},
		{"another class", func(b *Playbook) { b.Class = "security-critical" }, true},
		{"other people", func(b *Playbook) { b.Escalation = "somebody" }, true},
		{"another answer", func(b *Playbook) { b.CustomersMustAct = !b.CustomersMustAct }, true},
		{"nothing that is known", func(b *Playbook) { *b = Playbook{Name: b.Name} }, false},
	} {
		b := ready()
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.halt("w1#1")
		h := &b.h.Views[len(b.h.Views)-1].Halt
		book := Playbook{Name: h.Playbook, Class: h.Class, Escalation: h.Escalation, Answers: Answers{h.EncryptionAffected, h.DecryptionValid, h.CustomersMustAct, h.ManualWorkSafe}}
		c.change(&book)
		b.h.Offers.Playbooks = []Playbook{book}
		if got := clauseFired(b.done(), "L4", "agrees"); got != c.fires {
			t.Errorf("%s: fired %t, want %t", c.name, got, c.fires)
		}
	}
}

func clauseFired(h *Past, id, clause string) bool {
	v := invariant(id).of(h)
	return slices.ContainsFunc(v.Clauses, func(c Count) bool { return c.Clause == clause && c.Broken > 0 })
}
