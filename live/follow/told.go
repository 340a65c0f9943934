package follow

import (
	"fmt"
	"slices"
	"time"

	"pawl/checker"
)

// A Transition is one change of a key that is worth telling.
type Transition struct {
	Key      string        `json:"key"`
	Revision int64         `json:"revision"`
	At       time.Duration `json:"-"`
	Past     bool          `json:"past,omitempty"` // it was there before anybody looked: At is when it was read
	Did      string        `json:"did"`            // in the words of its entry; empty: it has none
	Phase    string        `json:"phase"`
	Owner    string        `json:"owner"`
	Fence    uint64        `json:"fence"`
	Active   uint32        `json:"active"`
	Next     uint32        `json:"next"`
	Cause    string        `json:"cause"`
	Halt     string        `json:"halt"` // why it is halted; empty: it is not
}

// transition tells of a record and its entry, either of which may be missing.
func (w *window) transition(of, record, entry *checker.Fact) Transition {
	t := Transition{Key: w.key, Revision: of.Revision, At: of.At}
	if entry != nil {
		e := entry.What.(*checker.Wrote).Entry
		t.Did, t.Cause, t.Phase, t.Fence, t.Active, t.Next, t.Owner = e.Transition, e.Cause, e.Phase, e.Fence, e.Active, e.Next, e.Owner
	}
	if record != nil {
		x := record.What.(*checker.Wrote)
		t.Phase, t.Fence, t.Active, t.Next, t.Owner, t.Halt = x.Record.Phase, x.Record.Fence, x.Record.Active, x.Record.Next, x.Record.Owner, x.Halt.Reason
	}
	return t
}

// A Discovery is one violation, told once.
type Discovery struct {
	checker.Violation
	History *checker.History // in which it was found
}

// found are the violations that were not told yet; more is how many were broken beside those
// that the checker tells in full.
func (w *window) found(r *checker.Report) (all []Discovery, more int) {
	for _, v := range r.Verdicts {
		more += v.Count - len(v.Violations)
	}
	for _, v := range r.Violations() {
		about := fmt.Sprint(v.Invariant, v.Clause, v.At, v.Cites)
		if w.told[about] || w.cutOff && v.At <= w.from {
			continue
		}
		w.told[about] = true
		all = append(all, Discovery{Violation: v})
	}
	return all, more
}

// An Account is what has come of following a store.
type Account struct {
	Revisions, Facts, Judged, Cuts int // Judged: facts, each as often as it was
	Longest                        int // most facts that were judged together

	Violated []string // invariants, in the order in which they were found to be
	Found    int
	Gaps     []string // what was not judged, and why; the first of them
	Missed   int      // how many there were

	fresh   []string                    // gaps that were found here, and not asked for yet
	clauses map[[2]string]checker.Count // of the most that a window came to; looked up only
}

// enough is how many gaps are told in full.
const enough = 16

func (a *Account) gap(why string) {
	if a.Missed++; len(a.Gaps) < enough {
		a.Gaps = append(a.Gaps, why)
	}
}

// New are the gaps that judging has found since it was asked.
func (a *Account) New() []string {
	fresh := a.fresh
	a.fresh = nil
	return fresh
}

func (a *Account) judged(w *window, r *checker.Report) {
	a.Judged += len(w.facts)
	a.Longest = max(a.Longest, len(w.facts))
	for _, v := range r.Verdicts {
		for _, c := range v.Clauses {
			id := [2]string{v.Invariant, c.Clause}
			was := a.clauses[id]
			was.Judged = max(was.Judged, c.Judged)
			a.clauses[id] = was
		}
	}
}

func (a *Account) found(all []Discovery) {
	for _, f := range all {
		a.Found++
		if !slices.Contains(a.Violated, f.Invariant) {
			a.Violated = append(a.Violated, f.Invariant)
		}
	}
}

// Looked says how many invariants had something to judge.
func (a *Account) Looked() (invariants []string) {
	for i := range checker.All {
		inv := &checker.All[i]
		if slices.ContainsFunc(inv.Clauses, func(c checker.Clause) bool { return a.clauses[[2]string{inv.ID, c.Name}].Judged > 0 }) {
			invariants = append(invariants, inv.ID)
		}
	}
	return invariants
}
