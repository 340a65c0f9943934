package checker

import (
	"slices"
	"time"
)

// A store that is put back to an older copy has forgotten things that have happened. What
// the record says from then on follows from nothing that was, so that most of what is judged
// has no meaning across it. Therefore the past is cut there: up to it all is judged as ever,
// as in a run that ended with it. What comes after is held to little and to all that is left:
// the record is halted and written no more, nobody is given a right, no number is taken, and
// what is sealed is under the version that was the active one. If the store is put back once
// more it is cut there as well, and what comes then is held to the same, over the record that
// the newer copy has: nothing that was halted for the copy before says that this one may be
// gone on from. Whether the copy differs in the record of a key makes no difference: what
// stands beside it may be lost too, and no engine can know.

// rewound is the place in Facts at which the store was put back for the first time; -1: it
// never was.
func (h *History) rewound() int {
	return slices.IndexFunc(h.Facts, func(f Fact) bool { _, is := f.What.(*PutBack); return is })
}

// cutAt is what was known of a history when a fact came about.
func (h *History) cutAt(at int) *History {
	cut := *h
	cut.End, cut.Facts = h.Facts[at].At, make([]Fact, 0, len(h.Facts))
	for i := range h.Facts {
		if f, is := h.Facts[i].by(cut.End, i < at); is {
			cut.Facts = append(cut.Facts, f)
		}
	}
	return &cut
}

// A comeback is what came of a store that was put back to a copy, up to when it was once more.
type comeback struct {
	*Past
	cut   Fact  // that it was put back
	stood *View // the record as the copy has it; nil: there is none
}

// sinceEach is what came each time that the store was put back, with when that was.
func (h *History) sinceEach() (all []comeback) {
	rest, at := *h, h.rewound()
	for at >= 0 {
		cut := rest.Facts[at]
		rest.Facts = rest.Facts[at+1:]
		upTo := &rest
		if at = rest.rewound(); at >= 0 {
			upTo = rest.cutAt(at)
		}
		all = append(all, comeback{Past: Derive(upTo), cut: cut})
	}
	return all
}

// by is a fact as it was known at a time; not, if it was not. Earlier says that it was noted
// before the one that came about then.
func (f Fact) by(end time.Duration, earlier bool) (Fact, bool) {
	if f.Sent > end {
		return f, false
	}
	done := f.At <= end && (earlier || f.At < end)
	if f.Received > end {
		f.Received = 0
	}
	switch w := f.What.(type) {
	case *Fault:
		return f.struckBy(w, end)
	case *Asked:
		if f.At > end {
			f.unanswered(w)
		}
		return f, true
	case *Lodged:
		if f.At > end {
			open := *w
			open.Answer, open.Why = NoReply, ""
			f.Early, f.At, f.What = 0, 0, &open
		}
		return f, true
	case *Requested:
		if f.Received == 0 && w.Outcome != Unknown {
			open := *w
			open.Outcome, open.Rotation, open.Why = Unknown, "", ""
			f.What = &open
		}
		return f, true
	case *Acted:
		if f.Received == 0 && w.Outcome != Unknown {
			open := *w
			open.Outcome, open.Why = Unknown, ""
			f.What = &open
		}
		return f, true
	}
	return f, done
}

// unanswered takes the answer off a request.
func (f *Fact) unanswered(w *Asked) {
	open := *w
	open.Reads, open.Would, open.Reply, open.Print, open.Gone = nil, nil, NoReply, "", false
	f.Early, f.At, f.Received, f.Revision, f.What = 0, 0, 0, 0, &open
}

// struckBy is a fault as it had gone by a time.
func (f Fact) struckBy(w *Fault, end time.Duration) (Fact, bool) {
	if !w.Injected || w.From > end {
		return f, false
	}
	so := *w
	so.To = min(so.To, end)
	for i, at := range w.Bites {
		if at > end {
			so.Bites, so.Between = w.Bites[:i], w.Between[:min(i, len(w.Between))]
			break
		}
	}
	f.What = &so
	return f, true
}

// parts are the pasts of the keys, to be judged.
func (p *Past) parts() []*Past {
	at := p.rewound()
	if at < 0 {
		return split(p)
	}
	parts := split(Derive(p.cutAt(at)))
	for _, c := range p.sinceEach() {
		for i, of := range split(c.Past) {
			parts[i].again(of, c.cut)
		}
	}
	return parts
}

// again adds what came when the store was put back once more.
func (p *Past) again(of *Past, cut Fact) {
	c := comeback{Past: of, cut: cut}
	for i := range of.Views {
		if v := &of.Views[i]; v.RecordWritten && v.Revision == cut.Revision {
			c.stood = v
		}
	}
	if c.stood == nil {
		c.stood = p.lastWritten()
	}
	p.copies = append(p.copies, c)
}

// lastWritten is the record as it was last, after whatever copies there are; nil: there is none.
func (p *Past) lastWritten() *View {
	for k := len(p.copies); k >= 0; k-- {
		of := p
		if k > 0 {
			of = p.copies[k-1].Past
		}
		for i := range slices.Backward(of.Views) {
			if v := &of.Views[i]; v.RecordWritten {
				return v
			}
		}
	}
	if len(p.Views) > 0 {
		return &p.Views[0]
	}
	return nil
}

// anew is what is judged of an engine that goes by generations, each time that its store has been
// put back; none: nothing is.
func (p *Past) anew() []comeback {
	if !p.Offers.Generations || !p.Offers.Record || len(p.Views) == 0 {
		return nil
	}
	return p.copies
}

// putBackClause is what the clause is called by which an invariant speaks of what comes after
// the store was put back. One that has none is judged up to then.
const putBackClause = "put back"

// endsEarly says that an invariant speaks only of what was before the store of some past was
// put back.
func (inv *Invariant) endsEarly(p *Past) bool {
	return len(p.copies) > 0 && !slices.ContainsFunc(inv.Clauses, func(c Clause) bool { return c.Name == putBackClause })
}

// writes are the turns in which somebody has written the record, since the store was put back.
func (c *comeback) writes() (some []*turn) {
	for i := range c.replayed.turns {
		if t := &c.replayed.turns[i]; t.v.Revision > c.cut.Revision {
			some = append(some, t)
		}
	}
	return some
}

// sealsOn judges under what is sealed since: under what was the active version when the store
// was put back. No commit that is in no record makes it another one; and nor does a newer copy,
// since nobody has been given a right after the first.
func sealsOn(t *tally, h *Past) {
	for _, c := range h.anew() {
		t.judged(s2PutBack)
		active := h.Views[len(h.Views)-1].Active
		for i := range c.Seals {
			if s := &c.Seals[i]; s.Version != 0 && s.Version != active {
				t.add(s2PutBack, s.Emitted, citing(s), "%s sealed #%d under v%d %s; the store had been put back to an older copy at %s, when v%d was the active one",
					s.Node, s.ID, s.Version, span(s.Received, s.Emitted), at(c.cut.At), active)
			}
		}
	}
}

// silenced judges what is written since: a halt, once, and nothing after it.
func silenced(t *tally, h *Past) {
	for _, c := range h.anew() {
		t.judged(s17PutBack)
		stood := c.stood
		for _, x := range c.writes() {
			v := x.v
			switch {
			case stood.Phase == Halted && stood.Revision > c.cut.Revision:
				t.add(s17PutBack, v.At, citing(stood, v), "%s wrote %s at %s, revision %d; the store had been put back to an older copy at %s, and the record been halted for that at revision %d",
					v.By, v.Phase, at(v.At), v.Revision, at(c.cut.At), stood.Revision)
			case v.Phase != Halted || v.Active != stood.Active || v.Next != stood.Next || v.Rotation != stood.Rotation || v.effective() != stood.effective() && stood.effective() != Draining:
				t.add(s17PutBack, v.At, citing(stood, v), "%s wrote %s at %s, revision %d, over %s; the store had been put back to an older copy at %s, and only a halt is written then",
					v.By, v.Phase, at(v.At), v.Revision, stood.Phase, at(c.cut.At))
			}
			stood = v
		}
	}
}

// takenAgain judges which numbers are named since: none that is not in the copy.
func takenAgain(t *tally, h *Past, highest uint32) {
	for _, c := range h.anew() {
		t.judged(s8PutBack)
		had := c.stood
		for _, x := range c.writes() {
			if n := x.v.highest(); n > had.highest() && n <= highest {
				t.add(s8PutBack, x.v.At, citing(had, x.v), "%s took v%d at %s, revision %d; the store had been put back at %s to a copy that names v%d as the last, and there had been all up to v%d",
					x.v.By, n, at(x.v.At), x.v.Revision, at(c.cut.At), had.highest(), highest)
				return
			}
		}
	}
}

// ungranted judges who is given a right since: nobody.
func ungranted(t *tally, h *Past) {
	for _, c := range h.anew() {
		t.judged(s11PutBack)
		for i := range c.Stamps {
			s := &c.Stamps[i]
			if s.Revision > c.cut.Revision && !s.Kept {
				t.add(s11PutBack, s.At, citing(s), "%s was granted a stamp of rev %d at %s, revision %d; the store had been put back to an older copy at %s",
					who(s.Node, s.Incarnation), s.Rev, at(s.At), s.Revision, at(c.cut.At))
			}
		}
	}
}

// toldOf demands that people are told, each time that they do not know, of a halt that is in the record and says all
// that a halt has to.
func toldOf(t *tally, h *Past) {
	all := h.anew()
	for k := range all {
		if all[k].knownOf(all[:k]) {
			t.judged(l4PutBack)
		} else {
			all[k].told(t, h)
		}
	}
}

// knownOf says that the copy is halted already, for one before, and that people were told of
// that: there is nothing else to tell them.
func (c *comeback) knownOf(before []comeback) bool {
	return c.stood.Phase == Halted && slices.ContainsFunc(before, func(b comeback) bool {
		return slices.ContainsFunc(b.Pages, func(g Page) bool { return g.of(c.stood) })
	})
}

func (c *comeback) told(t *tally, h *Past) {
	bound := c.PageBound() + c.calls(settleCalls)
	by := c.deadline(c.paging(), c.cut.At, bound)
	for _, x := range c.writes() {
		v := x.v
		if v.Phase != Halted {
			continue
		}
		if lacks := v.Halt.lacks(); lacks != "" {
			t.add(l4PutBack, v.At, citing(v), "the halt at %s, revision %d, since the store was put back, has %s", at(v.At), v.Revision, lacks)
		}
		if h := &v.Halt; h.Class == "recoverable" || !h.EncryptionAffected { // nothing ends it, and nobody is given the right to seal
			t.add(l4PutBack, v.At, citing(v), "the halt at %s, revision %d, since the store was put back, says that it is %s, and of encryption being affected %t", at(v.At), v.Revision, h.Class, h.EncryptionAffected)
		}
		offered(t, h, &v.Halt, v.At, citing(v), "the halt at %s, revision %d,", at(v.At), v.Revision)
		if slices.ContainsFunc(c.Pages, func(g Page) bool { return v.At <= g.At && g.At <= by && g.of(v) }) {
			t.judged(l4PutBack)
			return
		}
	}
	if c.End <= by {
		return
	}
	t.judged(l4PutBack)
	t.add(l4PutBack, by, citing(c.stood), "the store was put back to an older copy at %s, and by %s nobody was told of a halt for that: %s is allowed from then, or from the last fault on the way to the pager",
		at(c.cut.At), at(by), at(bound))
}
