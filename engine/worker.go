package engine

import (
	"strconv"
	"time"
)

// Worker is one replica of the control plane.
type Worker struct {
	env   Env
	table *Table
	ops   uint64            // operation ids given out since this start
	paged map[string]string // by key, the halt this worker paged last; looked up only
}

// NewWorker starts a replica that follows a table.
func NewWorker(env Env, t *Table) *Worker {
	return &Worker{env: env, table: t, paged: map[string]string{}}
}

// Env is what the worker may touch; for steps that are written elsewhere.
func (w *Worker) Env() *Env { return &w.env }

// Operation gives an operation id that nobody has used or will use.
func (w *Worker) Operation() string {
	w.ops++
	return w.env.Self() + "/" + strconv.FormatUint(w.ops, 10)
}

// Admit answers a trigger; any worker may, owner or not.
func (w *Worker) Admit(t Trigger) Answer { return w.table.Admit(w, t) }

// Run owns the key whenever nobody else does, and drives it while it owns it.
func (w *Worker) Run(key string) {
	for {
		o := w.acquire(key)
		o.drive()
	}
}

// sleep waits before a call is made again; n counts the attempts so far.
func (w *Worker) sleep(n int) { w.env.Clock.Sleep(backoff(&w.env.Policy, n)) }

// backoff doubles from the policy's first delay, up to 16 times it.
func backoff(p *Policy, n int) time.Duration { return p.Backoff << min(n, 4) }
