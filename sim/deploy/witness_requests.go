package deploy

import (
	"time"

	"pawl/checker"
	"pawl/engine"
)

// Effect takes a request to the key service or to a node, as it went.
func (w *Witness) Effect(key string, e checker.Outside, how Doing) {
	w.note(how.fact(key, 0, &e))
}

// Requested takes a delivery of a trigger to a worker.
func (w *Witness) Requested(t engine.Trigger, worker string, at time.Duration) Noted {
	return w.note(checker.Fact{Key: t.Key, Actor: t.Caller, Times: checker.Times{Sent: at},
		What: &checker.Requested{ID: t.ID, Window: t.Window, Attempt: t.Attempt, Caller: t.Caller, Worker: worker, Outcome: checker.Unknown}})
}

// Told takes the answer to a delivery, as its caller got it.
func (w *Witness) Told(f Noted, a engine.Answer, at time.Duration) {
	x := w.fact(f)
	t := x.What.(*checker.Requested)
	x.Received, t.Outcome, t.Rotation, t.Why = at, checker.Outcome(a.Outcome), a.Rotation, a.Why
}

// Acts takes what an operator asks a worker for.
func (w *Witness) Acts(a engine.Act, worker string, at time.Duration) Noted {
	act := &checker.Acted{ID: a.ID, Verb: a.Verb, Rotation: a.Rotation, Operator: a.Operator, Reason: a.Reason, Worker: worker, Outcome: checker.Unknown, Of: a.Of}
	if a.Version != 0 {
		act.Versions = []uint32{a.Version}
	}
	return w.note(checker.Fact{Key: a.Key, Actor: a.Operator, Times: checker.Times{Sent: at}, What: act})
}

// Done takes the answer to an act, as the operator got it.
func (w *Witness) Done(f Noted, a engine.Answer, at time.Duration) {
	x := w.fact(f)
	act := x.What.(*checker.Acted)
	x.Received, act.Outcome, act.Why = at, checker.Outcome(a.Outcome), a.Why
}

// Paged takes an alert that has reached the pager.
func (w *Witness) Paged(a engine.Alert, how Doing) {
	w.note(how.fact(a.Key, 0, &checker.Paged{Halt: checker.Halt(a.Halt), Notice: a.Notice, Due: a.Due, Version: a.Version, Nodes: a.Nodes}))
}

// Ran takes a change of how a machine runs, by the incarnation that begins or ends
// with it.
func (w *Witness) Ran(incarnation string, r checker.Ran, at time.Duration) {
	w.note(checker.Fact{Actor: incarnation, Times: checker.Times{Early: at, At: at}, What: &r})
}

// OnDisk takes something done on the disk of a process's machine; data is what was written.
func (w *Witness) OnDisk(by string, d checker.OnDisk, data []byte, at time.Duration) {
	var key string
	key, d.Print = w.vault.of(data)
	w.note(checker.Fact{Key: key, Actor: by, Times: checker.Times{Early: at, At: at}, What: &d})
}
