package deploy

import (
	"time"

	"pawl/checker"
	"pawl/engine"
)

// Effect takes a request to the key service or to a node, as it went.
func (w *Witness) Effect(e checker.Effect) {
	w.h.Effects = append(w.h.Effects, e)
	if !e.Accepted && e.Kind != checker.Mint {
		w.h.Refusals = append(w.h.Refusals, checker.Refusal{Key: e.Key, By: e.By, At: e.At})
	}
}

// Asked takes a delivery of a trigger to a worker; it returns its place, for the
// answer.
func (w *Witness) Asked(t engine.Trigger, worker string, at time.Duration) int {
	w.h.Triggers = append(w.h.Triggers, checker.Trigger{ID: t.ID, Key: t.Key, Window: t.Window, Attempt: t.Attempt,
		Caller: t.Caller, Worker: worker, Called: at, Outcome: checker.Unknown})
	return len(w.h.Triggers) - 1
}

// Told takes the answer to a delivery, as its caller got it.
func (w *Witness) Told(delivery int, a engine.Answer, at time.Duration) {
	t := &w.h.Triggers[delivery]
	t.Returned, t.Outcome, t.Rotation, t.Why = at, checker.Outcome(a.Outcome), a.Rotation, a.Why
}

// Acted takes what an operator asks for; it returns its place, for the answer.
func (w *Witness) Acted(a engine.Act, at time.Duration) int {
	w.h.Acts = append(w.h.Acts, checker.Act{ID: a.ID, Verb: a.Verb, Key: a.Key, Operator: a.Operator, Called: at, Outcome: checker.Unknown})
	return len(w.h.Acts) - 1
}

// Done takes the answer to an act, as the operator got it.
func (w *Witness) Done(act int, a engine.Answer, at time.Duration) {
	w.h.Acts[act].Returned, w.h.Acts[act].Outcome = at, checker.Outcome(a.Outcome)
}

// Paged takes an alert that has reached the pager.
func (w *Witness) Paged(a engine.Alert, at time.Duration) {
	w.h.Pages = append(w.h.Pages, checker.Page{Key: a.Key, Reason: a.Halt.Reason, Class: a.Halt.Class, At: at})
}

// Denied takes a request to seal that a node turned away.
func (w *Witness) Denied(d checker.Denial) { w.h.Denials = append(w.h.Denials, d) }

// Sealed takes a seal that has left its node; it returns the id that it gets.
func (w *Witness) Sealed(s checker.Seal) int {
	s.ID = len(w.h.Seals)
	w.h.Seals = append(w.h.Seals, s)
	return s.ID
}

// Acknowledged takes it that the client has the answer to its seal.
func (w *Witness) Acknowledged(seal int, at time.Duration) {
	w.h.Seals[seal].Acked, w.h.Seals[seal].Returned = true, at
}

// Opening takes it that a client asks for an open; it returns its id.
func (w *Witness) Opening(o checker.Open) int {
	o.ID, o.Answer = len(w.h.Opens), checker.Lost
	w.h.Opens = append(w.h.Opens, o)
	return o.ID
}

// Opened takes what has become of an open since: change sets it.
func (w *Witness) Opened(open int, change func(*checker.Open)) { change(&w.h.Opens[open]) }
