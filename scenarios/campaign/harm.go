package campaign

import (
	"fmt"
	"slices"
	"strings"

	"pawl/checker"
	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

// What a run can come to besides a violation, where an assumption is pushed until it breaks.
const (
	unfinished = reports.Unfinished
	oldView    = "old-view"
	oldText    = "old-text"
)

// promises says of each what would have had to be so.
var promises = map[string]string{
	unfinished: "Every rotation that was asked for commits before the run ends.",
	oldView:    "No relying party meets a version that is owed and that its view does not have, however old that is.",
	oldText:    "Every text that a client comes back with is opened, however old it is.",
}

// Harm is everything that went wrong in a run, whether policy covers it or not: what was violated,
// also beyond the assumptions, what a program did to itself, and what is in promises.
func Harm(o *scenarios.Outcome) []string {
	ids := o.Report.Fired()
	for _, f := range o.Findings {
		if !slices.Contains(ids, f.Kind) {
			ids = append(ids, f.Kind)
		}
	}
	for _, id := range []string{unfinished, oldView, oldText} {
		if harmed(o, id) != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// harmed says in words how a promise was not kept in a run; "" if it was, or nobody can tell.
func harmed(o *scenarios.Outcome, id string) string {
	switch id {
	case unfinished:
		windows, _ := o.Unfinished()
		return strings.Join(windows, "; ")
	case oldView:
		for _, c := range o.Report.Caches {
			if c.Unknown > 0 && c.Cache == agedBeyond(o) {
				return fmt.Sprintf("of %d answers by views older than the publish lead, %d did not know a version that is owed", c.Old, c.Unknown)
			}
		}
	case oldText:
		if late := o.Report.Late; late.Unknown > 0 && o.Setup.Truth.Lifetime > o.Setup.Policy.Lifetime {
			return fmt.Sprintf("of %d answers to texts that had outlived what was promised, %d did not know the version", late.Answers, late.Unknown)
		}
	}
	return ""
}

// agedBeyond is what the checker was told of aged relying parties, where their views get older than
// policy says. What others keep for ever breaks no assumption.
func agedBeyond(o *scenarios.Outcome) string { return string(o.Setup.Told(deploy.Aged)) }

// HarmDone makes a failure of a run in which something went wrong that may be no fault of the
// engine's. It is reduced, told and replayed by [Harm].
func HarmDone(i int, o *scenarios.Outcome) Failure {
	f := failure(i, Harm(o), o)
	f.harm = true
	return f
}

// seen is what went wrong in another making of the run, by what counts for this failure.
func (f *Failure) seen(o *scenarios.Outcome) []string {
	if f.harm {
		return Harm(o)
	}
	return o.Fired()
}

// again is the same failure in another making of its run.
func (f *Failure) again(ids []string, o *scenarios.Outcome) Failure {
	n := failure(f.Run, ids, o)
	n.harm = f.harm
	return n
}

// brokenPromise has the moment at which a promise counts as not kept: the end, when nothing can come any more.
func brokenPromise(id string, o *scenarios.Outcome) checker.Violation {
	return checker.Violation{Invariant: id, Sentence: promises[id], At: o.Setup.Duration, Detail: harmed(o, id)}
}

// OfHarm says that what a repro has is no violation by the contract, or need not be one: an
// assumption was pushed beyond what policy says.
func (r *Repro) OfHarm() bool {
	if slices.ContainsFunc(r.IDs(), func(id string) bool { return promises[id] != "" }) {
		return true
	}
	if r.Setting == nil {
		return false
	}
	breaks := func(e faults.Event) bool { return r.Setting.BrokenBy(e) != "" }
	// A scenario says by its own words what may break in it, and what happens before that is held against an engine.
	return r.Setting.Breaks() != "" || r.Scenario == "" && r.Setting.Truth.Beyond && slices.ContainsFunc(r.Events, breaks)
}
