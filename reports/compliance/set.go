package compliance

import (
	"slices"

	"pawl/reports"
)

// A Set is all that a document is made of. What is nil or empty was not measured.
type Set struct {
	Check    *reports.Check // the campaign
	Mutants  *reports.Mutants
	Engine   *reports.Mutation // of the engine's source
	Checker  *reports.Mutation // of the checker's
	Exhausts []*reports.Exhaust
	Period   *Period
	Waivers  []reports.Waiver
	Signed   string // by whom; "": it is not signed
}

// A Period is what a ledger has of a time: one result is evidence of a moment only.
type Period struct {
	From, To string        // dates
	Sums     *reports.Over // of the engine
	Runs     []Recorded
}

// Recorded is a line of the ledger: one result.
type Recorded struct {
	When     string
	Revision string
	Verdict  reports.Verdict
	Runs     int
	Seed     string
	Digest   string // of the result's file
}

// check is the campaign; one in which nothing ran, if there is none.
func (s *Set) check() *reports.Check {
	if s.Check == nil {
		return &reports.Check{}
	}
	return s.Check
}

// violations are those of the campaign and of what was exhausted besides.
func (s *Set) violations() (all []reports.Failure) {
	all = append(all, s.check().Violations...)
	for _, x := range s.Exhausts {
		all = append(all, x.Violations...)
	}
	return all
}

// Something says whether there is anything to report: a run that was made, here or in the time
// of a ledger. A document of nothing would only look like evidence.
func (s *Set) Something() bool {
	if s.check().Runs > 0 || s.Mutants != nil || s.Engine != nil || s.Checker != nil || s.Period != nil && len(s.Period.Runs) > 0 {
		return true
	}
	return slices.ContainsFunc(s.Exhausts, func(x *reports.Exhaust) bool { return x.Runs() > 0 })
}

// violatedRuns is in how many runs something was violated, single faults included.
func (s *Set) violatedRuns() int { return s.check().Outcomes.Violated + s.violatedSingles() }

// violatedSingles is in how many of the runs that are made besides the campaign's, each with one
// fault or none, something was violated.
func (s *Set) violatedSingles() (n int) {
	singles := []*reports.Exhausted{}
	if x := s.check().Exhaust; x != nil {
		singles = append(singles, x)
	}
	for _, x := range s.Exhausts {
		singles = append(singles, &x.Exhausted)
	}
	for _, x := range singles {
		if n += x.Violated; x.FaultFree == "violated" {
			n++
		}
	}
	return n
}

// different are the runs that were not the same when they were made again.
func (s *Set) different() (all []string) {
	all = append(all, s.check().Determinism.Different...)
	for _, x := range s.Exhausts {
		all = append(all, x.Determinism.Different...)
	}
	return all
}

// judged says whether any invariant had anything to judge.
func (s *Set) judged() bool {
	for _, j := range s.check().Invariants {
		if j.Runs > 0 {
			return true
		}
	}
	return false
}
