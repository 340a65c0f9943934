package reference

import (
	"errors"
	"strconv"

	"pawl/engine"
)

// Worker is one replica of the control plane.
type Worker struct {
	env   engine.Env
	self  string // what owns and acts
	steps WorkerSteps
	ops   uint64            // operation ids given out since this start
	paged map[string]string // by key and playbook, what this worker paged last; looked up only
	seen  map[string]int64  // by key, the newest revision of the record that it has read or written; looked up only
	tried map[string]tried  // by key, what its last owner here had tried in vain; looked up only

	trusted map[string]int64 // by key, the revision of the record that was last held against the audit; looked up only
}

func newWorker(env engine.Env, s WorkerSteps) *Worker {
	return &Worker{env: env, self: env.Self(), steps: s, paged: map[string]string{}, seen: map[string]int64{}, tried: map[string]tried{}, trusted: map[string]int64{}}
}

// Env is what the worker may touch; for steps that are written elsewhere.
func (w *Worker) Env() *engine.Env { return &w.env }

// Operation gives an operation id that nobody has used or will use.
func (w *Worker) Operation() string {
	w.ops++
	return w.self + "/" + strconv.FormatUint(w.ops, 10)
}

// sees notes a revision of a key's record. An owner that goes by an older one stops there:
// the record may be halted, by an act that this very worker has carried out.
func (w *Worker) sees(key string, mod int64) { w.seen[key] = max(w.seen[key], mod) }

// Admit answers a trigger; any worker may, owner or not.
func (w *Worker) Admit(t engine.Trigger) engine.Answer { return w.steps.Admit(w, t) }

// Run owns the key whenever nobody else does, and drives it while it owns it.
func (w *Worker) Run(key string) {
	at := placesOf(key)
	for {
		o := w.acquire(at)
		o.goOn(w.tried[key])
		o.drive()
		w.tried[key] = o.tried()
	}
}

// tries makes a try until one has succeeded, or as many have failed as policy allows, each
// after a pause. One that was overtaken has not failed: somebody else has got on. What
// cannot be read will not be read by another.
func (w *Worker) tries(try func() error) error {
	for n := 0; ; {
		err := try()
		if errors.Is(err, errMoved) {
			continue
		}
		if err == nil || isUnreadable(err) || n+1 >= w.env.Policy.Attempts {
			return err
		}
		w.sleep(n)
		n++
	}
}

// notDone is the answer to a request whose last try failed: what became of it is not known.
func notDone(err error) engine.Answer {
	if isUnreadable(err) {
		return engine.Answer{Outcome: engine.Unknown, Why: "what is stored cannot be read: " + err.Error()}
	}
	return engine.Answer{Outcome: engine.Unknown, Why: "the store does not answer"}
}

// sleep waits before a call is made again; n counts the attempts so far.
func (w *Worker) sleep(n int) { w.env.Clock.Sleep(w.env.Backoff(n)) }
