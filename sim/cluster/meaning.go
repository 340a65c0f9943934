package cluster

import (
	"strings"

	"pawl/engine"
	"pawl/faults"
)

// steps names, for each audit transition, the step that faults call it by.
var steps = []struct{ transition, step string }{
	{"INTENT", "admit"}, {"ACQUIRED", "acquire"}, {"STAGED", "stage"}, {"PUBLISHED", "publish"}, {"PROVED", "prove"},
	{"VERIFIED", "verify"}, {"DRAINING", "drain"}, {"UNDRAINED", "undrain"}, {"COMMITTED", "commit"}, {"IDLE", "settle"},
	{"ABORTING", "abort"}, {"ABORTED", "aborted"}, {"HALTED", "halt"}, {"RESUMED", "resume"},
	{"RETIRING", "retire"}, {"REVOKED", "revoke"}, {"DESTROYED", "destroyed"},
}

// knownMoments are the meanings that faults may wait for, looked up once.
type knownMoments struct {
	mint, destroy, barrier, stamp, lease moments
	steps                                map[string]moments // by audit transition; looked up only
}

// known is looked up once for all runs, and never changed.
var known = newMoments()

func newMoments() knownMoments {
	k := knownMoments{mint: lookUp("mint"), destroy: lookUp("destroy"), barrier: lookUp("barrier"),
		stamp: lookUp("stamp"), lease: lookUp("lease"), steps: make(map[string]moments, len(steps))}
	for _, s := range steps {
		k.steps[s.transition] = lookUp(s.step)
	}
	return k
}

// lookUp finds the moments of a step; a read has none at which it was applied.
func lookUp(step string) moments {
	ms := moments{set: true}
	for i, stage := range []*faults.Moment{&ms.due, &ms.sent, &ms.applied, &ms.answered} {
		m, ok := faults.MeaningOf(step + "." + faults.Stages[i].Name)
		if ok {
			*stage = m
		} else {
			ms.noEffect = true
		}
	}
	return ms
}

// meaning says what a transaction is about, by the neutral view of what it
// would write: for the trace, and for faults that wait for it.
func (c *cluster) meaning(from *machine, t engine.Txn) (string, moments) {
	if c.setup.Engine.Describe == nil || len(t.Then) == 0 {
		return "txn", moments{}
	}
	if from.serving != nil {
		if t.Then[0].Kind == engine.OpPut && strings.Contains(t.Then[0].Key, "/stamp/") {
			return "stamp", known.stamp
		}
		return "txn", moments{}
	}
	for _, op := range t.Then {
		switch op.Kind {
		case engine.OpPrefix:
			return "barrier", known.barrier
		case engine.OpPut:
			o, ok := c.setup.Engine.Describe(engine.KV{Key: op.Key, Value: op.Value, Mod: 1})
			if ok && o.Entry != nil {
				transition := o.Entry.Transition
				if _, state, old := strings.Cut(transition, " "); old {
					transition = state
				}
				return transition, known.steps[transition]
			}
		}
	}
	return "txn", moments{}
}
