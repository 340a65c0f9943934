package campaign

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"strings"

	"pawl/checker"
	"pawl/checker/model"
	"pawl/reports"
	"pawl/scenarios"
)

// Findings is what a campaign found, added up in the order of its runs.
type Findings struct {
	Runs        int // that were made
	Random      int // of them, standard runs
	Events      int64
	Hashes      []byte   // of all runs, in their order, the first bytes of each
	Hash        [32]byte // over these
	Interrupted bool
	GaveUp      bool                      // after runs that had to be ended
	Outcomes    map[scenarios.Verdict]int // looked up only
	Scenarios   []ScenarioCount           // in the campaign's order
	Invariants  []InvariantCount
	Faults      []FaultCount // those of a family together
	Asked       []AskedCount // likewise
	Goals       []GoalCount
	Caches      []checker.CacheCount
	Late        checker.LateCount
	Counts      checker.Counts // of the first random runs
	Sampled     int            // these
	Failures    []Failure      // runs: the first few of each invariant
	Invalid     []string       // why runs could not be judged, each reason once
	Undecided   []string       // why runs were inconclusive, each reason once
	Beyond      []BeyondCount  // in the order in which they come
	Twice       int            // runs that were made twice
	Kinds       map[string]int // random runs, by the fingerprint of what happened in them; only counted, in no order
	Protocol    model.Visited  // of runs within the assumptions
	Strays      []StrayRun     // runs that left the model, the first few
	StrayRuns   int            // how many did
	Felt        Felt
	FeltRandom  Felt // in random runs alone

	RandomOutcomes map[scenarios.Verdict]int // of random runs; looked up only
	Inconsistent   []Inconsistency

	hash   hash.Hash
	before int // runs of scenarios, which come before the random ones
	list   Shortlist
}

// A StrayRun is one in which something was done that the protocol's model does not allow.
type StrayRun struct {
	Run   int
	Seed  uint64
	Stray model.Stray
}

// An Inconsistency is a run that was not the same when it was made again.
type Inconsistency struct {
	Run           int
	Case          scenarios.Case
	First, Second scenarios.Digest
}

// String says which run it is, and in what it differs.
func (x *Inconsistency) String() string {
	return fmt.Sprintf("run %d, %s, seed %d: another %s; trace hash %s, then %s",
		x.Run+1, scenarioOf(x.Case), x.Case.Seed, strings.Join(x.First.Differs(x.Second), ", another "),
		hexOf(x.First.Trace)[:12], hexOf(x.Second.Trace)[:12])
}

func newFindings(c *Campaign) *Findings {
	f := &Findings{hash: sha256.New(), Outcomes: map[scenarios.Verdict]int{}, Kinds: map[string]int{}, RandomOutcomes: map[scenarios.Verdict]int{},
		before: len(c.Scenarios) * c.Each}
	for _, s := range c.Scenarios {
		f.Scenarios = append(f.Scenarios, ScenarioCount{Name: s.Name})
	}
	for _, inv := range checker.All {
		f.Invariants = append(f.Invariants, InvariantCount{ID: inv.ID, Clauses: make([]checker.Count, len(inv.Clauses))})
	}
	for _, k := range byFamily() {
		if k.IsFault() {
			f.Faults = append(f.Faults, FaultCount{Family: k.Family, Kind: k.Name})
		} else {
			f.Asked = append(f.Asked, AskedCount{Family: k.Family, Kind: k.Name})
		}
	}
	for _, g := range checker.Goals {
		f.Goals = append(f.Goals, GoalCount{Name: g.Name, Required: g.Required && c.Runs > 0})
	}
	return f
}

// add takes one run; runs come in order.
func (f *Findings) add(i int, r *Making) {
	o := &r.Outcome
	f.Runs++
	f.Events += int64(o.Steps)
	f.hash.Write(o.Hash[:reports.HashBytes])
	f.Hashes = append(f.Hashes, o.Hash[:reports.HashBytes]...)
	f.Outcomes[o.Verdict()]++
	if r.Twice {
		f.Twice++
	}
	if r.Differs != nil {
		r.Differs.Run = i
		f.Inconsistent = append(f.Inconsistent, *r.Differs)
	}
	f.Caches = checker.AddCaches(f.Caches, o.Report.Caches)
	f.Late.Add(o.Report.Late)
	f.addScenario(i, o)
	if o.Beyond() {
		f.addBeyond(o)
	} else {
		f.addVerdicts(o)
		f.addFailures(i, o)
		f.addProtocol(i, o)
	}
	f.addFaults(o)
	f.Felt.Add(o.Report.Blows)
	f.addAsked(o)
	f.addGoals(o)
}

// addProtocol takes where a run was in the protocol's model.
func (f *Findings) addProtocol(i int, o *scenarios.Outcome) {
	f.Protocol.Add(&o.Protocol)
	if o.Protocol.Strays == 0 {
		return
	}
	if f.StrayRuns++; f.StrayRuns <= KeptFailures {
		f.Strays = append(f.Strays, StrayRun{Run: i, Seed: o.Case.Seed, Stray: o.Protocol.First})
	}
}

// addRandom takes what only a run of a fresh seed can tell.
func (f *Findings) addRandom(o *scenarios.Outcome) {
	f.Kinds[fingerprint(o)]++
	f.RandomOutcomes[o.Verdict()]++
	f.FeltRandom.Add(o.Report.Blows)
}

// close ends the adding up.
func (f *Findings) close() *Findings {
	f.hash.Sum(f.Hash[:0])
	f.hash, f.Failures = nil, f.list.Failures
	return f
}
