package reference

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"pawl/engine"
)

// refusals is the second audit chain: the last request that was turned away, linked to
// those before it, and how many there were of each caller. A storm of refusals so costs
// one small key, and never touches the record.
type refusals struct {
	Last   engine.TurnedAway
	Caller []refusalCount // in order of name
}

type refusalCount struct {
	Caller string
	Count  uint64
}

// refuse notes that a caller's request is turned away. It tries as often as a request is
// tried; the answer does not depend on it.
func (w *Worker) refuse(key, caller, id, why string) {
	_ = w.tries(func() error { return w.tryRefuse(key, caller, id, why) })
}

func (w *Worker) tryRefuse(of, caller, id, why string) error {
	key := refusedKey(of)
	kv, err := get(w.env.Store, key)
	if err != nil {
		return err
	}
	r, err := decodeRefusals(kv.Value)
	if err != nil {
		return err
	}
	if r.Last.Caller == caller && r.Last.ID == id && r.Last.Why == why {
		return nil // an earlier try has landed, or another delivery of the same request
	}
	r.add(caller, id, why)
	_, err = commit(w.env.Store, engine.Txn{If: []engine.Compare{{Key: key, Mod: kv.Mod}}, Then: []engine.Op{engine.Put(key, r.encode(), 0)}})
	return err
}

// add counts one refusal and links it onto the chain. A caller that is one too many to be
// counted apart is not counted: names cost nothing to make up.
func (r *refusals) add(caller, id, why string) {
	i, found := slices.BinarySearchFunc(r.Caller, caller, func(c refusalCount, name string) int {
		return strings.Compare(c.Caller, name)
	})
	if !found && len(r.Caller) < engine.CallersCounted {
		r.Caller, found = slices.Insert(r.Caller, i, refusalCount{Caller: caller}), true
	}
	next := engine.TurnedAway{Seq: r.Last.Seq + 1, Caller: caller, ID: id, Why: why}
	if found {
		r.Caller[i].Count++
		next.OfCaller = r.Caller[i].Count
	}
	body := writer{slices.Clone(r.Last.Hash)}
	body.refusal(&next)
	hash := sha256.Sum256(body.b)
	next.Hash = hash[:]
	r.Last = next
}

// refusal writes what is hashed of a refusal (engine.SHA256PrevTurnedAway).
func (w *writer) refusal(r *engine.TurnedAway) {
	w.num(r.Seq)
	w.str(r.Caller)
	w.num(r.OfCaller)
	w.str(r.ID)
	w.str(r.Why)
}

const refusalFormat = 2

func (r *refusals) encode() []byte {
	w := writer{make([]byte, 0, 96)}
	w.num(refusalFormat)
	w.raw(r.Last.Hash)
	w.refusal(&r.Last)
	w.num(uint64(len(r.Caller)))
	for _, c := range r.Caller {
		w.str(c.Caller)
		w.num(c.Count)
	}
	return w.b
}

func decodeRefusals(b []byte) (refusals, error) {
	if len(b) == 0 {
		return refusals{}, nil
	}
	r := reader{b: b}
	r.format(refusalFormat)
	hash := r.digest()
	c := refusals{Last: engine.TurnedAway{Seq: r.num(), Caller: r.str(), OfCaller: r.num(), ID: r.str(), Why: r.str(), Hash: hash[:]}}
	c.Caller = make([]refusalCount, r.list())
	for i := range c.Caller {
		c.Caller[i] = refusalCount{Caller: r.str(), Count: r.num()}
	}
	if err := r.end(); err != nil {
		return refusals{}, fmt.Errorf("refusals: %w", err)
	}
	return c, nil
}
