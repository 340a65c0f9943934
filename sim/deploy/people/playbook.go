package people

import (
	"slices"
	"time"

	"pawl/engine"
)

// unwritten is what an operator does of whom no playbook says what to do: what can be
// recovered from is resumed after a while.
var unwritten = engine.Playbook{Steps: []engine.Instruction{{Do: engine.WaitStep, For: 2 * time.Second}, {Do: engine.ResumeAct}}}

// PlaybookFor is what an operator goes by who has been told of something, of an engine with some
// playbooks; nil: nobody knows what to do.
func PlaybookFor(books []engine.Playbook, a *engine.Alert) *engine.Playbook {
	if len(books) == 0 {
		if a.Notice || a.Halt.Class != engine.Recoverable {
			return nil
		}
		return &unwritten
	}
	i := slices.IndexFunc(books, func(b engine.Playbook) bool { return b.Name == a.Halt.Playbook })
	if i < 0 {
		return nil
	}
	return &books[i]
}

// ByPlaybook is the act of a playbook's step.
func ByPlaybook(step *engine.Instruction, a *engine.Alert) engine.Act {
	return engine.Act{Verb: step.Do, Key: a.Key, Operator: usualOperator, Reason: "playbook " + a.Halt.Playbook}
}

// Apart are alerts without those that say the same as one before them.
func Apart(alerts []engine.Alert) (apart []engine.Alert) {
	for _, a := range alerts {
		if !slices.ContainsFunc(apart, func(b engine.Alert) bool { return b.Halt == a.Halt && b.Version == a.Version }) {
			apart = append(apart, a)
		}
	}
	return apart
}
