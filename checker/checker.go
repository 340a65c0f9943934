package checker

import (
	"slices"
	"strings"
	"time"
)

// An Invariant is one thing that must hold in every run.
type Invariant struct {
	ID       string
	Sentence string

	// Judge is given the history of one key. It need not fill in Invariant and
	// Sentence.
	Judge func(*History) Verdict
}

// All is every invariant that is judged, in the order of reports.
var All = []Invariant{
	{"S1", "At most one unfinished rotation per key; any number of triggers for one window start at most one; none starts without a window or an operator.", judgeS1},
	{"S2", "The sealing version is a linearizable register that only grows.", judgeS2},
	{"S3", "What any node sealed at t, every node serving at or after t opens, and every relying party with an allowed cache, until that version's lifetime has passed or an emergency revoke names it.", judgeS3},
	{"S4", "After ownership was acquired at revision r, no record write and no effect of an earlier owner is accepted; judged by which process acted, not by the fence it claims.", judgeS4},
	{"S5", "What was sealed and acknowledged opens to the right plaintext or answers UNAVAILABLE until its lifetime has passed or an emergency revoke names it: never unknown key, never another plaintext.", judgeS5},
	{"S6", "Intent and material are durable before any effect outside.", judgeS6},
	{"S7", "One version, one material, everywhere; an unknown outcome never makes a second.", judgeS7},
	{"S10", "After bootstrap there is exactly one active version at every revision; no write empties the key set.", judgeS10},
	{"S11", "No stamp is granted or renewed below target; no node answers below floor, without an unexpired stamp, or on another incarnation's.", judgeS11},
	{"S13", "Every transition has exactly one owner, fence, operation and cause, and the cause resolves to a known trigger, operator act or deadline; the audit order is the store's order; the chain verifies; replaying the log gives the state.", judgeS13},
	{"L1", "Every admitted rotation reaches IDLE, ABORTED or HALTED within a bound; a halt or an abort cites a fault that bit, and where none did, every admitted rotation commits.", judgeL1},
}

// A Violation is one way in which an invariant was broken.
type Violation struct {
	Invariant string
	Sentence  string
	Key       string
	At        time.Duration
	Detail    string // in one line, what a person needs: nodes, versions, times, revisions
	Cites     []Cite // what the detail speaks of
}

// A Verdict is what was found about one invariant.
type Verdict struct {
	Invariant    string
	Judged       bool
	WhyNot       string      // when not Judged
	Violations   []Violation // the earliest few, in the order of time
	Count        int         // of all violations
	Inconclusive string      // why, if the judge had to give up
}

// Options bound what is expensive.
type Options struct {
	// Porcupine is how long a search for a linearization may take; 0: no
	// search, only the cheap certificates are tried.
	Porcupine time.Duration

	// Steps bounds the same search by its number of steps, so that giving up
	// does not depend on how fast the machine is; 0: DefaultSteps.
	Steps int
}

// A Report is the judgement of one run.
type Report struct {
	Invalid  []string // why the history cannot be judged; then all else is empty
	Verdicts []Verdict
	Linear   []Linearity
	Goals    []string // names of those reached
	Counts   Counts   // what the run came to; filled in by whoever knows of requests
}

// Check judges a history by every invariant in All.
func Check(h *History, opt Options) Report {
	if reasons := validate(h); len(reasons) > 0 {
		return Report{Invalid: reasons}
	}
	var r Report
	parts := split(h)
	for _, inv := range All {
		r.Verdicts = append(r.Verdicts, inv.judge(parts))
	}
	for _, part := range parts {
		r.Linear = append(r.Linear, linearize(part, opt)...)
	}
	for _, g := range Goals {
		if slices.ContainsFunc(parts, g.Reached) {
			r.Goals = append(r.Goals, g.Name)
		}
	}
	return r
}

// Violated says that an invariant was broken, or that what clients saw is not
// linearizable.
func (r Report) Violated() bool { return len(r.Fired()) > 0 }

// Inconclusive says that something was given up before it was decided, and that
// nothing was found to be violated.
func (r Report) Inconclusive() bool {
	if r.Violated() {
		return false
	}
	return slices.ContainsFunc(r.Verdicts, func(v Verdict) bool { return v.Inconclusive != "" }) ||
		slices.ContainsFunc(r.Linear, func(l Linearity) bool { return l.Result == Undecided })
}

// Fired lists the invariants that were broken, in the order of All. A history
// that is not linearizable breaks the invariant that promises that it is.
func (r Report) Fired() []string {
	var ids []string
	for _, v := range r.Verdicts {
		illegal := func(l Linearity) bool { return l.Invariant == v.Invariant && l.Result == Illegal }
		if v.Count > 0 || slices.ContainsFunc(r.Linear, illegal) {
			ids = append(ids, v.Invariant)
		}
	}
	return ids
}

// Violations lists what is kept of all violations, in the order of time.
func (r Report) Violations() []Violation {
	var all []Violation
	for _, v := range r.Verdicts {
		all = append(all, v.Violations...)
	}
	for _, l := range r.Linear {
		if l.Result == Illegal {
			all = append(all, l.violation())
		}
	}
	slices.SortStableFunc(all, func(a, b Violation) int { return int(sign(a.At - b.At)) })
	return all
}

// judge puts the verdicts on each key together: judged if it was for any.
func (inv Invariant) judge(parts []*History) Verdict {
	sum := Verdict{Invariant: inv.ID}
	var why []string
	for _, part := range parts {
		v := inv.Judge(part)
		sum.Judged = sum.Judged || v.Judged
		sum.Count += v.Count
		if sum.Inconclusive == "" {
			sum.Inconclusive = v.Inconclusive
		}
		for _, x := range v.Violations {
			x.Invariant, x.Sentence = inv.ID, inv.Sentence
			sum.Violations = keepEarliest(sum.Violations, x)
		}
		if !v.Judged && !slices.Contains(why, v.WhyNot) {
			why = append(why, v.WhyNot)
		}
	}
	if !sum.Judged {
		sum.WhyNot = strings.Join(why, "; ")
	}
	return sum
}

// split gives each key its own history, so that no judge has to think of two.
func split(h *History) []*History {
	if len(h.Keys) == 1 { // the usual case: nothing to copy
		return []*History{carried(h)}
	}
	parts := make([]*History, len(h.Keys))
	for i, key := range h.Keys {
		p := *h
		p.Keys = h.Keys[i : i+1]
		p.Seals = only(h.Seals, func(x *Seal) bool { return x.Key == key })
		p.Denials = only(h.Denials, func(x *Denial) bool { return x.Key == key })
		p.Opens = only(h.Opens, func(x *Open) bool { return x.Key == key })
		p.Views = only(h.Views, func(x *View) bool { return x.Key == key })
		p.Stamps = only(h.Stamps, func(x *Grant) bool { return x.Key == key })
		p.Effects = only(h.Effects, func(x *Effect) bool { return x.Key == key })
		p.Triggers = only(h.Triggers, func(x *Trigger) bool { return x.Key == key })
		p.Acts = only(h.Acts, func(x *Act) bool { return x.Key == key })
		p.Pages = only(h.Pages, func(x *Page) bool { return x.Key == key })
		p.Refusals = only(h.Refusals, func(x *Refusal) bool { return x.Key == key })
		parts[i] = carried(&p)
	}
	return parts
}

// carried gives a revision that only changed the audit the record as it stood,
// so that no judge takes it for an empty one.
func carried(h *History) *History {
	written := func(v *View) bool { return v.RecordWritten }
	if all(h.Views, written) {
		return h
	}
	c := *h
	c.Views = slices.Clone(h.Views)
	var stood View
	for i := range c.Views {
		v := &c.Views[i]
		if v.RecordWritten {
			stood = *v
			continue
		}
		r := stood
		r.Key, r.Revision, r.At, r.Sent, r.By, r.RecordWritten = v.Key, v.Revision, v.At, v.Sent, v.By, false
		r.Audit, r.AuditLost = v.Audit, v.AuditLost
		*v = r
	}
	return &c
}

func all[T any](xs []T, f func(*T) bool) bool {
	for i := range xs {
		if !f(&xs[i]) {
			return false
		}
	}
	return true
}

func only[T any](all []T, belongs func(*T) bool) []T {
	var some []T
	for i := range all {
		if belongs(&all[i]) {
			some = append(some, all[i])
		}
	}
	return some
}

func sign(d time.Duration) time.Duration {
	switch {
	case d < 0:
		return -1
	case d > 0:
		return 1
	}
	return 0
}
