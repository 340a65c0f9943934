package reference

import (
	"fmt"
	"testing"
	"time"

	"pawl/engine"
)

// Rule 13: half of an open lease without the store, whenever it begins, costs no open. A
// call that is lost takes a second to be given up, and what is asked in the outage's last
// moment has to be given up as well before its end is noticed.

// step is between two beginnings, and between two looks at the node.
const step = 50 * time.Millisecond

// outage is one run: a node, and the store gone from a while after its first stamps on.
type outage struct {
	policy engine.Policy
	node   string
	begins time.Duration // after the node's renewal
	lasts  time.Duration
	deaf   bool // the wait that is under way fails too; else its own clock ends it
}

// lapse is when the node first could not open; false if it always could.
func (o outage) lapse(t *testing.T) (time.Duration, bool) {
	w := newWorld(t)
	w.policy = o.policy
	w.command("serving worker/1 " + o.node)
	w.out.quiet = true
	w.command("run until " + o.node + " asks lease") // its first renewal; what follows is steady
	w.command("run")
	from := w.now() + o.begins
	w.run(from, never)
	w.silence = silence{from, from + o.lasts}
	if p := w.process(o.node); o.deaf && p.asked.Verb() == engine.VerbAwait {
		p.lost, p.until = true, from+timeout
	}
	text := w.text(1)
	for end := from + 2*w.policy.OpenLease; w.now() < end; {
		w.run(w.now()+step, never)
		if _, err := w.machine(o.node).serving.Open(theKey, text); err != nil {
			return w.now() - from, true
		}
	}
	return 0, false
}

// extremes are the two of a hundred nodes that renew first and last.
func extremes(policy engine.Policy) (first, last string) {
	first, last = "node/a0", "node/a0"
	for i := range 100 {
		name := fmt.Sprintf("node/a%d", i)
		age := renewalAge(name, "1", policy)
		if age < renewalAge(first, "1", policy) {
			first = name
		}
		if age > renewalAge(last, "1", policy) {
			last = name
		}
	}
	return first, last
}

// equalLeases is a policy under which the seal stamp does not have the open stamp renewed
// with it before its own time.
func equalLeases() engine.Policy {
	p := engine.StandardPolicy()
	p.SealLease = p.OpenLease
	p.DrainDeadline = p.SealLease + 4*time.Second
	return p
}

func TestOutageOfHalfAnOpenLease(t *testing.T) {
	for what, policy := range map[string]engine.Policy{"standard": engine.StandardPolicy(), "equal leases": equalLeases()} {
		first, last := extremes(policy)
		for _, node := range []string{first, last} {
			t.Run(what+" "+node, func(t *testing.T) {
				for begins := time.Duration(0); begins <= policy.OpenLease*3/8+step; begins += step {
					for _, deaf := range []bool{false, true} {
						o := outage{policy: policy, node: node, begins: begins, lasts: policy.OpenLease / 2, deaf: deaf}
						if at, lapsed := o.lapse(t); lapsed {
							t.Errorf("the store is gone for %s from %s after a renewal on (deaf: %v): cannot open %s later", o.lasts, begins, deaf, at)
						}
					}
				}
			})
		}
	}
}

// TestLongerOutageIsNoticed: the test above could find something. What rule 13 does not
// promise, a node does not do.
func TestLongerOutageIsNoticed(t *testing.T) {
	policy := engine.StandardPolicy()
	_, last := extremes(policy)
	o := outage{policy: policy, node: last, begins: policy.OpenLease * 4 / 16, lasts: policy.OpenLease * 12 / 16}
	if _, lapsed := o.lapse(t); !lapsed {
		t.Errorf("the store is gone for %s, and the node opens all the time", o.lasts)
	}
}
