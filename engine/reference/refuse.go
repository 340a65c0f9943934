package reference

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	"pawl/engine"
)

// refusals is the second audit chain: what was turned away, counted by caller,
// so that a storm of refusals costs one small key and never touches the record.
type refusals struct {
	Count  uint64
	Head   Digest
	Caller []refusalCount // in order of name
}

type refusalCount struct {
	Caller string
	Count  uint64
	Last   string // trigger and reason
}

// refuse notes a refusal. It tries a few times against others that do the same;
// the caller's answer does not depend on it.
func (w *Worker) refuse(t engine.Trigger, why string) {
	for range w.env.Policy.Attempts {
		err := w.tryRefuse(t, why)
		if err != errMoved {
			return
		}
	}
}

func (w *Worker) tryRefuse(t engine.Trigger, why string) error {
	key := refusedKey(t.Key)
	res, err := w.env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Get(key)}})
	if err != nil {
		return err
	}
	kv := first(res.Reads[0])
	r, err := decodeRefusals(kv.Value)
	if err != nil {
		return err
	}
	r.add(t, why)
	res, err = w.env.Store.Txn(engine.Txn{If: []engine.Compare{{Key: key, Mod: kv.Mod}}, Then: []engine.Op{engine.Put(key, r.encode(), 0)}})
	if err == nil && !res.Held {
		return errMoved
	}
	return err
}

// Callers beyond mostCallers are counted together: names cost nothing to make up.
const (
	mostCallers = 64
	others      = "others"
)

// add counts one refusal and links it onto the chain.
func (r *refusals) add(t engine.Trigger, why string) {
	i, found := slices.BinarySearchFunc(r.Caller, t.Caller, func(c refusalCount, name string) int {
		return strings.Compare(c.Caller, name)
	})
	if !found && len(r.Caller) >= mostCallers && t.Caller != others {
		t.Caller = others
		r.add(t, why)
		return
	}
	if !found {
		r.Caller = slices.Insert(r.Caller, i, refusalCount{Caller: t.Caller})
	}
	c := &r.Caller[i]
	c.Count++
	c.Last = t.ID + " " + why
	r.Count++
	r.Head = sha256.Sum256(fmt.Appendf(r.Head[:], "%d %s %s", r.Count, c.Caller, c.Last))
}

const refusalFormat = 1

func (r *refusals) encode() []byte {
	w := writer{make([]byte, 0, 96)}
	w.num(refusalFormat)
	w.num(r.Count)
	w.raw(r.Head[:])
	w.num(uint64(len(r.Caller)))
	for _, c := range r.Caller {
		w.str(c.Caller)
		w.num(c.Count)
		w.str(c.Last)
	}
	return w.b
}

func decodeRefusals(b []byte) (refusals, error) {
	if len(b) == 0 {
		return refusals{}, nil
	}
	r := reader{b: b}
	r.format(refusalFormat)
	c := refusals{Count: r.num(), Head: r.digest()}
	c.Caller = make([]refusalCount, r.list())
	for i := range c.Caller {
		c.Caller[i] = refusalCount{Caller: r.str(), Count: r.num(), Last: r.str()}
	}
	if err := r.end(); err != nil {
		return refusals{}, errors.Join(errors.New("refusals"), err)
	}
	return c, nil
}
