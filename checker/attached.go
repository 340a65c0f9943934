package checker

import (
	"slices"
	"time"
)

// An Attached is a key of the store that hangs on a lease and is no stamp: what a process has
// by it is its own for as long as both are there.
type Attached struct {
	Object   string
	By       string // the process that wrote it
	Revision int64
	Lease    int64
	LetGo    bool // by whoever had it, or by nobody of the engine; what another deletes or writes over was not
}

// attaches takes a write of something that hangs on a lease, and ends what stood there.
func (d *deriving) attaches(f *Fact, w *Wrote) {
	p := d.p
	if i := d.attached[w.Object]; i > 0 {
		a := &p.Attached[i-1]
		a.LetGo = d.ownOf(a.By, f.Actor)
		delete(d.attached, w.Object)
	}
	if w.Lease == 0 || w.Deleted || w.Stamp != nil {
		return
	}
	p.Attached = append(p.Attached, Attached{w.Object, f.Actor, f.Revision, w.Lease, false})
	d.attached[w.Object] = len(p.Attached)
}

// ownOf says that what somebody has done to what a process has is that process's own doing, its
// machine's, or that of nobody of the engine, as the store and people are.
func (d *deriving) ownOf(by, actor string) bool {
	if machineOf(by) == machineOf(actor) {
		return true
	}
	i := slices.IndexFunc(d.p.Machines, func(m Machine) bool { return m.Name == machineOf(actor) })
	return i < 0 || d.p.Machines[i].Duty != WorkerDuty && d.p.Machines[i].Duty != NodeDuty
}

// lived notes until when a lease has certainly lived: from its grant or extension on, by a clock
// that may be quick.
func (h *History) lived(l *LeaseLife, f *Fact, ttl time.Duration) {
	l.Sure = max(l.Sure, f.soonest()+ttl-(h.drifted(ttl)-ttl))
}

// soonest is when a fact came about at the earliest, as far as that is known.
func (f *Fact) soonest() time.Duration {
	if f.Early == 0 {
		return f.At
	}
	return f.Early
}

// standsFor says that what a process had attached to a lease at a revision was still its own at
// some time, whatever another has done to it since: the lease had certainly not run out. There
// may have been nothing.
func (h *Past) standsFor(by string, revision int64, when time.Duration) (stands, any bool) {
	stands = true
	for i := range h.Attached {
		a := &h.Attached[i]
		if a.By != by || a.Revision != revision {
			continue
		}
		any = true
		l := h.leaseOf(a.Lease)
		stands = stands && !a.LetGo && l != nil && l.Sure > when
	}
	return stands && any, any
}

func (h *Past) leaseOf(id int64) *LeaseLife {
	for i := range h.Leases {
		if h.Leases[i].ID == id {
			return &h.Leases[i]
		}
	}
	return nil
}
