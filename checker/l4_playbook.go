package checker

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// playbook is the one of a name; nil if the engine has none.
func (h *Past) playbook(name string) *Playbook {
	i := slices.IndexFunc(h.Offers.Playbooks, func(b Playbook) bool { return b.Name == name })
	if i < 0 {
		return nil
	}
	return &h.Offers.Playbooks[i]
}

// playbooks are the names of all that there are.
func (h *Past) playbooks() (names []string) {
	for i := range h.Offers.Playbooks {
		names = append(names, h.Offers.Playbooks[i].Name)
	}
	return names
}

// fitting holds the playbook that a halt names to what had happened: who is woken does what it
// says, and what is written for another sort of halt may do harm.
func fitting(t *tally, h *Past, x *turn) {
	v := x.v
	named := h.playbook(v.Halt.Playbook)
	if named == nil || x.prev == nil {
		return
	}
	t.judged(l4Fitting)
	is := h.sortOf(x)
	i := slices.IndexFunc(h.Offers.Playbooks, func(b Playbook) bool { return b.Occasion == is })
	switch {
	case is != "" && i >= 0 && named.Occasion != is:
		t.add(l4Fitting, v.At, citing(x.prev, v), "the halt of rotation %s at %s, revision %d (%s), names the playbook %q; %s, and that is for %q",
			v.Rotation, at(v.At), v.Revision, v.why(), named.Name, sorts[is], h.Offers.Playbooks[i].Name)
	case is == "" && named.Occasion != "" && !h.mayBe(named.Occasion, x):
		t.add(l4Fitting, v.At, citing(x.prev, v), "the halt of rotation %s at %s, revision %d (%s), names the playbook %q, which is for when %s; nothing of the kind had happened",
			v.Rotation, at(v.At), v.Revision, v.why(), named.Name, sorts[named.Occasion])
	}
}

// sorts are what has happened where a halt is of a sort.
var sorts = map[Occasion]string{ // looked up only
	AskedOccasion:      "an operator had asked for it",
	RejectedOccasion:   "the key service had said that it will never do what was asked for",
	UnansweredOccasion: "the key service had not done what was asked for, as often as policy tries, and had never rejected it",
	MixedOccasion:      "a node held other material than the record names",
	PoolOccasion:       "a pool that was let in did not seal in time",
}

// sortOf is of which sort a halt is by what had happened; empty: of none, or it cannot be seen.
// Whoever gives policy's attempts as the cause has been turned down for good, or has not.
func (h *Past) sortOf(x *turn) Occasion {
	v := x.v
	switch term, is := h.termOf(v); {
	case x.way == byAct || v.caused(byOperator):
		return AskedOccasion
	case !is:
	case term == DrainTerm && v.effective() == Committed:
		return PoolOccasion
	case term != AttemptsTerm || !h.sees(Ports):
	case h.rejected(x):
		return RejectedOccasion
	case !h.everRejected(v):
		return UnansweredOccasion
	}
	return ""
}

// termOf is the bound of policy that a view gives as its cause; false: none.
func (h *Past) termOf(v *View) (Term, bool) {
	for i := range v.Audit {
		name, is := strings.CutPrefix(v.Audit[i].Cause, byDeadline)
		k := slices.IndexFunc(h.Offers.Deadlines, func(d Deadline) bool { return d.Name == name })
		if is && k >= 0 {
			return h.Offers.Deadlines[k].Of, true
		}
	}
	return "", false
}

// everRejected says that the machine that wrote a view had ever been told that something will
// never be done, or is destroyed.
func (h *Past) everRejected(v *View) bool {
	return slices.ContainsFunc(h.Asks, func(a Ask) bool {
		return machineOf(a.By) == machineOf(v.By) && (a.Reply == Rejected || a.Gone) && a.Received != 0 && a.Received <= v.Sent
	})
}

// mayBe says that a halt of which is not known what it is for may be of a sort.
func (h *Past) mayBe(s Occasion, x *turn) bool {
	term, is := h.termOf(x.v)
	switch s {
	case MixedOccasion:
		return !h.Offers.Stamps || h.mixedBy(x)
	case RejectedOccasion, UnansweredOccasion:
		return !is || term == AttemptsTerm
	case PoolOccasion:
		return x.v.effective() == Committed
	}
	return len(x.v.Audit) == 0 // who asked is told by an entry
}

// mixedBy says that a stamp had shown, by when a halt was sent, other material than its record names.
func (h *Past) mixedBy(x *turn) bool {
	return slices.ContainsFunc(h.Stamps, func(g Grant) bool {
		if g.Early > x.v.At {
			return false
		}
		for i, n := range g.Opens {
			ver := x.prev.version(n)
			if ver != nil && i < len(g.Prints) && g.Prints[i] != ver.Print {
				return true
			}
		}
		return false
	})
}

// agrees holds what an alert says to the playbook that it names: two that differ leave whoever is
// woken with the choice. Where pools wait to be let in, sealing is affected whatever is written.
func agrees(t *tally, named *Halt, book *Playbook, when time.Duration, cites []Cite, who string, args ...any) {
	if book.Class == "" {
		return
	}
	t.judged(l4Agrees)
	says := Playbook{Class: named.Class, Escalation: named.Escalation,
		Answers: Answers{named.EncryptionAffected, named.DecryptionValid, named.CustomersMustAct, named.ManualWorkSafe}}
	want := Playbook{Class: book.Class, Escalation: book.Escalation, Answers: book.Answers}
	want.EncryptionAffected = want.EncryptionAffected || says.EncryptionAffected
	if says != want {
		t.add(l4Agrees, when, cites, "%s names the playbook %q and says %s; the playbook says %s", fmt.Sprintf(who, args...), book.Name, says.words(), want.words())
	}
}

// words are what a playbook has in common with an alert.
func (b *Playbook) words() string {
	return fmt.Sprintf("%s, escalate to %s, encryption affected %t, decryption valid %t, customers must act %t, manual work safe %t",
		b.Class, b.Escalation, b.EncryptionAffected, b.DecryptionValid, b.CustomersMustAct, b.ManualWorkSafe)
}
