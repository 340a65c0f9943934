package engine

import "time"

// Role is what a process of an engine is for.
type Role string

const (
	WorkerRole Role = "worker"
	NodeRole   Role = "node"
)

// Env is all that an engine process may touch.
type Env struct {
	Role   Role
	Name   string // of the machine, e.g. "worker/1"
	Boot   string // unique to this start of the machine
	Pool   string
	Policy Policy

	// Door is what the ports ask through. Whoever wants to stand in it gives the process
	// another one, by Through.
	Door  Door
	Store Store
	Keys  KeyService
	Fleet Fleet
	Clock Clock
	Pager Pager
	Disk  Disk
}

// Through gives the process a door: every port is a kind of request through it.
func (e Env) Through(d Door) Env {
	p := &Ports{d} // one object for all six
	e.Door = d
	e.Store, e.Keys, e.Fleet, e.Clock, e.Pager, e.Disk = p, p, p, p, p, p
	return e
}

// Self names this start of this machine; it is what owns and what acts.
func (e *Env) Self() string { return e.Name + "#" + e.Boot }

// Backoff is how long to wait before a call is made again: it doubles from the
// policy's first delay, up to 16 times it. n counts the attempts so far.
func (e *Env) Backoff(n int) time.Duration { return e.Policy.Backoff << min(n, 4) }
