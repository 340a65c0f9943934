package example

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"pawl/engine"
)

// step does what is due: of the rotation, and when there is none, of the old versions.
func (t *tenure) step(s *state) error {
	for _, v := range s.Versions {
		if v.State == engine.Deprecated {
			t.waited(fmt.Sprint("old ", v.N), 0) // from now on
		}
		if v.State == engine.Revoked { // it waits for nobody
			return t.tend(s, engine.Revoked)
		}
	}
	switch s.Phase {
	case engine.Intent:
		if t.first("tended before " + s.Rotation) { // else rotations close together put it off for good
			return t.tend(s, engine.Retiring)
		}
		return t.mint(s)
	case engine.Staged:
		return t.enter(s, engine.Published)
	case engine.Published:
		return t.publish(s)
	case engine.Verified:
		return t.enter(s, engine.Draining)
	case engine.Draining:
		return t.drain(s)
	case engine.Committed:
		_, _ = t.push(engine.Activate, s.Active, s) // who does not hear of it will look
		return t.settle(s)
	case engine.Aborting:
		return t.abort(s)
	case engine.Aborted:
		return t.settle(s)
	}
	return t.tend(s, engine.Deprecated, engine.Retiring)
}

// enter writes the next phase. Where nodes have to hear of it, they are told anew.
func (t *tenure) enter(s *state, p engine.Phase) error {
	next := s.clone()
	next.Phase = p
	if slices.Contains([]engine.Phase{engine.Published, engine.Draining, engine.Aborting}, p) {
		next.Told++
	}
	return t.write(s, next, p)
}

func (t *tenure) mint(s *state) error {
	if t.halted() {
		return errMoved
	}
	next := s.clone()
	v := next.of(s.Next)
	if !t.fixes.has(MintsUnderOneName) {
		*t.ops++
		v.Op = fmt.Sprintf("%s/%s/%d", v.Op, t.env.Self(), *t.ops)
	}
	made, err := t.env.Keys.Create(engine.Create{Op: v.Op, Key: t.key, Version: v.N, Fence: s.Fence})
	switch {
	case errors.Is(err, engine.ErrStaleFence):
		return errMoved
	case errors.Is(err, engine.ErrRejected) || err != nil && t.failed+1 >= t.env.Policy.Attempts:
		return t.enter(s, engine.Aborting)
	case err != nil:
		return err
	}
	t.failed = 0
	v.Print = made.Print
	next.Phase = engine.Staged
	return t.write(s, next, engine.Staged)
}

// publish waits until every node can open the next version, and then until what relying
// parties have cached is no older than that.
func (t *tenure) publish(s *state) error {
	open := fmt.Sprint("all open ", s.Next)
	if _, is := t.since[open]; !is {
		if all, err := t.push(engine.Install, s.Next, s); !all {
			return t.late(s, err, "publishing", t.env.Policy.PublishDeadline)
		}
	}
	if !t.waited(open, t.env.Policy.PublishLead) {
		return nil
	}
	next := s.clone()
	next.Phase, next.Heard, next.Sealed = engine.Verified, s.Told, s.Told
	return t.write(s, next, engine.Verified)
}

// late gives a rotation up for which nodes cannot be reached, or that one of them turns down.
func (t *tenure) late(s *state, err error, what string, deadline time.Duration) error {
	if over := t.waited(fmt.Sprint(what, s.Told), deadline); over || err != nil {
		return t.enter(s, engine.Aborting)
	}
	return nil
}

// erased says that every node has erased a version. One that never will halts the rotation.
func (t *tenure) erased(s *state, v uint32) (bool, error) {
	all, err := t.push(engine.Erase, v, s)
	if err != nil {
		err = errors.Join(errMoved, t.halt(s, err.Error(), nil))
	}
	return all, err
}

// drain waits until no node seals, and commits.
func (t *tenure) drain(s *state) error {
	if t.fixes.has(StopsSealingFirst) {
		if all, err := t.push(engine.Retire, s.Active, s); !all {
			return t.late(s, err, "draining", t.env.Policy.DrainDeadline)
		}
	}
	next := s.clone()
	next.Phase, next.Active, next.Next = engine.Committed, s.Next, 0
	next.Sealed, next.Told = s.Told, s.Told+1
	if old := next.of(s.Active); old != nil {
		old.State = engine.Deprecated
	}
	next.of(s.Next).State = engine.Active
	return t.write(s, next, engine.Committed)
}

// abort waits until no node holds the next version, and destroys it.
func (t *tenure) abort(s *state) error {
	if all, err := t.erased(s, s.Next); !all {
		return err
	}
	next := s.clone()
	v := next.of(s.Next)
	if err := t.destroy(s, v); err != nil {
		return err
	}
	v.State = engine.Burnt
	next.Phase, next.Heard, next.Sealed = engine.Aborted, s.Told, s.Told
	a := next.Windows[s.Window]
	a.Aborted = true
	next.Windows[s.Window] = a
	return t.write(s, next, engine.Aborted)
}

// settle lets the next rotation start.
func (t *tenure) settle(s *state) error {
	next := s.clone()
	next.Phase, next.Rotation, next.Window, next.Attempt, next.Next = engine.Idle, "", "", 0, 0
	return t.write(s, next, engine.Idle)
}

// destroy has the key service destroy what was made for a version, and halts when that
// fails too often: nobody else can decide what to do then.
func (t *tenure) destroy(s *state, v *version) error {
	if t.halted() {
		return errMoved
	}
	err := t.env.Keys.Destroy(v.Op, t.key, v.N, s.Fence)
	switch {
	case err == nil:
		t.failed = 0
		return nil
	case errors.Is(err, engine.ErrStaleFence):
		return errMoved
	case errors.Is(err, engine.ErrRejected) || t.failed+1 >= t.env.Policy.Attempts:
		t.failed = 0
		if err := t.halt(s, fmt.Sprintf("the key service does not destroy version %d: %v", v.N, err), err); err != nil {
			return err
		}
		return errMoved
	}
	return err
}

// halt stops the rotation until an operator has it go on.
func (t *tenure) halt(s *state, reason string, cause error) error {
	next := s.clone()
	next.From, next.Phase, next.Halt = s.Phase, engine.Halted, haltFor(reason)
	if errors.Is(cause, engine.ErrRejected) { // it would be again
		next.Halt.Class = engine.NonRecoverable
	}
	if s.Phase == engine.Draining { // a halt does not stop sealing
		next.From = engine.Published
		next.Told++
	}
	return t.write(s, next, engine.Halted)
}

func haltFor(reason string) engine.Halt {
	return engine.Halt{Reason: reason, Class: engine.Recoverable, Playbook: "Mend what is named, then resume.", Owner: "whoever owns the key",
		Escalation: "the key service's people", DecryptionValid: true, ManualWorkSafe: true}
}

// tend takes the oldest version in one of some states one step towards its end.
func (t *tenure) tend(s *state, in ...engine.State) error {
	for i := range s.Versions {
		next := s.clone()
		v := &next.Versions[i]
		if !slices.Contains(in, v.State) {
			continue
		}
		switch v.State {
		case engine.Deprecated:
			if !t.waited(fmt.Sprint("old ", v.N), t.env.Policy.Lifetime) {
				return nil
			}
			next.Told++
			v.State = engine.Retiring
		case engine.Retiring:
			if all, err := t.erased(s, v.N); !all {
				return err
			}
			next.Heard, next.Sealed = s.Told, s.Told
			v.State = engine.Revoked
		case engine.Revoked:
			if err := t.destroy(s, v); err != nil {
				return err
			}
			v.State = engine.Destroyed
		}
		return t.write(s, next, v.State)
	}
	return nil
}
