package deploy

import (
	"bytes"
	"strings"
	"time"

	"pawl/checker"
	"pawl/engine"
)

// A Change is one key of the store as one revision left it; Mod 0 for a deletion.
type Change struct {
	Revision int64
	KV       engine.KV
}

// A Doing is how something came about.
type Doing struct {
	Cause     Noted         // the request; 0: none
	By        string        // the process, with its incarnation; of what the store does by itself, the store's
	Sent      time.Duration // by the process
	Early, At time.Duration // it took effect
}

func (d *Doing) fact(key string, revision int64, what checker.What) checker.Fact {
	return checker.Fact{Cause: int(d.Cause), Key: key, Actor: d.By, Revision: revision, What: what,
		Times: checker.Times{Sent: d.Sent, Early: d.Early, At: d.At}}
}

// said is what the engine says of a value that stands.
type said struct {
	key   string // that it is about
	value []byte
	says  checker.Says
}

// Wrote takes all that changed in one revision, or in several of one request.
func (w *Witness) Wrote(changes []Change, how Doing) {
	for i := range changes {
		c := &changes[i]
		gone := c.KV.Mod == 0
		s := w.says[c.KV.Key]
		switch {
		case gone:
			delete(w.says, c.KV.Key)
			s.says = checker.Says{}
		case s.value == nil || !bytes.Equal(s.value, c.KV.Value): // most stamps say what the one before said
			s = w.read(&c.KV)
			w.says[c.KV.Key] = s
		}
		if s.says.Record != nil && how.By != OutsideName {
			w.owned(s.key, c.KV.Key, &s.says, how.By)
		}
		w.note(how.fact(s.key, c.Revision, w.wrote.Put(checker.Wrote{
			Object: c.KV.Key, Value: c.KV.Value, Deleted: gone, Lease: int64(c.KV.Lease), Says: s.says, Holds: w.holds(&s)})))
	}
}

// read has the engine say what a value means.
func (w *Witness) read(kv *engine.KV) said {
	s := said{value: kv.Value}
	s.key, s.says = reading(&w.view, kv, w.stamps.Put)
	return s
}

// Read has a view say what a stored value means, in the checker's words, and of which key.
func Read(v *engine.View, kv *engine.KV) (key string, says checker.Says) {
	return reading(v, kv, func(s checker.Stamp) *checker.Stamp { return &s })
}

func reading(v *engine.View, kv *engine.KV, stamp func(checker.Stamp) *checker.Stamp) (key string, says checker.Says) {
	if v.Describe == nil {
		return "", says
	}
	o, ok := v.Describe(*kv)
	if !ok {
		return o.Key, says
	}
	switch {
	case o.Stamp != nil:
		says.Stamp = stamp(checker.Stamp(*o.Stamp))
	case o.Entry != nil:
		e := checker.Entry(*o.Entry)
		says.Entry = &e
	case o.TurnedAway != nil:
		t := checker.TurnedAway(*o.TurnedAway)
		says.TurnedAway = &t
	case o.Kept != nil:
		k := checker.Kept(*o.Kept)
		says.Kept = &k
	case o.Record != nil:
		r := checker.Record(*o.Record)
		says.Record, says.Halt = &r, checker.Halt(o.Halt)
		says.Versions = make([]checker.Version, len(o.Versions))
		for i := range o.Versions {
			says.Versions[i] = checker.Version(o.Versions[i])
		}
	}
	return o.Key, says
}

// Beyond is by how much the revisions of a store that is put back go on above those that
// there were: whoever does it does not know exactly how many there were.
const Beyond = 1000

// ChangesTo are what makes one state of the store another, at a revision. Both are in the order of
// keys, and so are the changes.
func ChangesTo[E any](from, to []E, kv func(E) *engine.KV, revision int64) (all []Change) {
	for len(from)+len(to) > 0 {
		order := 0
		switch {
		case len(from) == 0:
			order = 1
		case len(to) == 0:
			order = -1
		default:
			order = strings.Compare(kv(from[0]).Key, kv(to[0]).Key)
		}
		switch {
		case order < 0:
			all = append(all, Change{Revision: revision, KV: engine.KV{Key: kv(from[0]).Key}})
			from = from[1:]
		case order > 0:
			all = append(all, Change{Revision: revision, KV: *kv(to[0])})
			to = to[1:]
		default:
			if kv(from[0]).Mod != kv(to[0]).Mod {
				all = append(all, Change{Revision: revision, KV: *kv(to[0])})
			}
			from, to = from[1:], to[1:]
		}
	}
	return all
}

// PutBack takes it that the store was put back to an older copy of its data, which goes on
// from a revision. What that has changed is written at it, by the store.
func (w *Witness) PutBack(revision int64, how Doing) {
	w.note(how.fact("", revision, &checker.PutBack{}))
}

// owned follows who owns a key, for events that ask for its owner: the process that
// wrote the acquisition, whatever name it gives; and what else operators go by.
func (w *Witness) owned(key, stored string, says *checker.Says, by string) {
	k, r, versions := w.keys[key], says.Record, says.Versions
	if k == nil {
		return
	}
	k.stored = stored
	k.rotation, k.active, k.next, k.oldest = r.Rotation, r.Active, r.Next, 0
	for i := range versions {
		if s := versions[i].State; s == checker.Active || s == checker.Deprecated || s == checker.Retiring {
			k.oldest = versions[i].N
			break
		}
	}
	if r.Fence <= k.fence {
		return
	}
	if k.fence, k.owner = r.Fence, ""; r.Owner != "" {
		k.owner = by
	}
}

// Says is what the engine says of a value that stands in the store, and of which key.
func (w *Witness) Says(stored string) (key string, says checker.Says) {
	s := w.says[stored]
	return s.key, s.says
}

// Stood is the value that stood under a key of the store at some time; nil if none did.
func (w *Witness) Stood(stored string, at time.Duration) (value []byte) {
	for i := range w.h.Facts {
		f := &w.h.Facts[i]
		if x, is := f.What.(*checker.Wrote); is && x.Object == stored && f.At <= at {
			value = x.Value // none, if it was deleted
		}
	}
	return value
}

// Leased takes what has become of a lease; ttl is what it may last from now on.
func (w *Witness) Leased(l engine.Lease, did checker.LeaseEvent, ttl time.Duration, revision int64, how Doing) {
	w.note(how.fact("", revision, w.leased.Put(checker.Leased{Lease: int64(l), Did: did, TTL: ttl})))
}
