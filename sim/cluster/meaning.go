package cluster

import (
	"strings"

	"pawl/engine"
)

// steps names, for each audit transition, the step that faults call it by.
var steps = map[string]string{
	"INTENT": "admit", "ACQUIRED": "acquire", "STAGED": "stage", "PUBLISHED": "publish", "PROVED": "prove",
	"VERIFIED": "verify", "DRAINING": "drain", "UNDRAINED": "undrain", "COMMITTED": "commit", "IDLE": "settle",
	"ABORTING": "abort", "ABORTED": "aborted", "HALTED": "halt", "RESUMED": "resume",
	"RETIRING": "retire", "REVOKED": "revoke", "DESTROYED": "destroyed",
}

func newMoments() knownMoments {
	k := knownMoments{mint: lookUp("mint"), destroy: lookUp("destroy"), barrier: lookUp("barrier"),
		stamp: lookUp("stamp"), lease: lookUp("lease"), steps: map[string]moments{}}
	for transition, step := range steps {
		k.steps[transition] = lookUp(step)
	}
	return k
}

// meaning says what a transaction is about, by the neutral view of what it
// would write: for the trace, and for faults that wait for it.
func (c *cluster) meaning(from *machine, t engine.Txn) (string, moments) {
	if c.setup.Engine.Describe == nil || len(t.Then) == 0 {
		return "txn", moments{}
	}
	if from.serving != nil {
		if t.Then[0].Kind == engine.OpPut && strings.Contains(t.Then[0].Key, "/stamp/") {
			return "stamp", c.moments.stamp
		}
		return "txn", moments{}
	}
	for _, op := range t.Then {
		switch op.Kind {
		case engine.OpPrefix:
			return "barrier", c.moments.barrier
		case engine.OpPut:
			o, ok := c.setup.Engine.Describe(engine.KV{Key: op.Key, Value: op.Value, Mod: 1})
			if ok && o.Entry != nil {
				transition := o.Entry.Transition
				if _, state, old := strings.Cut(transition, " "); old {
					transition = state
				}
				return transition, c.moments.steps[transition]
			}
		}
	}
	return "txn", moments{}
}
