package checker

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

var l4 = Invariant{"L4",
	"Every halt names reason, class, playbook, owner, escalation, and is paged within a bound.",
	[]Clause{
		{"named", "A halt names its reason, its class, a playbook, an owner and an escalation."},
		{"paged", "Somebody is told of each halt, as the record has it, within the bound."},
		{"halted", "Who is told of a halt is told of one that there is, as the record has it."},
		{"once", "Who has been answered by the pager does not tell it the same again, before the record is written, or it has heard of that."},
		{"answers", "What a halt answers is so: whether sealing and opening go on, whether customers must act, whether an operator may; and it can be recovered from, if it says so."},
		{"put back", "When the store was put back to an older copy, somebody is told within the bound of a halt for that."},
		{"offered", "A playbook that a halt or a notice names is one that the engine has, if it has any."},
		{"fitting", "The playbook that a halt names is for halts of its sort, and is that for it if there is one."},
		{"agrees", "What a halt or a notice says of class, escalation and answers is what the playbook says that it names."},
		{"escalated", "Somebody is told of each node that DESTROYED names, of which version, and where."},
		{"recorded", "The audit's entry of a halt says why."},
		{"by hand", "Somebody is told, within the bound, of a record that was changed by hand, and of material in use that was destroyed by hand and that a node is refused; and not as of what can be recovered from by a resume."},
	}, judgeL4}

const (
	l4Named clause = iota
	l4Paged
	l4Halted
	l4Once
	l4Answers
	l4PutBack
	l4Offered
	l4Fitting
	l4Agrees
	l4Escalated
	l4Recorded
	l4ByHand
)

// classes are the classes of a halt.
var classes = []string{"recoverable", "non-recoverable", "security-critical"}

// L4: whoever is woken by a halt is told what to do.
func judgeL4(t *tally, h *Past) {
	if !h.Offers.Record {
		t.skip(undescribed)
		return
	}
	t.skip("nothing was halted")
	pagedHalts(t, h)
	pagedOnce(t, h)
	notices(t, h)
	escalated(t, h)
	toldOf(t, h)
	toldByHand(t, h)
	turns := h.replayed.turns
	for i := range turns {
		if !turns[i].halts() {
			continue
		}
		v := turns[i].v
		t.judged(l4Named)
		if lacks := v.Halt.lacks(); lacks != "" {
			t.add(l4Named, v.At, citing(v), "the halt of rotation %s at %s, revision %d, has %s", v.Rotation, at(v.At), v.Revision, lacks)
		}
		offered(t, h, &v.Halt, v.At, citing(v), "the halt of rotation %s at %s, revision %d,", v.Rotation, at(v.At), v.Revision)
		fitting(t, h, &turns[i])
		saysWhy(t, v)
		paged(t, h, turns[i:])
		answers(t, h, turns[i:])
	}
}

// notices holds what people are told that halts nothing to the playbooks that there are:
// what halts something is in the record.
func notices(t *tally, h *Past) {
	for i := range h.Pages {
		if p := &h.Pages[i]; p.Notice {
			offered(t, h, &p.Halt, p.At, h.citeAt(p.At), "what %s told the pager at %s", p.By, at(p.Sent))
		}
	}
}

// offered demands of a playbook that is named that there is one: who has been woken by the
// alert looks for it. What names none is held to that elsewhere.
func offered(t *tally, h *Past, named *Halt, when time.Duration, cites []Cite, who string, args ...any) {
	if len(h.Offers.Playbooks) == 0 || named.Playbook == "" {
		return
	}
	t.judged(l4Offered)
	book := h.playbook(named.Playbook)
	if book == nil {
		t.add(l4Offered, when, cites, "%s names the playbook %q, and the engine has none of that name: it has %s",
			fmt.Sprintf(who, args...), named.Playbook, strings.Join(h.playbooks(), ", "))
		return
	}
	agrees(t, named, book, when, cites, who, args...)
}

// haltedUntil is when the halt that the first of some turns enters was over.
func (h *Past) haltedUntil(turns []turn) time.Duration {
	for i := range turns {
		if turns[i].v.Phase != Halted {
			return turns[i].v.At
		}
	}
	return h.End
}

// answers holds what the halt that the first of some turns enters answers to what was seen
// until it was over.
func answers(t *tally, h *Past, turns []turn) {
	v := turns[0].v
	t.judged(l4Answers)
	lie := h.untrue(v, h.haltedUntil(turns))
	if lie == "" {
		lie = h.belittles(&turns[0])
	}
	if lie != "" {
		t.add(l4Answers, v.At, citing(v), "the halt of rotation %s at %s, revision %d (%s), says that %s", v.Rotation, at(v.At), v.Revision, v.why(), lie)
	}
}

// untrue is what a halt answers that is at odds with what was seen in a time; empty:
// nothing. What was not tried in it may be as it says; what was asked for before it, or
// answered after it, does not speak against it. A halt that says that sealing and opening
// go on, when they do not, is not judged here: whoever was turned away for no other cause
// is L3's, and what could not be opened is S14's.
func (h *Past) untrue(v *View, to time.Duration) string {
	said, from := &v.Halt, v.At
	sealed, sealless, opened, unopened := 0, 0, 0, 0
	for i := range h.Seals {
		if s := &h.Seals[i]; from <= s.Received && s.Emitted <= to {
			sealed++
		}
	}
	for i := range h.Denials {
		if d := &h.Denials[i]; from <= d.At && d.At <= to+h.calls(1) {
			sealless++
		}
	}
	for i := range h.Opens {
		switch o := &h.Opens[i]; {
		case o.Emitted < from || o.Received > to:
		case o.Answer == Right && from <= o.Received && o.Emitted <= to:
			opened++
		case o.Answer == Wrong || o.Answer == UnknownKey:
			unopened++
		}
	}
	switch {
	case said.EncryptionAffected && sealed > 0 && sealless == 0 && !(v.effective() == Committed && len(v.Reached) > 0):
		return fmt.Sprintf("encryption is affected; all that was asked for until %s, %s, was sealed", at(to), many(sealed, "seal"))
	case !said.DecryptionValid && opened > 0 && unopened == 0:
		return fmt.Sprintf("decryption is not valid any more; all that was asked for until %s, %s, was opened", at(to), many(opened, "open"))
	case said.CustomersMustAct && said.DecryptionValid && said.Class != "security-critical":
		return fmt.Sprintf("customers must act, that what they have can be opened, and that nothing is at risk (%s)", said.Class)
	case said.Class == "recoverable" && !said.ManualWorkSafe:
		return "it is recoverable, and that nobody can safely work on it by hand; nothing else recovers what is halted"
	}
	return ""
}

// belittles is what a halt hides that its record, or whoever wrote it, knew; empty: nothing.
// Where the record lets nobody seal, or not all pools, that is so however little was asked
// for. What was rejected for good is rejected again after each resume.
func (h *Past) belittles(x *turn) string {
	v := x.v
	phase := v.effective()
	switch {
	case !v.Halt.EncryptionAffected && (phase == Draining || phase == Committed && len(v.Reached) > 0):
		return "encryption is not affected; while the record is so, some nodes may not seal"
	case v.Halt.Class == "recoverable" && x.prev != nil && !v.caused(byOperator) && h.sees(Ports) && h.rejected(x):
		return "it is recoverable; the key service had just said that it will never do what was asked for"
	}
	return ""
}

// rejected says that who wrote had been told since the write before that the key service will
// never do something.
func (h *Past) rejected(x *turn) bool {
	return slices.ContainsFunc(h.Asks, func(a Ask) bool {
		return a.By == x.v.By && (a.Verb == "mint" || a.Verb == "destroy") && a.Reply == Rejected && a.Received != 0 && x.prev.At <= a.Sent && a.Received <= x.v.Sent
	})
}

// paged demands that somebody is told of the halt that the first of some turns enters,
// unless it was over before the bound was.
func paged(t *tally, h *Past, turns []turn) {
	v := turns[0].v
	by := h.deadline(h.paging(), v.At, h.PageBound())
	over := h.haltedUntil(turns)
	told := slices.ContainsFunc(h.Pages, func(p Page) bool { return v.At <= p.At && p.At <= by && p.of(v) })
	if !told && over <= by {
		return
	}
	t.judged(l4Paged)
	if !told {
		t.add(l4Paged, by, citing(v), "the halt of rotation %s at %s, revision %d (%s), was paged to nobody by %s: %s is allowed from then, or from the last fault on the way to the pager",
			v.Rotation, at(v.At), v.Revision, v.why(), at(by), at(h.PageBound()))
	}
}

// pagedHalts holds every page of a halt to the record: nobody is to look for what has stopped
// where nothing has.
func pagedHalts(t *tally, h *Past) {
	for i := range h.Pages {
		p := &h.Pages[i]
		if p.Notice {
			continue
		}
		t.judged(l4Halted)
		if !slices.ContainsFunc(h.Views, func(v View) bool { return v.early() <= p.At && v.Phase == Halted && p.of(&v) }) {
			t.add(l4Halted, p.At, h.citeAt(p.At), "%s told the pager at %s of a halt: %q; until then the record has been halted for no such reason", p.By, at(p.Sent), p.Halt.Reason)
		}
	}
}

// pagedOnce holds every page to those that its process has sent before: people who are woken
// for nothing sleep through what matters.
func pagedOnce(t *tally, h *Past) {
	for i := range h.Pages {
		p := &h.Pages[i]
		t.judged(l4Once)
		v, spare := viewAt(h.Views, p.At), 0
		if v != nil && v.By == p.By && v.caused(byOperator) {
			spare = 1 // who carried out the act and who owns the key are two, and may both have begun
		}
		for k := range h.Pages[:i] {
			q := &h.Pages[k]
			if q.By != p.By || !q.same(p) || v != nil && v.At > q.Sent || h.meddledSince(q.Sent, p.At) {
				continue
			}
			if v != nil && h.newestRead(p.By, v.Object, p.Sent) > h.newestRead(p.By, v.Object, q.Sent) {
				continue // what it had told was an earlier halt: its answers come late
			}
			answered, is := h.answeredBy(q.Ask, p.Sent)
			if !is || h.heldBack(machineOf(p.By), answered, p.Sent) {
				continue
			}
			if spare--; spare < 0 {
				t.add(l4Once, p.At, h.citeAt(p.At), "%s told the pager at %s of %q; it had told it of that at %s, and been answered, and nothing has been written since",
					p.By, at(p.Sent), p.Halt.Reason, at(q.Sent))
				break
			}
		}
	}
}

// answeredBy is when a request was answered, if it was by a time.
func (h *Past) answeredBy(ask int, by time.Duration) (when time.Duration, is bool) {
	i := slices.IndexFunc(h.Asks, func(a Ask) bool { return a.ID == ask })
	if i < 0 || h.Asks[i].Reply != Done || h.Asks[i].Received == 0 || h.Asks[i].Received > by {
		return 0, false
	}
	return h.Asks[i].Received, true
}

// saysWhy demands of the entry that is written with a halt that it says why: the record says so
// only until somebody resumes, and who asks afterwards has nothing but the audit.
func saysWhy(t *tally, v *View) {
	for e, b := range v.entries() {
		t.judged(l4Recorded)
		if e.Phase == Halted && b.Note == "" {
			t.add(l4Recorded, v.At, citing(v), "the audit's entry %d, of the halt of rotation %s at %s, revision %d (%s), does not say why", e.Seq, v.Rotation, at(v.At), v.Revision, v.why())
		}
	}
}

// lacks tells what a halt does not name.
func (h *Halt) lacks() string {
	var all []string
	for _, f := range []struct{ name, value string }{
		{"reason", h.Reason}, {"class", h.Class}, {"playbook", h.Playbook}, {"owner", h.Owner}, {"escalation", h.Escalation},
	} {
		if f.value == "" {
			all = append(all, "no "+f.name)
		}
	}
	if h.Class != "" && !slices.Contains(classes, h.Class) {
		all = append(all, fmt.Sprintf("the class %q, which is none of %s", h.Class, strings.Join(classes, ", ")))
	}
	return strings.Join(all, ", ")
}

// same says that two alerts tell the same.
func (p *Page) same(q *Page) bool {
	return p.Halt == q.Halt && p.Notice == q.Notice && p.Due == q.Due && p.Version == q.Version && slices.Equal(p.Nodes, q.Nodes)
}

// of says that a page is for the halt of a view, in all that it says.
func (p *Page) of(v *View) bool { return !p.Notice && p.Halt == v.Halt }

// paging is the trouble on the way to the pager: of any worker may tell it, and the store
// has what it tells.
func (h *Past) paging() trouble { return h.troubleOn(StoreDuty, WorkerDuty, OperatorDuty) }

// newestRead is the newest revision of an object that a process has been answered by a time; 0:
// none.
func (h *Past) newestRead(by, object string, at time.Duration) (newest int64) {
	for i := range h.Asks {
		a := &h.Asks[i]
		if a.By != by || a.Received == 0 || a.Received > at {
			continue
		}
		for _, s := range a.Reads {
			if s.Object == object {
				newest = max(newest, s.Mod)
			}
		}
	}
	return newest
}
