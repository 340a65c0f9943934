package checker

import (
	"slices"
	"strings"
	"time"
)

// Derive works out what a history comes to.
func Derive(h *History) *Past { return new(Desk).Derive(h) }

// derive works out what the history comes to that the past is begun with.
func (d *deriving) derive() *Past {
	d.room()
	for i := range d.p.Facts {
		d.fact(&d.p.Facts[i])
	}
	d.end()
	return d.p
}

// deriving is a past while it is worked out. Its maps are looked up only.
type deriving struct {
	p      *Past
	stamps map[string]int        // stamps that stand, by stored key: their place in Stamps, plus one
	kept   map[string]stored     // stored records and entries, by stored key
	leases map[int64]int         // place in Leases
	owners map[string]*ownership // by key
	starts map[string]int        // place in Starts of what runs, by incarnation, plus one
	stands map[string]int        // place in Stands of who stands still, by machine, plus one
	disks  map[string]*diskState // by machine
	texts  map[string]int        // place in Keeps of what is kept, by stored key, plus one

	records map[string]string // where each key's record stands

	attached map[string]int // place in Attached of what hangs on a lease, by stored key, plus one

	hands    []string       // machines from which things are done by hand
	meddling map[string]int // place in Meddled of what is otherwise than the engine left it, by stored key, plus one
	signs    int64          // revision of a halt that was written over such a record
}

// stored is what a stored key was when it could last be read.
type stored struct {
	key    string // that it is about
	record bool   // else an audit entry
	value  []byte
}

// ownership is who has owned a key.
type ownership struct {
	fence  uint64
	owner  string
	former []string
}

// room makes room for what there is.
func (d *deriving) room() {
	var n [6]int
	for i := range d.p.Facts {
		switch w := d.p.Facts[i].What.(type) {
		case *Wrote:
			if w.Stamp != nil {
				n[0]++
			}
		case *Asked:
			n[1]++
		case *Leased:
			n[2]++
		case *Emitted:
			n[3]++
		case *Opened:
			n[4]++
		}
	}
	p := d.p
	p.Stamps, p.Asks, p.Leases = slices.Grow(p.Stamps, n[0]), slices.Grow(p.Asks, n[1]), slices.Grow(p.Leases, n[2])
	p.Seals, p.Opens = slices.Grow(p.Seals, n[3]), slices.Grow(p.Opens, n[4])
}

func (d *deriving) fact(f *Fact) {
	p := d.p
	switch w := f.What.(type) {
	case *Wrote:
		d.attaches(f, w)
		if d.byHand(f) && d.meddled(f, w) || d.onMeddled(f, w) {
			return
		}
		d.wrote(f, w)
	case *Leased:
		d.leased(f, w)
	case *Asked:
		p.Asks = append(p.Asks, Ask{f.ID, f.Key, f.Actor, f.Times, f.Revision, w})
		d.keptOut(f, w)
	case *Outside:
		if d.byHand(f) {
			d.destroyed(f, w)
			return
		}
		p.Effects = append(p.Effects, Effect{f.Key, f.Actor, f.Sent, f.Early, f.At, *w})
		if !w.Accepted && w.Kind != Mint {
			p.Refusals = append(p.Refusals, Refusal{f.Key, f.Actor, f.At})
		}
	case *Emitted:
		p.Seals = append(p.Seals, Seal{ID: w.Seal, Key: f.Key, Node: machineOf(f.Actor), Incarnation: f.Actor, Sealing: w.Used, Said: w.Said,
			Received: f.Arrived, Emitted: f.At, StampRev: w.Rev, Client: w.Client, Called: f.Sent, Returned: f.Received, Acked: f.Received != 0})
	case *Denied:
		p.Denials = append(p.Denials, Denial{f.Key, machineOf(f.Actor), f.Actor, w.Client, f.At, w.Why})
	case *Opened:
		all := &p.Opens
		if w.Forged != "" {
			all = &p.Forged
		}
		*all = append(*all, Open{f.ID, f.Key, f.Actor, f.Sent, f.Arrived, f.At, f.Received, *w})
	case *Lodged:
		p.Lodges = append(p.Lodges, Lodge{f.ID, f.Key, f.Actor, f.Sent, f.At, f.Received, *w})
	case *Recalled:
		p.Recalls = append(p.Recalls, Recalling{f.ID, f.Key, f.Actor, f.Sent, f.At, f.Received, *w})
	case *Requested:
		p.Triggers = append(p.Triggers, Trigger{f.Key, f.Sent, f.Received, *w})
	case *Acted:
		p.Acts = append(p.Acts, Act{f.Key, f.Sent, f.Received, *w})
	case *Paged:
		p.Pages = append(p.Pages, Page{f.Key, f.Actor, f.Cause, f.Sent, f.At, *w})
	case *Fault:
		p.Faults = append(p.Faults, *w)
		if w.Injected {
			p.Healed = max(p.Healed, w.To)
		}
	case *OnDisk:
		d.onDisk(f, w)
	case *Ran:
		d.ran(f, w)
	}
}

// machineOf is the machine of an incarnation.
func machineOf(incarnation string) string {
	name, _, _ := strings.Cut(incarnation, "#")
	return name
}

func (d *deriving) wrote(f *Fact, w *Wrote) {
	switch {
	case w.Deleted:
		d.ended(w.Object, f)
		d.lost(f, w)
		d.unkept(f, w)
	case w.Stamp != nil:
		d.granted(f, w)
	case w.Record != nil || w.Entry != nil:
		d.viewed(f, w)
	case w.Kept != nil:
		d.keeps(f, w)
	case w.TurnedAway != nil:
		d.p.Notes = append(d.p.Notes, Note{f.Key, f.Actor, f.Revision, f.Early, f.At, *w.TurnedAway})
	default:
		d.ended(w.Object, f) // overwritten by what is no stamp
		d.lost(f, w)
		d.unkept(f, w)
	}
}

func (d *deriving) granted(f *Fact, w *Wrote) {
	g := Grant{Key: f.Key, Object: w.Object, Revision: f.Revision, Asked: f.Sent, Early: f.Early, At: f.At, Until: -1, By: f.Actor, Lease: w.Lease, Stamp: *w.Stamp}
	if l := d.lease(w.Lease); l != nil {
		g.TTL = l.TTL
	}
	d.ended(w.Object, f)
	d.p.Stamps = append(d.p.Stamps, g)
	d.stamps[w.Object] = len(d.p.Stamps)
}

// ended ends the stamp that stands under a stored key, if one does.
func (d *deriving) ended(object string, by *Fact) {
	if i := d.stamps[object]; i > 0 {
		g := &d.p.Stamps[i-1]
		g.Until, g.Ended = by.At, by.Revision
		d.writtenWithin(by)
		delete(d.stamps, object)
	}
}

// writtenWithin notes the earliest moment of a write that is known by a stretch of time only.
func (d *deriving) writtenWithin(f *Fact) {
	if f.Early == f.At {
		return
	}
	if d.p.soonest == nil {
		d.p.soonest = map[int64]time.Duration{}
	}
	d.p.soonest[f.Revision] = f.Early
}

func (d *deriving) lease(id int64) *LeaseLife {
	if i, ok := d.leases[id]; ok {
		return &d.p.Leases[i]
	}
	return nil
}

func (d *deriving) leased(f *Fact, w *Leased) {
	l := d.lease(w.Lease)
	switch {
	case w.Did == LeaseGranted:
		d.leases[w.Lease] = len(d.p.Leases)
		d.p.Leases = append(d.p.Leases, LeaseLife{ID: w.Lease, By: f.Actor, TTL: w.TTL, Granted: f.At, Ended: -1})
		d.p.lived(&d.p.Leases[len(d.p.Leases)-1], f, w.TTL)
	case l == nil: // of a lease of somebody whom nobody watched
	case w.Did == LeaseExtended:
		l.Extended = append(l.Extended, f.At)
		d.p.lived(l, f, w.TTL)
		d.extended(f, w)
	default:
		l.Ended, l.Ending = f.At, w.Did
		if d.ownOf(l.By, f.Actor) {
			l.Sure = min(l.Sure, f.soonest())
		}
		d.outlived(f, w)
	}
}

// outlived ends the stamps that hung on a lease, and whose keys had been deleted by hand: the
// store has nothing left to delete.
func (d *deriving) outlived(f *Fact, w *Leased) {
	for i := range d.p.Meddled {
		m := &d.p.Meddled[i]
		if g := d.stamps[m.Object]; g > 0 && d.meddling[m.Object] == i+1 && d.p.Stamps[g-1].Lease == w.Lease {
			d.ended(m.Object, f)
			d.mended(m.Object, f.At)
		}
	}
}

// extended grants anew whatever stamps hang on a lease.
func (d *deriving) extended(f *Fact, w *Leased) {
	for i := range d.p.Stamps {
		g := &d.p.Stamps[i]
		if g.Until >= 0 || g.Lease != w.Lease {
			continue
		}
		again := *g
		again.Revision, again.Asked, again.Early, again.At, again.By, again.Kept = f.Revision, f.Sent, f.Early, f.At, f.Actor, true
		g.Until, g.Ended = f.At, f.Revision
		d.p.Stamps = append(d.p.Stamps, again)
		d.stamps[again.Object] = len(d.p.Stamps)
	}
}

// viewOf is the view of a key at the revision of a fact.
func (d *deriving) viewOf(f *Fact, key string) *View {
	for i := len(d.p.Views) - 1; i >= 0 && d.p.Views[i].Revision == f.Revision; i-- {
		if d.p.Views[i].Key == key {
			return &d.p.Views[i]
		}
	}
	d.p.Views = append(d.p.Views, View{Key: key, Revision: f.Revision, Early: f.Early, At: f.At, Sent: f.Sent, By: f.Actor})
	return &d.p.Views[len(d.p.Views)-1]
}

func (d *deriving) viewed(f *Fact, w *Wrote) {
	if d.signs != 0 && d.signs == f.Revision {
		return // the entry of what is no transition
	}
	v := d.viewOf(f, f.Key)
	d.kept[w.Object] = stored{f.Key, w.Record != nil, w.Value}
	if w.Entry != nil {
		v.Audit, v.Stored = append(v.Audit, *w.Entry), append(v.Stored, w.Value)
	}
	if w.Record != nil {
		d.oneRecord(f, w)
		v.RecordWritten, v.Object, v.Record, v.Versions, v.Halt = true, w.Object, *w.Record, w.Versions, w.Halt
		d.owned(f.Key, w.Record)
	}
}

// lost adds to the view of its revision that a record or an entry was deleted or can no
// longer be read. What never was one is nobody's loss.
func (d *deriving) lost(f *Fact, w *Wrote) {
	was, ok := d.kept[w.Object]
	if !ok && w.Was != "" {
		was, ok = stored{f.Key, w.Was == RecordLoss, nil}, true
	}
	if !ok {
		return
	}
	delete(d.kept, w.Object)
	if two := d.p.twoRecords; two != nil && two.revision == f.Revision && w.Object == two.at[0] {
		d.p.twoRecords = nil // it was moved
		return
	}
	v := d.viewOf(f, was.key)
	if was.record {
		v.RecordWritten, v.Object, v.Phase = true, w.Object, Idle
	} else {
		v.AuditLost++
	}
}

func (d *deriving) ownership(key string) *ownership {
	o := d.owners[key]
	if o == nil {
		o = &ownership{}
		d.owners[key] = o
	}
	return o
}

func (d *deriving) owned(key string, r *Record) {
	o := d.ownership(key)
	if r.Fence <= o.fence {
		return
	}
	if o.owner != "" {
		o.former = append(o.former, o.owner)
	}
	o.fence, o.owner = r.Fence, r.Owner
}

// keptOut notes a late owner that was kept out: its transaction would have written the
// record in its own name.
func (d *deriving) keptOut(f *Fact, w *Asked) {
	if w.Would == nil || w.Would.Owner != f.Actor {
		return
	}
	if o := d.ownership(f.Key); o.owner != f.Actor && slices.Contains(o.former, f.Actor) {
		d.p.Refusals = append(d.p.Refusals, Refusal{f.Key, f.Actor, f.At})
	}
}

func (d *deriving) ran(f *Fact, w *Ran) {
	p := d.p
	switch w.Did {
	case Starts:
		p.Starts = append(p.Starts, Start{w.Machine, f.Actor, f.At, -1})
		if w.Renewed {
			d.renewed(f.Actor)
		}
		d.starts[w.Machine] = len(p.Starts)
	case Crashes:
		if i := d.starts[w.Machine]; i > 0 {
			p.Starts[i-1].To = f.At
		}
		d.goesOn(w.Machine, f.At)
	case Pauses:
		p.Stands = append(p.Stands, Stretch{w.Machine, f.At, -1})
		d.stands[w.Machine] = len(p.Stands)
	case Resumes:
		d.goesOn(w.Machine, f.At)
	}
}

func (d *deriving) renewed(incarnation string) {
	if d.p.renewed == nil {
		d.p.renewed = map[string]bool{}
	}
	d.p.renewed[incarnation] = true
}

func (d *deriving) goesOn(machine string, at time.Duration) {
	if i := d.stands[machine]; i > 0 && d.p.Stands[i-1].To < 0 {
		d.p.Stands[i-1].To = at
	}
}

// end closes what is still open.
func (d *deriving) end() {
	end := d.p.End
	for i := range d.p.Stamps {
		if g := &d.p.Stamps[i]; g.Until < 0 {
			g.Until = max(end, g.At) // it may be written after the last moment of which all is known
		}
	}
	for i := range d.p.Leases {
		if l := &d.p.Leases[i]; l.Ended < 0 {
			l.Ended = end
		}
	}
	for i := range d.p.Starts {
		if s := &d.p.Starts[i]; s.To < 0 {
			s.To = end
		}
	}
	for i := range d.p.Stands {
		if s := &d.p.Stands[i]; s.To < 0 {
			s.To = end
		}
	}
	for i := range d.p.Meddled {
		if m := &d.p.Meddled[i]; m.Until < 0 {
			m.Until = end
		}
	}
}
