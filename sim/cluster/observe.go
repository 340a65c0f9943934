package cluster

import (
	"bytes"
	"time"

	"pawl/checker"
	"pawl/engine"
)

// observer writes the history of a run: it translates what crosses the ports,
// and what the simulator alone knows, into the checker's words.
type observer struct {
	c      *cluster
	h      *checker.History
	stamps map[string]standing // stored stamps that stand; looked up only
	kept   map[string]kept     // stored records and audit entries; looked up only
	keys   map[string]*keyView
	seals  []*sealRequest // by checker.Seal.ID, with what clients need
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

// keyView is what is known of a key's ownership.
type keyView struct {
	fence    uint64
	owner    string
	former   map[string]bool // looked up only
	rotation string          // as anyone could see it
}

func newObserver(c *cluster) *observer {
	p := c.setup.Policy
	o := &observer{c: c, stamps: map[string]standing{}, kept: map[string]kept{}, keys: map[string]*keyView{}}
	o.h = &checker.History{
		Engine: c.setup.Engine.Name, Keys: c.setup.Keys, Described: c.setup.Engine.Describe != nil,
		Policy: checker.Policy{SealLease: p.SealLease, OpenLease: p.OpenLease, OwnerLease: p.OwnerLease,
			PublishDeadline: p.PublishDeadline, DrainDeadline: p.DrainDeadline, PublishLead: p.PublishLead,
			Lifetime: p.Lifetime, CallTimeout: callTimeout, Attempts: p.Attempts, Emission: p.Emission, DriftPPM: int(p.DriftPPM)},
		Stamps: make([]checker.Stamp, 0, 480),
		Seals:  make([]checker.Seal, 0, 256),
		Opens:  make([]checker.Open, 0, 256),
		Views:  make([]checker.View, 0, 64),
	}
	for _, k := range c.setup.Keys {
		o.keys[k] = &keyView{former: map[string]bool{}}
	}
	return o
}

// wrote takes all that changed in one revision, or in several of one request.
func (o *observer) wrote(fresh []change, by string, sent time.Duration) {
	if !o.h.Described {
		return
	}
	var view *checker.View
	for i := range fresh {
		kv := fresh[i].kv
		if kv.Mod == 0 {
			o.deleted(kv.Key)
			view = o.lost(view, &fresh[i], by, sent)
			continue
		}
		if o.renewed(kv) {
			continue
		}
		ob, ok := o.c.setup.Engine.Describe(kv)
		if !ok {
			view = o.lost(view, &fresh[i], by, sent)
			continue
		}
		switch {
		case ob.Stamp != nil:
			o.stamped(kv, ob)
		case ob.Record != nil || ob.Entry != nil:
			view = o.viewed(view, &fresh[i], ob, by, sent)
		}
	}
}

// view is the view of a key at a revision: v, if it is that one.
func (o *observer) view(v *checker.View, key string, rev int64, by string, sent time.Duration) *checker.View {
	if v == nil || v.Key != key || v.Revision != rev {
		o.h.Views = append(o.h.Views, checker.View{Key: key, Revision: rev, At: o.c.w.Now(), Sent: sent, By: by})
		v = &o.h.Views[len(o.h.Views)-1]
	}
	return v
}

// viewed adds a record or an entry to the view of its revision.
func (o *observer) viewed(v *checker.View, ch *change, ob engine.Observation, by string, sent time.Duration) *checker.View {
	v = o.view(v, ob.Key, ch.rev, by, sent)
	o.kept[ch.kv.Key] = kept{ob.Key, ob.Record != nil}
	if ob.Entry != nil {
		v.Audit = append(v.Audit, entryOf(ob.Entry))
	}
	if ob.Record != nil {
		recordInto(v, ob.Record)
		o.owned(ob.Key, ob.Record, by)
	}
	return v
}

// lost adds to the view of its revision that a record or an entry was deleted or
// can no longer be read. What never was one is nobody's loss.
func (o *observer) lost(v *checker.View, ch *change, by string, sent time.Duration) *checker.View {
	was, ok := o.kept[ch.kv.Key]
	if !ok {
		return v
	}
	delete(o.kept, ch.kv.Key)
	v = o.view(v, was.key, ch.rev, by, sent)
	if was.record {
		v.RecordWritten, v.Phase = true, checker.Idle
	} else {
		v.AuditLost++
	}
	return v
}

func entryOf(e *engine.AuditLine) checker.Entry {
	return checker.Entry{Seq: e.Seq, Transition: e.Transition, Owner: e.Owner, Fence: e.Fence, Op: e.Op, Cause: e.Cause,
		Phase: checker.Phase(e.Phase.String()), Active: e.Active, Next: e.Next,
		Body: e.Body, Prev: e.Prev, Hash: e.Hash}
}

func recordInto(v *checker.View, r *engine.Record) {
	v.RecordWritten = true
	v.Phase, v.From = checker.Phase(r.Phase.String()), checker.Phase(r.From.String())
	v.Rotation, v.Window, v.Attempt = r.Rotation, r.Window, int(r.Attempt)
	v.Owner, v.Fence = r.Owner, r.Fence
	v.Rev, v.Target, v.SealFloor, v.Floor = r.Rev, r.Target, r.SealFloor, r.Floor
	v.Active, v.Next, v.Highest, v.Op = r.Active, r.Next, r.Highest, r.Op
	v.Versions = make([]checker.Version, len(r.Versions))
	for i, x := range r.Versions {
		v.Versions[i] = checker.Version{N: x.N, State: checker.State(x.State.String()), Print: x.Print}
	}
	v.Halt = checker.Halt{Reason: r.Halt.Reason, Class: r.Halt.Class, Playbook: r.Halt.Playbook,
		Owner: r.Halt.Owner, Escalation: r.Halt.Escalation}
}

// owned follows who owns a key, to tell a former owner's writes from others.
func (o *observer) owned(key string, r *engine.Record, by string) {
	k := o.keys[key]
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

// owner is the machine that owns a key now; "" for none.
func (o *observer) owner(key string) string {
	if k := o.keys[key]; k != nil {
		return machineOf(k.owner)
	}
	return ""
}

// refused takes a transaction whose conditions did not hold: one that would have
// written the record for a former owner is a late owner kept out.
func (o *observer) refused(t engine.Txn, by string) {
	for _, op := range t.Then {
		if op.Kind != engine.OpPut || !o.h.Described {
			return
		}
		ob, ok := o.c.setup.Engine.Describe(engine.KV{Key: op.Key, Value: op.Value, Mod: 1})
		if !ok || ob.Record == nil {
			continue
		}
		if k := o.keys[ob.Key]; k != nil && by != k.owner && ob.Record.Owner == by && k.former[by] {
			o.h.Refusals = append(o.h.Refusals, checker.Refusal{Key: ob.Key, By: by, At: o.c.w.Now()})
		}
		return
	}
}

// renewed takes a stamp that says what the one it replaces said, without reading
// it anew: most are like that.
func (o *observer) renewed(kv engine.KV) bool {
	was, ok := o.stamps[kv.Key]
	if !ok || !bytes.Equal(was.value, kv.Value) {
		return false
	}
	again := o.h.Stamps[was.at]
	again.Revision, again.At = kv.Mod, o.c.w.Now()
	o.stands(kv, again)
	return true
}

func (o *observer) stamped(kv engine.KV, ob engine.Observation) {
	s := ob.Stamp
	o.stands(kv, checker.Stamp{Key: ob.Key, Node: s.Node, Incarnation: s.Node + "#" + s.Incarnation,
		Revision: kv.Mod, At: o.c.w.Now(), Until: -1, Sealing: ob.Seals, Rev: s.Rev, Seal: s.Seal, Opens: s.Opens, Prints: s.Prints})
}

// stands adds a stamp to the history, where it ends the one under the same key.
func (o *observer) stands(kv engine.KV, s checker.Stamp) {
	o.ends(kv.Key)
	o.stamps[kv.Key] = standing{len(o.h.Stamps), kv.Value}
	o.h.Stamps = append(o.h.Stamps, s)
}

func (o *observer) ends(key string) {
	if was, ok := o.stamps[key]; ok {
		o.h.Stamps[was.at].Until = o.c.w.Now()
	}
}

func (o *observer) deleted(key string) {
	o.ends(key)
	delete(o.stamps, key)
}

// effect is a request to the key service or to a node, as it went.
type effect struct {
	kind, key            string
	version              uint32
	op, by, node, window string
	fence                uint64
	print                string
	sent                 time.Duration
	accepted, made       bool
}

func (o *observer) effect(e effect) {
	now := o.c.w.Now()
	o.h.Effects = append(o.h.Effects, checker.Effect{Kind: checker.EffectKind(e.kind), Key: e.key, Version: e.version,
		Op: e.op, By: e.by, Node: e.node, Window: e.window, Fence: e.fence, Print: e.print,
		Sent: e.sent, At: now, Accepted: e.accepted, Made: e.made})
	if !e.accepted && e.kind != "mint" {
		o.h.Refusals = append(o.h.Refusals, checker.Refusal{Key: e.key, By: e.by, At: now})
	}
}

// close ends the history.
func (o *observer) close(end time.Duration) *checker.History {
	o.h.End = end
	for i := range o.h.Stamps {
		if o.h.Stamps[i].Until < 0 {
			o.h.Stamps[i].Until = end
		}
	}
	for _, in := range o.c.inject.Report() {
		if in.Injected {
			o.h.Healed = max(o.h.Healed, in.To)
		}
		o.h.Faults = append(o.h.Faults, checker.Fault{Kind: in.Fault.Kind, Text: in.Fault.String(),
			From: in.From, To: in.To, Injected: in.Injected, Bit: in.Bit})
	}
	return o.h
}
