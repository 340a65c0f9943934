package checker

import (
	"slices"
	"sort"
	"time"
)

var s17 = Invariant{"S17",
	"A halted rotation changes nothing (the refusal chain apart) until an operator resumes it with a higher fence.",
	[]Clause{
		{"still", "While it is halted the record is not written."},
		{"operator", "Only an operator's act that was not refused ends a halt."},
		{"fence", "What ends a halt raises the fence."},
		{"put back", "When the store was put back to an older copy, the record is halted for that, if it is written at all, and never again."},
		{"sent", "Who knows of a halt sends no effect and no write of the record until it has ended."},
	}, judgeS17}

const (
	s17Still clause = iota
	s17Operator
	s17Fence
	s17PutBack
	s17Sent
)

// S17: halted is halted. Effects that were under way may land; what counts is sending.
func judgeS17(t *tally, h *Past) {
	if !h.Offers.Record {
		t.skip(undescribed)
		return
	}
	t.skip("nothing was halted")
	silenced(t, h)
	w := watch{t: t, h: h}
	var halted *View
	for i := range h.replayed.turns {
		x := &h.replayed.turns[i]
		v := x.v
		switch {
		case halted == nil:
			if v.Phase == Halted {
				halted = v
			}
		case v.Phase == Halted:
			still(t, x, halted)
		default:
			liftedBy(t, h, x, halted)
			w.during(halted, v)
			halted = nil
		}
	}
	if halted != nil {
		t.judged(s17Still)
		w.during(halted, nil)
	}
}

// still judges a write that leaves the rotation halted. An operator may act on what no
// rotation is about.
func still(t *tally, x *turn, halted *View) {
	t.judged(s17Still)
	v := x.v
	if x.way == byAct && (x.act == nil || actsBeside(x.act.Verb)) { // it names an act: only those that touch a halt need not
		return
	}
	t.add(s17Still, v.At, citing(halted, v), "%s wrote the record at %s, revision %d, by %s; it had been halted at %s, revision %d, and was still",
		v.By, at(v.At), v.Revision, x.way, at(halted.At), halted.Revision)
}

// resumed judges the write that ends a halt.
func liftedBy(t *tally, h *Past, x *turn, halted *View) {
	v := x.v
	t.judged(s17Still)
	t.judged(s17Operator)
	if a := x.act; x.way != byAct || a == nil && h.sees(Requests) || a != nil && (a.Outcome == Refused || a.Verb != "resume" && a.Verb != "abort") {
		what := "nobody had asked for that"
		if a != nil {
			what = "act " + a.ID + " was to " + a.Verb + ", and " + string(a.Outcome)
		}
		t.add(s17Operator, v.At, citing(halted, v), "%s wrote %s at %s, revision %d; it had been halted at %s, revision %d, and %s",
			v.By, v.Phase, at(v.At), v.Revision, at(halted.At), halted.Revision, what)
	}
	t.judged(s17Fence)
	if v.Fence <= halted.Fence {
		t.add(s17Fence, v.At, citing(halted, v), "%s ended the halt of %s, revision %d, at %s, revision %d, with fence %d; the halted one was %d",
			v.By, at(halted.At), halted.Revision, at(v.At), v.Revision, v.Fence, halted.Fence)
	}
}

// A watch follows what processes send while a key is halted.
type watch struct {
	t    *tally
	h    *Past
	asks []int32 // positions in the order of sending, once they are needed
}

// A knower is a process that knows of a halt.
type knower struct {
	by    string
	since time.Duration
	until time.Duration // it has read otherwise since; 0: it has not
	how   string
}

// bySelf is how a process knows that has halted the key: it may not have been answered.
const bySelf = "asked for that"

// during judges what was sent from a halt until the write that ended it; nil: none did.
func (w *watch) during(halted, ended *View) {
	until := w.h.End
	if ended != nil {
		until = ended.Early
	}
	if w.asks == nil {
		w.asks = sortedBy(w.h.Asks, func(a *Ask) time.Duration { return a.Sent })
	}
	// A request that was answered after the halt was sent at most two calls before it.
	since := halted.Early - 2*w.h.CallTimeout
	first := sort.Search(len(w.asks), func(i int) bool { return w.h.Asks[w.asks[i]].Sent >= since })
	know := w.asker(halted)
	for _, i := range w.asks[first:] {
		a := &w.h.Asks[i]
		if a.Sent >= until {
			break
		}
		if how := learns(a, halted, ended); how != "" {
			know = append(know, knower{by: a.By, since: a.Received, how: how})
		}
	}
	for _, i := range w.asks[first:] {
		a := &w.h.Asks[i]
		if a.Sent >= until {
			break
		}
		if a.Sent < halted.Early || !w.changes(a, halted.Object) {
			continue
		}
		w.t.judged(s17Sent)
		k := slices.IndexFunc(know, func(k knower) bool { return k.by == a.By && k.since < a.Sent && (k.until == 0 || a.Sent < k.until) })
		if k < 0 || know[k].how == bySelf && haltsAgain(a) || w.errand(a) || w.h.heldBack(machineOf(a.By), know[k].since, a.Sent) {
			continue
		}
		w.t.add(s17Sent, a.Sent, citing(halted), "%s sent %s to %s at %s; it knew since %s, when it %s, that the key had been halted at %s, revision %d",
			a.By, a.Verb, a.To, at(a.Sent), at(know[k].since), know[k].how, at(halted.At), halted.Revision)
	}
}

// asker is who has halted a key by itself, without an operator: before it has the answer it
// has to reckon with it, until it has read that it did not come to that.
func (w *watch) asker(halted *View) []knower {
	operated := halted.caused(byOperator) || len(halted.Audit) == 0 && w.h.actFor("halt", halted) != nil
	if operated || halted.Sent == 0 {
		return nil
	}
	k := knower{by: halted.By, since: halted.Sent, how: bySelf}
	for i := range w.h.Asks {
		a := &w.h.Asks[i]
		if a.By == k.by && a.Sent > halted.Sent && a.Received != 0 && a.Revision < halted.Revision && (k.until == 0 || a.Received < k.until) &&
			a.hasRead(halted.Object) {
			k.until = a.Received
		}
	}
	return []knower{k}
}

// hasRead says that an answer has an object.
func (a *Ask) hasRead(object string) bool {
	return slices.ContainsFunc(a.Reads, func(s Seen) bool { return s.Object == object })
}

// learns says how the answer to a request told its process of the halt; empty if it did not.
func learns(a *Ask, halted, ended *View) string {
	switch {
	case a.Received == 0 || a.Revision < halted.Revision || ended != nil && a.Revision >= ended.Revision:
		return ""
	case a.Revision == halted.Revision && a.Reply == Done && slices.Contains(a.Puts, halted.Object):
		return "had written that"
	case slices.ContainsFunc(a.Reads, func(s Seen) bool { return s.Object == halted.Object && s.Mod >= halted.Revision }):
		return "had read that"
	}
	return ""
}

// haltsAgain says that a write may be the halt itself, asked for once more by who was not answered: as
// far as what it would have written is known.
func haltsAgain(a *Ask) bool {
	return len(a.Puts) > 0 && a.Reply != Done && (a.Would == nil || a.Would.Phase == Halted)
}

// changes says that a request would change something for a rotation.
func (w *watch) changes(a *Ask, record string) bool {
	switch a.Verb {
	case "mint", "destroy", "push":
		return a.Key == w.h.Keys[0]
	}
	return slices.Contains(a.Puts, record)
}

// errand says that the process was carrying out what it had been asked for: an operator's
// act, which may end the halt, or a trigger, which reads before it knows and compares what
// it read.
func (w *watch) errand(a *Ask) bool {
	if len(a.Puts) == 0 {
		return false
	}
	m := machineOf(a.By)
	for i := range w.h.Acts {
		if x := &w.h.Acts[i]; x.Worker == m && x.Called <= a.Sent && (x.Outcome == Unknown || a.Sent <= x.Returned) {
			return true
		}
	}
	for i := range w.h.Triggers {
		if x := &w.h.Triggers[i]; x.Worker == m && x.Called <= a.Sent && (x.Outcome == Unknown || a.Sent <= x.Returned) {
			return true
		}
	}
	return false
}
