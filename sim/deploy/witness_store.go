package deploy

import (
	"bytes"
	"time"

	"pawl/checker"
	"pawl/engine"
)

// A Change is one key of the store as one revision left it; Mod 0 for a deletion.
type Change struct {
	Revision int64
	KV       engine.KV
}

// A Writing is how a change came about.
type Writing struct {
	By       string        // the process, with its incarnation, that wrote; "" for the store itself
	Sent, At time.Duration // by the process; applied
}

// standing is a stored stamp and its place in the history.
type standing struct {
	at    int
	value []byte
}

// kept is what a stored key was when it could last be read.
type kept struct {
	key    string // that it is about
	record bool   // else an audit entry
}

// Wrote takes all that changed in one revision, or in several of one request.
func (w *Witness) Wrote(changes []Change, how Writing) {
	if w.view.Describe == nil {
		return
	}
	var view *checker.View
	for i := range changes {
		view = w.wrote(view, &changes[i], how)
	}
}

// wrote takes one change, and adds what it says of a record to the view of its
// revision: v, if it is that one.
func (w *Witness) wrote(v *checker.View, c *Change, how Writing) *checker.View {
	was := w.grants[c.KV.Key]
	switch {
	case c.KV.Mod == 0:
		w.ended(was, how.At)
		delete(w.grants, c.KV.Key)
		return w.lost(v, c, how)
	case was != nil && bytes.Equal(was.value, c.KV.Value):
		w.renewed(was, c.KV.Mod, how.At)
		return v
	}
	o, ok := w.view.Describe(c.KV)
	switch {
	case !ok:
		return w.lost(v, c, how)
	case o.Stamp != nil:
		w.granted(was, &c.KV, checker.Grant{Key: o.Key, Revision: c.KV.Mod, At: how.At, Until: -1, Stamp: checker.Stamp(*o.Stamp)})
	case o.Record != nil || o.Entry != nil:
		return w.viewed(v, c, &o, how)
	}
	return v
}

// viewOf is the view of a key at a revision: v, if it is that one.
func (w *Witness) viewOf(v *checker.View, key string, rev int64, how Writing) *checker.View {
	if v == nil || v.Key != key || v.Revision != rev {
		w.h.Views = append(w.h.Views, checker.View{Key: key, Revision: rev, At: how.At, Sent: how.Sent, By: how.By})
		v = &w.h.Views[len(w.h.Views)-1]
	}
	return v
}

// viewed adds a record or an entry to the view of its revision.
func (w *Witness) viewed(v *checker.View, c *Change, o *engine.Observation, how Writing) *checker.View {
	v = w.viewOf(v, o.Key, c.Revision, how)
	w.kept[c.KV.Key] = kept{o.Key, o.Record != nil}
	if o.Entry != nil {
		v.Audit = append(v.Audit, checker.Entry(*o.Entry))
	}
	if o.Record != nil {
		v.RecordWritten, v.Record, v.Halt = true, checker.Record(*o.Record), checker.Halt(o.Halt)
		v.Versions = make([]checker.Version, len(o.Versions))
		for i := range o.Versions {
			v.Versions[i] = checker.Version(o.Versions[i])
		}
		w.owned(o.Key, o.Record)
	}
	return v
}

// lost adds to the view of its revision that a record or an entry was deleted or
// can no longer be read. What never was one is nobody's loss.
func (w *Witness) lost(v *checker.View, c *Change, how Writing) *checker.View {
	was, ok := w.kept[c.KV.Key]
	if !ok {
		return v
	}
	delete(w.kept, c.KV.Key)
	v = w.viewOf(v, was.key, c.Revision, how)
	if was.record {
		v.RecordWritten, v.Phase = true, checker.Idle
	} else {
		v.AuditLost++
	}
	return v
}

// owned follows who owns a key, to tell a former owner's writes from others.
func (w *Witness) owned(key string, r *engine.Record) {
	k := w.keys[key]
	if k == nil {
		return
	}
	k.rotation = r.Rotation
	if r.Fence <= k.fence {
		return
	}
	if k.owner != "" {
		k.former[k.owner] = true
	}
	k.fence, k.owner = r.Fence, r.Owner
}

// Refused takes a transaction whose conditions did not hold: one that would have
// written the record for a former owner is a late owner kept out.
func (w *Witness) Refused(t engine.Txn, by string, at time.Duration) {
	if w.view.Describe == nil {
		return
	}
	for _, op := range t.Then {
		if op.Kind != engine.OpPut {
			return
		}
		o, ok := w.view.Describe(engine.KV{Key: op.Key, Value: op.Value, Mod: 1})
		if !ok || o.Record == nil {
			continue
		}
		if k := w.keys[o.Key]; k != nil && by != k.owner && o.Record.Owner == by && k.former[by] {
			w.h.Refusals = append(w.h.Refusals, checker.Refusal{Key: o.Key, By: by, At: at})
		}
		return
	}
}

// renewed takes a stamp that says what the one it replaces said, without reading
// it anew: most are like that.
func (w *Witness) renewed(was *standing, rev int64, at time.Duration) {
	w.ended(was, at)
	again := w.h.Stamps[was.at]
	again.Revision, again.At, again.Until = rev, at, -1
	was.at = len(w.h.Stamps)
	w.h.Stamps = append(w.h.Stamps, again)
}

// granted adds a stamp to the history, where it ends the one under the same key, if
// there was one.
func (w *Witness) granted(was *standing, kv *engine.KV, g checker.Grant) {
	w.ended(was, g.At)
	if was == nil {
		was = new(standing)
		w.grants[kv.Key] = was
	}
	was.at, was.value = len(w.h.Stamps), kv.Value
	w.h.Stamps = append(w.h.Stamps, g)
}

func (w *Witness) ended(was *standing, at time.Duration) {
	if was != nil {
		w.h.Stamps[was.at].Until = at
	}
}
