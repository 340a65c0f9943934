package monitor

import (
	"errors"
	"time"

	"pawl/engine"
	"pawl/engine/host"
)

// Tell gives what an engine process tells of its exchanges to. A node gives its right to seal
// up for so long before it says so as policy lets an answer be under way: that counts as gap.
func (m *Monitor) Tell(process string, emission time.Duration) func(host.Exchange) {
	gaveUp := map[string]time.Duration{} // by key, when a stamp that seals nothing was asked for
	return func(x host.Exchange) {
		verb, took := string(x.Request.Verb()), x.Answered-x.Sent
		m.m.calls.WithLabelValues(process, verb, outcomeOf(x.Err)).Inc()
		if errors.Is(x.Err, engine.ErrStaleFence) {
			m.m.staleFences.WithLabelValues(process).Inc()
			m.log.Warn("a fence was refused", "process", process, "verb", verb)
		}
		switch r := x.Request.(type) {
		case engine.Sleep, engine.Await:
		case engine.Txn:
			m.m.call.WithLabelValues(verb).Observe(took.Seconds())
			m.txn(r, x, gaveUp, emission)
		default:
			m.m.call.WithLabelValues(verb).Observe(took.Seconds())
		}
	}
}

func (m *Monitor) txn(t engine.Txn, x host.Exchange, gaveUp map[string]time.Duration, emission time.Duration) {
	r, is := x.Reply.(engine.TxnResult)
	wrote := is && r.Held && len(t.Then) > 0
	for _, op := range t.Then {
		if op.Kind != engine.OpPut {
			continue
		}
		if wrote && m.hooks.Wrote != nil {
			m.hooks.Wrote(x.Answered - x.Sent)
			wrote = false // told once
		}
		o, ok := m.view.Describe(engine.KV{Key: op.Key, Value: op.Value, Mod: 1})
		if !ok || o.Stamp == nil || !o.Stamp.Sealing {
			continue
		}
		since, without := gaveUp[o.Key]
		switch {
		case o.Stamp.Seal == 0 && !without:
			gaveUp[o.Key] = x.Sent - emission
		case o.Stamp.Seal != 0 && without && is && r.Held:
			delete(gaveUp, o.Key)
			m.m.gap.WithLabelValues(o.Key).Observe((x.Answered - since).Seconds())
		}
	}
}
