package reports

import (
	"slices"
	"strings"
)

// Verdict is what a command comes to.
type Verdict string

const (
	UsageError         Verdict = "usage_error"
	InternalError      Verdict = "internal_error"
	Violation          Verdict = "violation"
	Nondeterministic   Verdict = "nondeterministic"
	VerificationFailed Verdict = "verification_failed"
	Interrupted        Verdict = "interrupted"
	NothingRan         Verdict = "nothing_ran"
	Inconclusive       Verdict = "inconclusive"
	CriterionMissed    Verdict = "criterion_missed"
	Waived             Verdict = "waived"
	Partial            Verdict = "partial"
	Explained          Verdict = "explained"
	Pass               Verdict = "pass"
)

// A Row says what a verdict means to a shell.
type Row struct {
	Verdict Verdict
	Exit    int
	Text    string
}

// Verdicts is every verdict with its exit code. Where several hold, the first of
// them is the verdict. There is no 2: that is what the Go runtime exits with.
var Verdicts = []Row{
	{UsageError, 64, "wrong usage or bad input"},
	{InternalError, 70, "an error of Pawl itself"},
	{Violation, 1, "an invariant was violated"},
	{Nondeterministic, 6, "a replay diverged, or a run was not deterministic"},
	{VerificationFailed, 7, "evidence did not verify"},
	{Interrupted, 130, "interrupted; what was found until then is kept"},
	{NothingRan, 4, "nothing ran"},
	{Inconclusive, 3, "inconclusive"},
	{CriterionMissed, 5, "a criterion was missed without a violation"},
	{Waived, 0, "what was violated is waived for a while: no pass"},
	{Partial, 0, "a part of a check, in which nothing was wrong: no pass before merge has put all together"},
	{Explained, 0, "a failure was explained, which is no pass"},
	{Pass, 0, "all criteria met"},
}

// Worst is the one of several verdicts that counts; of none, Pass.
func Worst(all ...Verdict) Verdict {
	for _, r := range Verdicts {
		if slices.Contains(all, r.Verdict) {
			return r.Verdict
		}
	}
	return Pass
}

// Exit is the exit code of a verdict. One that is not in the table is an error
// of Pawl itself.
func (v Verdict) Exit() int { return v.row().Exit }

// words is a verdict for people.
func (v Verdict) words() string { return strings.ReplaceAll(string(v), "_", " ") }

func (v Verdict) row() Row {
	for _, r := range Verdicts {
		if r.Verdict == v {
			return r
		}
	}
	return InternalError.row()
}
