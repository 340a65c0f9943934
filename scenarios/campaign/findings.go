package campaign

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"slices"
	"strings"

	"pawl/checker"
	"pawl/checker/model"
	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/sim"
)

// Findings is what a campaign found, added up in the order of its runs.
type Findings struct {
	Runs        int // that were made
	Random      int // of them, standard runs
	Events      int64
	Hashes      []byte   // of all runs, in their order, the first bytes of each
	Hash        [32]byte // over these
	Interrupted bool
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

// ScenarioCount is what became of one scenario.
type ScenarioCount struct {
	Name    string
	Runs    int
	Verdict scenarios.Verdict // the worst
	Missed  []string          // expectations, each once

	MissedRuns  int // that violated nothing, and did not meet an expectation
	FirstMissed int // the number of the first of them
}

// InvariantCount says in how many runs an invariant was judged.
type InvariantCount struct {
	ID       string
	Judged   int
	Violated int
	WhyNot   string          // it was not, in the first run in which it was not
	Cut      int             // and in how many only until the store was put back to an older copy
	Clauses  []checker.Count // in the order of the invariant's
}

// FaultCount says how often a kind of fault was injected, and how often that
// changed anything.
type FaultCount struct {
	Family, Kind  string
	Injected, Bit int // faults
}

// AskedCount says how often something that is no fault was asked for, and in how
// many runs.
type AskedCount struct {
	Family, Kind string
	Asked, Runs  int
}

// A StrayRun is one in which something was done that the protocol's model does not allow.
type StrayRun struct {
	Run   int
	Seed  uint64
	Stray model.Stray
}

// GoalCount says in how many runs a goal was reached.
type GoalCount struct {
	Name     string
	Count    int
	Required bool
}

// A Failure is one run in which something was violated.
type Failure struct {
	Run      int
	Violated []Broken
	Outcome  *scenarios.Outcome

	harm bool // what is not the engine's fault counts as well
}

// Broken is one thing that was violated in a run.
type Broken struct {
	Invariant string // or the kind of a finding about the program: "panic", "stall"…
	Sentence  string
	Violation checker.Violation // the first of it
}

// ids are what was violated.
func (f *Failure) ids() []string {
	return scenarios.Names(f.Violated, func(v Broken) string { return v.Invariant })
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

// KeptFailures is how many of one invariant are kept: one says what is wrong,
// a second and third show whether it is always the same.
const KeptFailures = 3

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

func (f *Findings) addScenario(i int, o *scenarios.Outcome) {
	if o.Case.Scenario == nil {
		f.addRandom(o)
		if f.Random++; i < f.before+sampledRuns {
			f.Sampled++
			f.Counts.Add(o.Report.Counts)
		}
		return
	}
	s := &f.Scenarios[i%len(f.Scenarios)] // by number: files may share a name
	s.Runs++
	s.Verdict = worse(s.Verdict, o.Verdict())
	for _, m := range o.Missed {
		s.Missed = once(s.Missed, m)
	}
	if o.Verdict() != scenarios.Missed {
		return
	}
	if s.MissedRuns++; s.MissedRuns == 1 {
		s.FirstMissed = i
	}
}

// addRandom takes what only a run of a fresh seed can tell.
func (f *Findings) addRandom(o *scenarios.Outcome) {
	f.Kinds[fingerprint(o)]++
	f.RandomOutcomes[o.Verdict()]++
	f.FeltRandom.Add(o.Report.Blows)
}

// Worst first.
var byGravity = []scenarios.Verdict{scenarios.Violated, scenarios.Invalid, scenarios.Inconclusive, scenarios.Unjudged, scenarios.Missed, scenarios.Passed}

func worse(a, b scenarios.Verdict) scenarios.Verdict {
	if a == "" || slices.Index(byGravity, b) < slices.Index(byGravity, a) {
		return b
	}
	return a
}

func (f *Findings) addVerdicts(o *scenarios.Outcome) {
	for _, why := range o.Report.Invalid {
		f.Invalid = once(f.Invalid, why)
	}
	for i, v := range o.Report.Verdicts { // in the order of checker.All, as counts are
		c := &f.Invariants[i]
		switch {
		case v.Judged:
			c.Judged++
		case c.WhyNot == "":
			c.WhyNot = v.WhyNot
		}
		if v.Judged && v.Cut {
			c.Cut++
		}
		for k := range v.Clauses {
			c.Clauses[k].Add(v.Clauses[k])
		}
		if v.Inconclusive != "" {
			f.Undecided = once(f.Undecided, v.Invariant+": "+v.Inconclusive)
		}
	}
	for _, l := range o.Report.Linear {
		if l.Result == checker.Undecided {
			f.Undecided = once(f.Undecided, l.Object+": "+l.Detail)
		}
	}
}

// once keeps the first few different reasons.
func once(all []string, s string) []string {
	if len(all) >= KeptFailures || slices.Contains(all, s) {
		return all
	}
	return append(all, s)
}

// byFamily are the kinds of events, those of a family together, in the order in which
// the families come first.
func byFamily() []faults.Kind {
	kinds := slices.Clone(faults.All)
	first := func(k faults.Kind) int {
		return slices.IndexFunc(faults.All, func(x faults.Kind) bool { return x.Family == k.Family })
	}
	slices.SortStableFunc(kinds, func(a, b faults.Kind) int { return first(a) - first(b) })
	return kinds
}

// addAsked counts what was asked for.
func (f *Findings) addAsked(o *scenarios.Outcome) {
	for i := range f.Asked {
		c, before := &f.Asked[i], f.Asked[i].Asked
		for _, in := range o.Injections {
			if in.Injected && in.Event.Kind == c.Kind {
				c.Asked++
			}
		}
		if c.Asked > before {
			c.Runs++
		}
	}
}

func (f *Findings) addFaults(o *scenarios.Outcome) {
	for _, in := range o.Injections {
		i := slices.IndexFunc(f.Faults, func(c FaultCount) bool { return c.Kind == in.Event.Kind })
		if i < 0 {
			continue // it was asked for, and not suffered
		}
		if in.Injected {
			f.Faults[i].Injected++
		}
		if in.Bit > 0 {
			f.Faults[i].Bit++
		}
	}
}

func (f *Findings) addGoals(o *scenarios.Outcome) {
	for _, name := range o.Report.Goals {
		i := slices.IndexFunc(f.Goals, func(g GoalCount) bool { return g.Name == name })
		f.Goals[i].Count++
	}
}

func (f *Findings) addFailures(i int, o *scenarios.Outcome) {
	for _, id := range o.Fired() {
		if k := slices.IndexFunc(f.Invariants, func(c InvariantCount) bool { return c.ID == id }); k >= 0 {
			f.Invariants[k].Violated++
		}
	}
	f.list.Add(i, o)
}

// A Shortlist keeps of each invariant the first few runs that violate it.
type Shortlist struct {
	Failures []Failure

	kept map[string]int // by invariant; looked up only
}

// Add looks at a run; they come in order.
func (s *Shortlist) Add(i int, o *scenarios.Outcome) {
	if s.kept == nil {
		s.kept = map[string]int{}
	}
	fired, telling := o.Fired(), false
	for _, id := range fired {
		s.kept[id]++
		telling = telling || s.kept[id] <= KeptFailures
	}
	if telling {
		s.Failures = append(s.Failures, failure(i, fired, o))
	}
}

// failure puts into words what fired in a run.
func failure(i int, fired []string, o *scenarios.Outcome) Failure {
	f := Failure{Run: i, Outcome: o}
	for _, id := range fired {
		v := Broken{Invariant: id}
		v.Violation, v.Sentence = first(id, o)
		f.Violated = append(f.Violated, v)
	}
	return f
}

// first is the earliest violation of what fired, and what it breaks.
func first(id string, o *scenarios.Outcome) (checker.Violation, string) {
	for _, v := range o.Report.Violations() {
		if v.Invariant == id {
			return v, v.Sentence
		}
	}
	for _, x := range o.Findings {
		if x.Kind == id {
			sentence := programs[id]
			return checker.Violation{Invariant: id, Sentence: sentence, At: x.At, Detail: x.Process + ": " + x.Detail}, sentence
		}
	}
	if promises[id] != "" {
		return brokenPromise(id, o), promises[id]
	}
	return checker.Violation{Invariant: id}, ""
}

// programs says what a program must not do to itself.
var programs = map[string]string{
	sim.KindPanic:    "No process of the engine panics.",
	sim.KindExit:     "No process of the engine ends itself.",
	sim.KindStall:    "Every process of the engine comes back to a port call.",
	sim.KindLivelock: "Time passes: no two processes wake each other for ever.",
	sim.KindRunaway:  "A run ends: its work is bounded.",
}

// close ends the adding up.
func (f *Findings) close() *Findings {
	f.hash.Sum(f.Hash[:0])
	f.hash, f.Failures = nil, f.list.Failures
	return f
}
