package checker

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// A rotation's status, as whoever reads the record sees it: a register that the writes
// of the record set, and that each read returns. A read shows the last write at or before
// the revision at which it was answered, and that was the last at some moment of the
// call. One that asked for no more than some replica knows may be behind, within
// a bound, and never goes back behind what the same process has seen.

// staleBound is how far behind a read may be that asked for no better. A reader further
// behind than an owner's lease would take a dead owner for a live one.
func (p *Past) staleBound() time.Duration { return p.Policy.OwnerLease }

// A reading is one read of the record by a process.
type reading struct {
	ask *Ask
	p   int // the position it saw
}

// statuses checks the status of one key's rotations; ok is false if nobody read it.
func statuses(h *Past, opt Options) (l Linearity, ok bool) {
	r := make(row, 0, len(h.Views))
	object := ""
	for i := range h.Views {
		if v := &h.Views[i]; v.RecordWritten {
			r.write(v)
			object = cmp.Or(v.Object, object)
		}
	}
	if !h.Offers.Record || object == "" {
		return l, false
	}
	reads, wrong := readings(h, r, object)
	if len(reads) == 0 && wrong == nil {
		return l, false
	}
	l = Linearity{Object: "status", Invariant: "S9", Key: h.Keys[0], Ops: len(r) + len(reads)}
	if wrong == nil {
		wrong = backOfOne(reads)
	}
	if wrong != nil {
		l.refuted(wrong)
		return l, true
	}
	l.decide(r, fits(h, r, reads), nil, opt)
	return l, true
}

// readings lists the reads of an object whose answer came, or else one that shows what
// was not there to be read.
func readings(h *Past, r row, object string) (reads []reading, wrong *misfit) {
	reads = make([]reading, 0, len(h.Asks))
	for i := range h.Asks {
		a := &h.Asks[i]
		if a.Received == 0 {
			continue
		}
		for _, s := range a.Reads {
			if s.Object != object || h.altered(s.Mod) {
				continue
			}
			k, found := r.find(s.Mod)
			if !found {
				return nil, &misfit{a.Received, citing(a), fmt.Sprintf("%s, and no revision %d wrote it", a.told(), s.Mod)}
			}
			if next := r.after(k); next != nil && a.Revision != 0 && next.Revision <= a.Revision && !(next.Revision == a.Revision && slices.Contains(a.Puts, object)) {
				return nil, facts(a, next)
			}
			reads = append(reads, reading{a, k + 1})
		}
	}
	return reads, nil
}

// find is the place of a revision's write.
func (r row) find(revision int64) (int, bool) {
	return slices.BinarySearchFunc(r, revision, func(m moment, rev int64) int { return cmp.Compare(m.of.Revision, rev) })
}

// after is the write that follows on another; nil if none does.
func (r row) after(k int) *View {
	if k+1 < len(r) {
		return r[k+1].of
	}
	return nil
}

// fits is what reads say of the moments of writes.
func fits(h *Past, r row, reads []reading) []told {
	var all []told
	for _, x := range reads {
		called := x.ask.Sent
		if x.ask.Stale {
			called = max(0, called-h.staleBound())
		}
		all = r.and(all, told{called: called, returned: x.ask.Received, of: x.ask, at: stand{x.p, x.p}})
	}
	return all
}

// backOfOne finds a read that shows less than one that the same process had been
// answered before it asked. Only one that may be behind can, if all else fits.
func backOfOne(reads []reading) *misfit {
	if !slices.ContainsFunc(reads, func(x reading) bool { return x.ask.Stale }) {
		return nil
	}
	asked := slices.Clone(reads)
	slices.SortStableFunc(asked, func(a, b reading) int { return cmp.Compare(a.ask.Sent, b.ask.Sent) })
	answered := slices.Clone(reads)
	slices.SortStableFunc(answered, func(a, b reading) int { return cmp.Compare(a.ask.Received, b.ask.Received) })
	highest := map[string]reading{} // of what each process has been answered; looked up only
	next := 0
	for _, x := range asked {
		for ; next < len(answered) && answered[next].ask.Received < x.ask.Sent; next++ {
			if y := answered[next]; y.p > highest[y.ask.By].p {
				highest[y.ask.By] = y
			}
		}
		if y := highest[x.ask.By]; y.p > x.p {
			return facts(y.ask, x.ask)
		}
	}
	return nil
}

// Cite is how a detail speaks of a request.
func (a *Ask) Cite() Cite { return Cite{OfAsk, a.Key, a.At, a.By} }

func (a *Ask) told() string {
	told := fmt.Sprintf("%s asked %s %s, answered %q at revision %d", a.By, a.To, span(a.Sent, a.Received), a.Reply, a.Revision)
	for _, s := range a.Reads {
		told += fmt.Sprintf(", %s of revision %d", s.Object, s.Mod)
	}
	return told
}
