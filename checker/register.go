package checker

import (
	"time"

	"github.com/anishathalye/porcupine"
)

// The seal register, as clients see it: each acknowledged seal reads the active
// version, each commit writes it. Without a record there are no writes to see,
// and what is left is that reads never go back.

// registerOp is a write of a version, or else a read of it.
type registerOp struct {
	write   bool
	version uint32
}

// registerModel is the register as an object with one state: the active version.
func registerModel(described bool) porcupine.Model {
	return porcupine.Model{
		Init: func() any { return uint32(0) },
		Step: func(state, in, _ any) (bool, any) {
			active, op := state.(uint32), in.(registerOp)
			switch {
			case op.write:
				return op.version > active, op.version
			case described:
				return op.version == active, active
			default:
				return op.version >= active, op.version
			}
		},
	}
}

// sealRegister checks the register of one key; ok is false if nobody read it.
func sealRegister(h *Past, opt Options) (l Linearity, ok bool) {
	reads := 0
	for i := range h.Seals {
		if h.Seals[i].Acked {
			reads++
		}
	}
	ws := writes(h)
	l = Linearity{Object: "seal register", Invariant: "S2", Key: h.Keys[0], Ops: reads + len(ws)}
	if reads == 0 {
		return l, false
	}
	if registerCertified(h, ws) {
		l.Result = Linearizable
		return l, true
	}
	m, ops := registerModel(h.Offers.Record), registerOps(h, ws)
	if l = decide(l, m, ops, opt); l.Result == Illegal {
		explainRegister(&l, h, ws, ops)
	}
	return l, true
}

func registerOps(h *Past, ws []write) []porcupine.Operation {
	var ops []porcupine.Operation
	add := func(op registerOp, of citable, call, ret time.Duration) {
		ops = append(ops, porcupine.Operation{ClientId: len(ops), Input: op, Output: of, Call: int64(call), Return: int64(ret)})
	}
	for _, w := range ws {
		add(registerOp{true, w.version}, w.start, w.sent, w.at)
	}
	for i := range h.Seals {
		if s := &h.Seals[i]; s.Acked {
			add(registerOp{false, s.Version}, s, s.Called, s.Returned)
		}
	}
	return ops
}

// A write is a view that made another version the active one.
type write struct {
	version  uint32
	sent, at time.Duration
	start    *View
}

func writes(h *Past) []write {
	if !h.Offers.Record {
		return nil
	}
	var ws []write
	for _, r := range reigns(h.Views) {
		// A version that comes back after none was active was not written anew.
		if n := len(ws); n > 0 && ws[n-1].version == r.version {
			continue
		}
		ws = append(ws, write{r.version, r.start.Sent, r.start.At, r.start})
	}
	return ws
}

func registerCertified(h *Past, ws []write) bool {
	if !h.Offers.Record {
		return readsNeverGoBack(h.Seals)
	}
	return placed(h.Seals, ws)
}

// readsNeverGoBack is exact: if no read returned before a lower one was called,
// then sorting by version, and within a version by call, is a linear order.
func readsNeverGoBack(seals []Seal) bool {
	called := sortedBy(seals, func(s *Seal) time.Duration { return s.Called })
	returned := sortedBy(seals, func(s *Seal) time.Duration { return s.Returned })
	highest, next := uint32(0), 0
	for _, j := range called {
		s := &seals[j]
		if !s.Acked {
			continue
		}
		for ; next < len(returned) && seals[returned[next]].Returned < s.Called; next++ {
			if r := &seals[returned[next]]; r.Acked {
				highest = max(highest, r.Version)
			}
		}
		if s.Version < highest {
			return false
		}
	}
	return true
}

// placed looks for a moment for each write. The order of the writes is given,
// since versions only go up. A read of one version must be called before the
// write of the next and return after its own: so each write has an earliest and
// a latest moment, and taking the earliest that is left, in order, finds moments
// if there are any. Each read then fits between two of them.
func placed(seals []Seal, ws []write) bool {
	for i := 1; i < len(ws); i++ {
		if ws[i].version <= ws[i-1].version {
			return false
		}
	}
	earliest := make([]time.Duration, len(ws)+1) // one more, for after the last
	latest := make([]time.Duration, len(ws))
	for i, w := range ws {
		earliest[i], latest[i] = w.sent, w.at
	}
	for i := range seals {
		s := &seals[i]
		if !s.Acked {
			continue
		}
		k := writeOf(ws, s.Version)
		if k < 0 {
			return false
		}
		latest[k] = min(latest[k], s.Returned)
		earliest[k+1] = max(earliest[k+1], s.Called)
	}
	moment := time.Duration(0)
	for k := range ws {
		if moment = max(moment, earliest[k]); moment > latest[k] {
			return false
		}
	}
	return true
}

// writeOf returns the place of the write of a version, -1 if there is none.
func writeOf(ws []write, version uint32) int {
	for k := len(ws) - 1; k >= 0; k-- {
		if ws[k].version == version {
			return k
		}
	}
	return -1
}
