package checker

import (
	"bytes"
	"slices"
	"time"
)

// What somebody does by hand, past the engine, is no act of the engine's and breaks nothing.
// Nor does it make anything true: the record, the audit and the stamps go on from what they
// were, so that whatever is made of the rest contradicts them. What it leaves undone is
// excused for as long as it stands.

// A Meddling is one thing that was done by hand.
type Meddling struct {
	Key, By  string
	Did      Deed
	What     string        // the record, an entry or a stamp; of Destroys, material
	Version  uint32        // of Destroys
	Object   string        // of the store
	Revision int64         // of the store
	At       time.Duration // it was done
	Until    time.Duration // since when it is as it was, or was written anew; At if it never was otherwise, End if it stayed so
	Built    int64         // revision at which somebody of the engine went on from it; 0: nobody has
}

// Cite is how a violation speaks of it.
func (m *Meddling) Cite() Cite { return Cite{OfMeddling, m.Key, m.At, m.By} }

// A Deed is what is done by hand.
type Deed string

const (
	Deletes  Deed = "deleted"
	Garbles  Deed = "garbled"  // nobody can read what it wrote
	PutsBack Deed = "put back" // what it wrote can be read, and is not what was there
	Destroys Deed = "destroyed"
)

// What is meddled with.
const (
	theRecord   = "the record"
	anEntry     = "an entry"
	aStamp      = "a stamp"
	theMaterial = "material"
)

// hands are the machines from which things are done by hand.
func (h *History) hands() (all []string) {
	for i := range h.Machines {
		if h.Machines[i].Duty == OutsideDuty {
			all = append(all, h.Machines[i].Name)
		}
	}
	return all
}

// byHand says that a fact is nobody's of the engine.
func (d *deriving) byHand(f *Fact) bool {
	return len(d.hands) > 0 && slices.Contains(d.hands, f.Actor)
}

// meddled takes a write by hand, of what the engine tells of; false: it tells of no such
// thing. The last of several stands.
func (d *deriving) meddled(f *Fact, w *Wrote) bool {
	m := Meddling{By: f.Actor, Object: w.Object, Revision: f.Revision, At: f.At, Until: -1, Did: Garbles}
	is, known := d.kept[w.Object]
	switch i := d.stamps[w.Object]; {
	case known && is.record:
		m.Key, m.What = is.key, theRecord
	case known:
		m.Key, m.What = is.key, anEntry
	case i > 0:
		m.Key, m.What = d.p.Stamps[i-1].Key, aStamp
	default:
		return false
	}
	switch {
	case w.Deleted:
		m.Did = Deletes
	case w.Record != nil || w.Entry != nil || w.Stamp != nil:
		m.Did = PutsBack
	}
	d.mended(w.Object, f.At)
	if known && !w.Deleted && bytes.Equal(w.Value, is.value) {
		m.Until = f.At
	} else {
		d.meddling[w.Object] = len(d.p.Meddled) + 1
	}
	d.p.Meddled = append(d.p.Meddled, m)
	return true
}

// mended ends what was done by hand to a stored key, if anything was.
func (d *deriving) mended(object string, at time.Duration) *Meddling {
	i := d.meddling[object]
	if i == 0 {
		return nil
	}
	delete(d.meddling, object)
	m := &d.p.Meddled[i-1]
	m.Until = at
	return m
}

// onMeddled takes a write of the engine to what was meddled with. A halt that is written over
// it is no more than a sign for people that nobody goes on from it: it says nothing of the
// key.
func (d *deriving) onMeddled(f *Fact, w *Wrote) (sign bool) {
	i := d.meddling[w.Object]
	if i == 0 {
		return false
	}
	if m := &d.p.Meddled[i-1]; m.What == theRecord && w.Record != nil && w.Record.Phase == Halted {
		d.signs = f.Revision
		return true
	}
	m := d.mended(w.Object, f.At)
	m.Built = f.Revision
	return false
}

// destroyed takes what was destroyed at the key service by hand.
func (d *deriving) destroyed(f *Fact, w *Outside) {
	d.p.Meddled = append(d.p.Meddled, Meddling{Key: f.Key, By: f.Actor, Did: Destroys, What: theMaterial, Version: w.Version, At: f.At, Until: -1})
}

// altered says that a revision of the store was written by hand.
func (h *Past) altered(revision int64) bool {
	return slices.ContainsFunc(h.Meddled, func(m Meddling) bool { return m.Revision == revision })
}

// meddledSince says that somebody wrote by hand between two times.
func (h *Past) meddledSince(from, to time.Duration) bool {
	return slices.ContainsFunc(h.Meddled, func(m Meddling) bool { return m.Object != "" && from < m.At && m.At <= to })
}

// meddlings are the touches of what was done by hand: the store has something other than what
// it had for as long as that lasts, and the key service lacks what it had. What was done to the
// anchor touches all that is issued under it.
func (p *Past) meddlings() (all []touch) {
	for _, m := range slices.Concat(p.Meddled, p.above) {
		if m.What == anEntry || m.Until == m.At {
			continue
		}
		t := touch{interval: interval{m.At, m.Until}, byHand: true}
		for k := range p.Machines {
			if d := p.Machines[k].Duty; d == StoreDuty && m.Did != Destroys || d == KeysDuty && m.Did == Destroys {
				t.on = append(t.on, p.Machines[k].Name)
			}
		}
		all = append(all, t)
	}
	return all
}

// goesOnByHand demands that nobody goes on from a record that is not what the audit says.
func goesOnByHand(t *tally, h *Past) {
	if !h.Offers.Doubts {
		return
	}
	for i := range h.Meddled {
		m := &h.Meddled[i]
		if m.What != theRecord || m.Until == m.At {
			continue
		}
		t.judged(s13ByHand)
		if v := viewAtRevision(h.Views, m.Built); m.Built != 0 && v != nil {
			t.add(s13ByHand, v.At, citing(m, v), "%s of %s was %s by hand at %s, revision %d; %s wrote %s over it at %s, revision %d",
				m.What, m.Key, m.Did, at(m.At), m.Revision, v.By, v.Phase, at(v.At), v.Revision)
		}
	}
}
