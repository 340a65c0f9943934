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

// Judge comes to the verdict on a history that comes from elsewhere, from a file of a
// name. It is judged as a run's is, if it is fit to be one's.
func Judge(h *checker.History, file string) *reports.Judge {
	o := scenarios.Outcome{Report: checker.Report{Invalid: h.Unfit(faults.All.Faults())}}
	if len(o.Report.Invalid) == 0 {
		o = scenarios.Judge(deploy.Setup{}, deploy.Result{History: h})
	}
	r := &reports.Judge{File: file, Engine: h.Engine, Keys: append([]string{}, h.Keys...), Facts: len(h.Facts), Until: clock(h.End),
		Invalid: append([]string{}, o.Report.Invalid...), Missed: append([]string{}, o.Report.Missed...),
		Undecided: undecided(&o.Report), Invariants: promised(judgedAlone(&o)),
		Violations: []reports.JudgedViolation{}, Linear: []reports.JudgedObject{}}
	for _, v := range o.Report.Violations() {
		r.Violations = append(r.Violations, reports.JudgedViolation{Invariant: v.Invariant, Clause: v.Clause,
			Sentence: v.Sentence, Detail: v.Detail, Key: v.Key, At: clock(v.At)})
	}
	for _, l := range o.Report.Linear {
		r.Linear = append(r.Linear, reports.JudgedObject{Object: l.Object, Invariant: l.Invariant, Key: l.Key,
			Operations: l.Ops, Result: string(l.Result), Detail: l.Detail})
	}
	settleJudged(r, &o.Report)
	return r
}

// judgedAlone is what a campaign would have found that had made this run and no other.
func judgedAlone(o *scenarios.Outcome) *Findings {
	f := newFindings(&Campaign{})
	f.Runs = 1
	f.addVerdicts(o)
	for i := range f.Invariants {
		x := &f.Invariants[i]
		switch {
		case len(o.Report.Invalid) > 0:
			x.WhyNot = "the history is invalid"
		case o.Report.Violated() && slices.Contains(o.Report.Fired(), x.ID):
			x.Violated = 1
		}
	}
	return f
}

// undecided is what was given up, and why.
func undecided(r *checker.Report) []string {
	all := []string{}
	for _, v := range r.Verdicts {
		if v.Inconclusive != "" {
			all = append(all, v.Invariant+": "+v.Inconclusive)
		}
	}
	for _, l := range r.Linear {
		if l.Result == checker.Undecided {
			all = append(all, fmt.Sprintf("%s of %s: %s", l.Object, l.Key, l.Detail))
		}
	}
	return all
}

// settleJudged comes to the verdict: of all that hold, the one that counts.
func settleJudged(r *reports.Judge, found *checker.Report) {
	var all []reports.Verdict
	hold := func(v reports.Verdict, when bool) {
		if when {
			all = append(all, v)
		}
	}
	invalid := len(r.Invalid) > 0
	hold(reports.UsageError, invalid)
	hold(reports.Violation, found.Violated())
	hold(reports.NothingRan, !invalid && !slices.ContainsFunc(r.Invariants, func(x reports.Judged) bool { return x.Runs > 0 }))
	hold(reports.Inconclusive, found.Inconclusive())
	r.Decide(all...)
	r.Closing = closingOf(r)
}

// closingOf says what a verdict on a history means, and what to do.
func closingOf(r *reports.Judge) string {
	switch r.Verdict {
	case reports.UsageError:
		return "The history is invalid, and was not judged. Whoever wrote it has to mend what is named above."
	case reports.Violation:
		return fmt.Sprintf("In this history was violated: %s. A history cannot be run again: begin with the earliest violation, and with what the history has of the time before it.", strings.Join(r.Violated(), ", "))
	case reports.NothingRan:
		return "No invariant found anything to judge, so that nothing is known: see to it that the history has what the engine did, and offers what it stores."
	case reports.Inconclusive:
		if len(r.Missed) > 0 {
			return "The observer did not see everything, so that nothing is known for certain. That is not a pass: have it see what is named above."
		}
		return "Nothing was violated, but not all could be decided. That is not a pass: judge a shorter history, or one of fewer clients."
	}
	text := "Nothing was violated in this history."
	if not := r.NotJudged(); not != "" {
		text += " " + not + ": of that it says nothing."
	}
	return text
}
