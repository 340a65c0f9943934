package reference

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pawl/engine"
)

// granting is a door to a store that grants leases, each by the next number, and takes no time.
type granting struct {
	stoppedClock
	granted engine.Lease
}

func (g *granting) Ask(r engine.Request) (engine.Reply, error) {
	if _, is := r.(engine.Grant); !is {
		return nil, engine.ErrRejected
	}
	g.granted++
	return g.granted, nil
}

// ringsOf are the rings of one node's keys.
func ringsOf(g *granting, policy engine.Policy, keys int) (all []*Ring) {
	env := engine.Env{Role: engine.NodeRole, Name: "node/a1", Boot: "1", Policy: policy}
	a := newAgent(env.Through(g), nodeSteps())
	for i := range keys {
		r := newRing(a, fmt.Sprint(theKey, i))
		a.rings = append(a.rings, r)
		r.follow(a.rings[0])
	}
	return a.rings
}

// TestKeysShareLeases: a stamp hangs on a lease that another key of the node has asked for as long as
// that is young, and its time counts from then; one to seal never on one of those to open.
func TestKeysShareLeases(t *testing.T) {
	g := &granting{}
	p := engine.StandardPolicy()
	all := ringsOf(g, p, 3)
	has := func(r *Ring, s *Standing, want engine.Lease, asked time.Duration) {
		t.Helper()
		if err := lease(r, s); err != nil || s.next != want || s.asked != asked {
			t.Errorf("%s: lease %d, asked for at %s, %v; want %d, at %s", s.name, s.next, s.asked, err, want, asked)
		}
	}
	has(all[0], &all[0].opening, 1, 0)
	has(all[0], &all[0].sealing, 2, 0)
	g.now = p.SealLease/8 - 1
	has(all[1], &all[1].opening, 1, 0)
	has(all[1], &all[1].sealing, 2, 0)
	g.now = p.SealLease / 8
	has(all[2], &all[2].opening, 1, 0)
	has(all[2], &all[2].sealing, 3, g.now)
	has(all[0], &all[0].sealing, 3, g.now)
}

// TestNoKeyHangsOnALeaseThatIsGone: what one key has learned of a lease holds for all keys of the
// node.
func TestNoKeyHangsOnALeaseThatIsGone(t *testing.T) {
	g := &granting{}
	all := ringsOf(g, engine.StandardPolicy(), 2)
	for _, r := range all {
		if lease(r, &r.sealing) != nil || lease(r, &r.opening) != nil {
			t.Fatal("no lease")
		}
	}
	all[0].a.gone(all[0].sealing.next)
	if err := lease(all[1], &all[1].sealing); err != nil || all[1].sealing.next != 3 || all[1].opening.next != 2 {
		t.Errorf("leases %d and %d, %v; want 3 and 2", all[1].sealing.next, all[1].opening.next, err)
	}
}

// TestKeysFollowTheFirst: whatever a node's place, its other keys renew after its first one, and
// while what that has asked for is young.
func TestKeysFollowTheFirst(t *testing.T) {
	p := engine.StandardPolicy()
	for place := range 240 {
		all := ringsOf(&granting{}, p, 1)
		all[0].renewSpread = uint8(place)
		for key := range 16 {
			r := newRing(all[0].a, fmt.Sprint("other", key))
			r.follow(all[0])
			for what, later := range map[string]time.Duration{"seal": r.sealFor() - all[0].sealFor(), "open": r.openFor() - all[0].openFor()} {
				if later < p.SealLease/512 || later >= p.SealLease/8 {
					t.Fatalf("place %d: key %d renews its %s stamp %s after the first", place, key, what, later)
				}
			}
		}
	}
}

// TestOpenStampIsLeftAlone: with a long open lease the seal stamp is renewed by itself as long as the
// open one is not due before the next renewal; with one of nearly its length never.
func TestOpenStampIsLeftAlone(t *testing.T) {
	for _, c := range []struct {
		open time.Duration
		want int // of so many renewals of the seal stamp one renews the open stamp too
	}{{16 * time.Second, 1}, {40 * time.Second, 2}, {100 * time.Second, 5}} {
		g := &granting{}
		p := engine.StandardPolicy()
		p.OpenLease = c.open
		r := ringsOf(g, p, 1)[0]
		r.sealing.mod, r.opening.mod = 1, 1
		opened := 0
		for range 10 * c.want {
			g.now = r.due()
			r.sealing.inForce = g.now
			if r.openDue() {
				r.opening.inForce = g.now
				opened++
			}
		}
		if opened != 10 {
			t.Errorf("an open lease of %s: renewed %d times in %d renewals of the seal stamp, want 10", c.open, opened, 10*c.want)
		}
	}
}

// TestWhoHasLostAKeyTellsNobodyOfIt: an owner that stood still for longer than its lease lasts goes on
// where it was, and by its record a version is due that another has followed since.
func TestWhoHasLostAKeyTellsNobodyOfIt(t *testing.T) {
	for name, c := range map[string]struct {
		now  time.Duration
		told int
	}{
		"in time":  {29 * time.Second, 1},
		"too late": {30 * time.Second, 0},
	} {
		pages := &pages{}
		env := engine.Env{Role: engine.WorkerRole, Name: "worker/1", Boot: "1", Policy: engine.StandardPolicy(), Clock: &stoppedClock{c.now}, Pager: pages}
		o := &Owner{w: &Worker{env: env, paged: map[string]string{}}, env: &env, key: theKey, until: 30 * time.Second}
		o.rec = Record{Active: 1, Versions: []Version{{N: 1, State: Active}}}
		if told := o.tellDue(); told != (c.told == 1) || len(*pages) != c.told {
			t.Errorf("%s: told %t, %d alerts", name, told, len(*pages))
		}
	}
}

type pages []engine.Alert

func (p *pages) Page(a engine.Alert) error {
	*p = append(*p, a)
	return nil
}

// TestWhoHasAdmittedKnowsOfIt: an owner that waits for the answer to an earlier write goes by an older
// record than the one that its own worker has written meanwhile, and does nothing by that.
func TestWhoHasAdmittedKnowsOfIt(t *testing.T) {
	idle := Record{Phase: Idle, Active: 1, Highest: 1, Generation: 1, Versions: []Version{{N: 1, State: Active}}}
	env := engine.Env{Role: engine.WorkerRole, Name: "worker/1", Boot: "1", Policy: engine.StandardPolicy(), Clock: &stoppedClock{},
		Store: &answers{all: []engine.TxnResult{
			{Revision: 54, Generation: 1, Reads: [][]engine.KV{{{Key: RecordKey(theKey), Value: idle.encode(), Mod: 54}}, {}}},
			{Revision: 55, Generation: 1, Held: true}}}}
	steps := workerSteps()
	steps.Trust = func(*Worker, string, int64, *Record) error { return nil }
	w := newWorker(env, steps)
	o := &Owner{w: w, env: &w.env, key: theKey, mod: 54}
	if err := o.current(); err != nil {
		t.Fatal(err)
	}
	a, err := TryAdmit(w, engine.Trigger{Key: theKey, Window: "w1", Caller: "scheduler", Attempt: 1, ID: "t1"}, w.Operation())
	if err != nil || a.Outcome != engine.Admitted {
		t.Fatal(a, err)
	}
	if err := o.current(); !errors.Is(err, errMoved) {
		t.Errorf("the owner goes on by revision 54: %v", err)
	}
}

// answers is a store that answers one transaction after the other.
type answers struct {
	engine.Store
	all []engine.TxnResult
}

func (s *answers) Txn(engine.Txn) (engine.TxnResult, error) {
	a := s.all[0]
	s.all = s.all[1:]
	return a, nil
}
