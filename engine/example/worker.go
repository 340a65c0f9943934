package example

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"pawl/engine"
)

// worker is a replica of the control plane. One of them owns a key, and takes it from phase
// to phase; if it is gone, another goes on from where the document stands.
type worker struct {
	env   *engine.Env
	fixes Fix
	ops   *int
	halts map[string]int // how often this process has tried to halt a key, or read that it is; looked up only
}

func (w *worker) desk(key string) *desk { return &desk{w.env, w.fixes, key, w.ops, w.halts} }

// tenure is what a worker remembers of a key while it owns it.
type tenure struct {
	*desk
	seen    int // of the halts that there were when the document was read
	lease   engine.Lease
	renewed time.Duration
	since   map[string]time.Duration // what is waited for, by this machine's clock; looked up only
	failed  int                      // attempts at the step that is due
	paged   string                   // the halt that the pager has been told of
	slow    []string                 // nodes that did not answer, to be asked last
}

// due is how often the owner looks at a rotation that waits for something. What is at rest,
// and what is another's, needs no more than the renewal of a lease.
const due = 250 * time.Millisecond

// Run owns a key if nobody does, and does what is due.
func (w *worker) Run(key string) {
	t := &tenure{desk: w.desk(key), since: map[string]time.Duration{}}
	for failed := 0; ; {
		t.seen = t.halts[key]
		s, err := t.read()
		switch {
		case err != nil:
			w.env.Clock.Sleep(w.env.Backoff(failed))
			failed++
			continue
		case s.Phase == engine.Halted:
			t.page(&s)
		case s.owned && s.Owner == w.env.Self() && t.lease != 0:
			if t.stays() {
				err = t.step(&s)
			}
		case !s.owned && s.mod != 0:
			t.acquire(&s)
		}
		failed = 0
		if err == nil || errors.Is(err, errMoved) {
			t.waits(&s)
			continue
		}
		w.env.Clock.Sleep(w.env.Backoff(t.failed))
		t.failed++
	}
}

// waits until there may be something to do: the document has moved, or some time is over.
func (t *tenure) waits(s *state) {
	wait := t.env.Policy.OwnerLease / 3
	if s.Owner == t.env.Self() && s.Phase != engine.Idle && s.Phase != engine.Halted {
		wait = min(wait, due)
	}
	if _, err := t.env.Store.Await(documentOf(t.key), s.mod, wait); err != nil {
		t.env.Clock.Sleep(t.env.Backoff(0))
	}
}

// acquire makes this worker the owner, in the same transaction in which its lease takes the
// owner's place.
func (t *tenure) acquire(s *state) {
	lease, err := t.env.Store.Grant(t.env.Policy.OwnerLease)
	if err != nil {
		return
	}
	asked := t.env.Clock.Now()
	next := s.clone()
	next.Owner, next.Fence = t.env.Self(), s.Fence+1
	if t.write(s, next, "ACQUIRED", engine.Put(ownerOf(t.key), []byte(t.env.Self()), lease)) != nil {
		_ = t.env.Store.Revoke(lease)
		return
	}
	*t = tenure{desk: t.desk, seen: t.seen, lease: lease, renewed: asked, paged: t.paged, since: map[string]time.Duration{}}
}

// halted says that this process may have halted the key since its owner's part has read the
// document, or has read elsewhere that it is halted: what it had in mind is not to be done any
// more.
func (t *tenure) halted() bool { return t.halts[t.key] != t.seen }

// write is the desk's, for who may still act.
func (t *tenure) write(was *state, next document, did string, more ...engine.Op) error {
	if t.halted() {
		return errMoved
	}
	return t.desk.write(was, next, did, more...)
}

// stays renews the ownership when a third of its lease is over.
func (t *tenure) stays() bool {
	now := t.env.Clock.Now()
	if now-t.renewed < t.env.Policy.OwnerLease/3 {
		return true
	}
	switch err := t.env.Store.KeepAlive(t.lease); {
	case err == nil:
		t.renewed = now
	case errors.Is(err, engine.ErrLeaseGone):
		t.lease = 0
		return false
	}
	return true
}

// waited says that something has been waited for so long, by this machine's clock, which may
// be quick. What another owner has waited does not count.
func (t *tenure) waited(what string, d time.Duration) bool {
	now := t.env.Clock.Now()
	if _, is := t.since[what]; !is {
		t.since[what] = now
	}
	return now-t.since[what] >= d+t.env.Policy.Drift(d)
}

// first says that nothing of that name has been begun in this tenure, and begins it.
func (t *tenure) first(what string) bool {
	_, is := t.since[what]
	t.waited(what, 0)
	return !is
}

// push has every node read the document, and says whether all have. Who did not answer last
// time is asked last. A node that will never do it is an error.
func (t *tenure) push(e engine.Errand, v uint32, s *state) (all bool, err error) {
	nodes, slow := t.env.Fleet.Nodes(""), []string{}
	slices.SortStableFunc(nodes, func(a, b string) int {
		return slices.Index(t.slow, a) - slices.Index(t.slow, b)
	})
	for _, node := range nodes {
		if !t.stays() || t.halted() {
			return false, nil
		}
		err := t.env.Fleet.Push(node, engine.Command{Errand: e, Key: t.key, Version: v, Window: s.Window, Fence: s.Fence})
		switch {
		case errors.Is(err, engine.ErrRejected):
			return false, fmt.Errorf("%s turns down to %s version %d: %w", node, e, v, err)
		case err != nil:
			slow = append(slow, node)
		}
	}
	t.slow = slow
	return len(slow) == 0 || !t.fixes.has(WaitsForEveryNode), nil
}

// page tells the pager of a halt, once.
func (t *tenure) page(s *state) {
	halt := fmt.Sprint(s.Rotation, s.Fence, s.Halt)
	if t.paged == halt {
		return
	}
	if t.env.Pager.Page(engine.Alert{Key: t.key, Halt: s.Halt}) == nil {
		t.paged = halt
	}
}
