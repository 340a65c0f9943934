package checker

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
)

// turnedAway replays what was noted as turned away. The first of it, in a history that does
// not see the key begin, is given.
func (j *witness) turnedAway() {
	var prev *Note
	whole := false            // seen from its beginning
	of := map[string]uint64{} // how many of each caller's; looked up only
	for i := range j.p.Notes {
		n := &j.p.Notes[i]
		j.t.judged(v0TurnedAway)
		differs := func(field string, got, want any) {
			j.t.add(v0TurnedAway, n.At, j.p.citeAt(n.At), "%s noted at %s, revision %d, that %s of %s was turned away, and says that %s is %v; by what was seen it is %v",
				n.By, at(n.At), n.Revision, n.ID, n.Caller, field, got, want)
		}
		if prev == nil {
			whole = j.p.sees(Beginnings) && len(j.p.Views) > 0 && j.p.Views[0].Early < n.At
		}
		if prev != nil || whole {
			seq, hash := uint64(1), []byte(nil)
			if prev != nil {
				seq, hash = prev.Seq+1, prev.Hash
			}
			if n.Seq != seq {
				differs("its place", n.Seq, seq)
			}
			if want := n.linked(hash); j.p.Offers.TurnedAway == SHA256PrevTurnedAway && !bytes.Equal(n.Hash, want) {
				differs("its hash", fmt.Sprintf("%x", n.Hash), fmt.Sprintf("%x", want))
			}
			want, seen := of[n.Caller]
			if want++; !seen && len(of) >= callersCounted {
				want = 0
			}
			if n.OfCaller != want && (whole || seen) {
				differs("the number of its caller's", n.OfCaller, want)
			}
		}
		if n.OfCaller > 0 {
			of[n.Caller] = n.OfCaller
		}
		if j.p.sees(Requests) && !j.p.asked(n) {
			differs("it", "asked for", "not asked for by then")
		}
		if j.p.letIn(n) {
			differs("it", "turned away", "let in")
		}
		prev = n
	}
}

// asked says that the request was made, by whom it is said to be of.
func (p *Past) asked(n *Note) bool {
	return slices.ContainsFunc(p.Triggers, func(g Trigger) bool { return g.ID == n.ID && g.Caller == n.Caller && g.Called <= n.At }) ||
		slices.ContainsFunc(p.Acts, func(a Act) bool { return a.ID == n.ID && a.Operator == n.Caller && a.Called <= n.At })
}

// letIn says that whoever asked was never turned away, as often as the request was
// delivered, and has an answer to each delivery.
func (p *Past) letIn(n *Note) bool {
	in := false
	for i := range p.Triggers {
		if g := &p.Triggers[i]; g.ID == n.ID && g.Caller == n.Caller {
			if in = g.Outcome == Admitted || g.Outcome == Duplicate; !in {
				return false
			}
		}
	}
	for i := range p.Acts {
		if a := &p.Acts[i]; a.ID == n.ID && a.Operator == n.Caller {
			if in = a.Outcome == Admitted; !in {
				return false
			}
		}
	}
	return in
}

// linked is the hash of what was turned away, after the hash before it.
func (t *TurnedAway) linked(prev []byte) []byte {
	b := slices.Clone(prev)
	text := func(s string) { b = append(binary.AppendUvarint(b, uint64(len(s))), s...) }
	b = binary.AppendUvarint(b, t.Seq)
	text(t.Caller)
	b = binary.AppendUvarint(b, t.OfCaller)
	text(t.ID)
	text(t.Why)
	sum := sha256.Sum256(b)
	return sum[:]
}
