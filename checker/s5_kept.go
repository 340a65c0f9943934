package checker

import "time"

// recalls judges what is kept for good, by what the store holds: each write by what opens
// it. The store's order is the order of the writes, so that nothing has to be searched.
func recalls(t *tally, h *Past) {
	if !h.Offers.Rewraps {
		return
	}
	r := recalling{t: t, h: h, stood: map[string][]*Keep{}}
	r.writes()
	for i := range h.Lodges {
		r.lodged(&h.Lodges[i])
	}
	for i := range h.Recalls {
		r.recalled(&h.Recalls[i])
	}
}

// recalling knows all that was ever kept under each name, in the order of the store; looked
// up only.
type recalling struct {
	t     *tally
	h     *Past
	stood map[string][]*Keep
}

// writes demands of each write that it leaves the text as it was, or puts one in its place
// that somebody asked for then.
func (r *recalling) writes() {
	for s := (shelf{keeps: r.h.Keeps}); s.next < len(s.keeps); {
		k, before := s.put()
		r.stood[k.Name] = append(r.stood[k.Name], k)
		if k.Gone && (k.ByHand || before == nil) { // nobody of the engine did it, or nothing was lost by it
			continue
		}
		r.t.judged(s5Stands)
		switch {
		case k.Gone:
			r.t.add(s5Stands, k.At, citing(k), "%s left nothing that can be read of %s at %s, revision %d", k.By, k.Name, at(k.At), k.Revision)
		case k.Plain == "": // nobody can tell what it is: V0 sees to that
		case before != nil && before.Plain == k.Plain, r.askedFor(k):
		case before == nil:
			r.t.add(s5Stands, k.At, citing(k), "%s put %s at %s, revision %d; nobody asked for that text to be kept then", k.By, k.Name, at(k.At), k.Revision)
		default:
			r.t.add(s5Stands, k.At, citing(before, k), "%s put %s at %s, revision %d; it is not the text that was kept since %s, revision %d, and nobody asked for it to be kept then",
				k.By, k.Name, at(k.At), k.Revision, at(before.At), before.Revision)
		}
	}
}

// askedFor says that a text may have been put for somebody who asked for it then. Whoever was
// told that it is not kept is not among them, nor who was told that it is before it was put.
func (r *recalling) askedFor(k *Keep) bool {
	for i := range r.h.Lodges {
		if l := &r.h.Lodges[i]; l.Plain == k.Plain && l.Called <= k.At && (l.Answer == NoReply || l.Answer == Done && k.Early <= l.Emitted) {
			return true
		}
	}
	return false
}

// lodged demands of what a node says that it keeps that it was put while it was asked for.
func (r *recalling) lodged(l *Lodge) {
	if l.Answer != Done {
		return
	}
	r.t.judged(s5Lodged)
	for _, k := range r.stood[l.Name] {
		if !k.Gone && k.Plain == l.Plain && l.Called <= k.At && k.Early <= l.Emitted {
			return
		}
	}
	r.t.add(s5Lodged, l.Emitted, citing(l), "%s said at %s that it keeps what %s had asked for at %s as %s; no such text was put by then",
		who(l.Node, l.Incarnation), at(l.Emitted), l.Client, at(l.Called), l.Name)
}

// recalled demands that there is a moment of a request at which what it was told is so.
func (r *recalling) recalled(c *Recalling) {
	if c.Answer == RecallLost || c.Answer == RecallUnavailable {
		return
	}
	r.t.judged(s5Recalled)
	all := r.stood[c.Name]
	for i := -1; i < len(all); i++ {
		from, to, none := time.Duration(0), r.h.End, true
		if i >= 0 {
			from, none = all[i].Early, all[i].Gone
		}
		if i+1 < len(all) {
			to = all[i+1].At
		}
		if to < c.Called || from > c.Emitted {
			continue
		}
		switch c.Answer {
		case RecallText:
			if !none && (all[i].Plain == c.Plain || all[i].Plain == "") {
				return
			}
		case RecallNothing:
			if none {
				return
			}
		case RecallUnknownKey:
			if none || all[i].Used == (Sealing{}) || r.h.within(all[i].Used.Version, r.h.endMargin(), c.Emitted) { // nobody can open it
				return
			}
		}
	}
	said := map[Recall]string{RecallText: "another text than was kept then", RecallNothing: "that nothing is", RecallUnknownKey: "that it does not know its key"}[c.Answer]
	r.t.add(s5Recalled, c.Emitted, r.citingText(c), "%s was asked at %s for what is kept as %s, and answered at %s %s", who(c.Node, c.Incarnation), at(c.Called), c.Name, at(c.Emitted), said)
}

// citingText cites a request, and the last text that stood under its name before the answer.
func (r *recalling) citingText(c *Recalling) []Cite {
	all := r.stood[c.Name]
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].At <= c.Emitted {
			return citing(all[i], c)
		}
	}
	return citing(c)
}
