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
	Clauses  []Clause

	// judge is given the past of one key, and a tally of its clauses.
	judge func(*tally, *Past)
}

// A Clause is one part of an invariant's sentence, with a check of its own. One that
// had nothing to judge in a whole campaign has not been tested by it.
type Clause struct{ Name, Sentence string }

// A clause is the place of a Clause in its invariant.
type clause int

// All is every invariant that is judged, in the order of reports.
var All = []Invariant{s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15, s16, s17, s18, s19, l1, l2, l3, l4, l5, v0}

// A Violation is one way in which an invariant was broken.
type Violation struct {
	Invariant string
	Sentence  string
	Clause    string // by name; empty: what clients saw of an object, all in all
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
	Cut          bool        // what came after the store was put back to an older copy was not judged
	Clauses      []Count     // in the order of the invariant's
}

// A Count is what a clause had to judge, and what came of it.
type Count struct {
	Clause string // by name
	Judged int    // how often it had something to judge
	Broken int
	Close  int // would be broken, had things happened at other moments that the observer leaves open
}

// Options bound what is expensive.
type Options struct {
	// Porcupine is how long a search for a linearization may take; 0: no
	// search, only the cheap certificates are tried.
	Porcupine time.Duration

	// Steps bounds the same search by its number of steps, so that giving up
	// does not depend on how fast the machine is; 0: DefaultSteps.
	Steps int

	// Claimed are the invariants that the engine promises to keep, by id; of no other is it
	// said whether it did. None: all.
	Claimed []string

	// Watch is told of every shift of each key, in order; nil: nobody is.
	Watch func(*Shift)

	drawn func(*Linearity, row, []told) // told of each object that is refuted; nil: nobody draws
}

// claims says whether an invariant is one that the engine promises to keep.
func (opt *Options) claims(id string) bool {
	return len(opt.Claimed) == 0 || slices.Contains(opt.Claimed, id)
}

// A Report is the judgement of one run.
type Report struct {
	Invalid  []string // why the history cannot be judged; then all else is empty
	Verdicts []Verdict
	Linear   []Linearity
	Goals    []string // names of those reached
	Counts   Counts   // what the run came to

	Caches []CacheCount // what relying parties answered, in the order of names
	Blows  []Blow       // what bit whom, and when
	Late   LateCount    // what became of texts that had outlived their lifetime

	// Missed is what the observer could not see. What seems broken may then be whole.
	Missed []string
}

// Check judges a past by every invariant in All.
func Check(p *Past, opt Options) Report {
	if reasons := validate(p); len(reasons) > 0 {
		return Report{Invalid: reasons}
	}
	r := Report{Missed: p.Missed}
	parts := p.parts()
	for i := range All {
		if opt.claims(All[i].ID) {
			r.Verdicts = append(r.Verdicts, All[i].over(parts))
		} else {
			r.Verdicts = append(r.Verdicts, Verdict{Invariant: All[i].ID, WhyNot: "the engine does not claim it", Clauses: All[i].counts()})
		}
	}
	for _, part := range parts {
		r.Linear = append(r.Linear, linearize(part, opt)...)
	}
	r.Counts = count(p, parts)
	if !opt.claims("S18") { // it never promised operators anything
		r.Counts.Acts, r.Counts.Unsupported = 0, 0
	}
	for _, part := range parts {
		r.Caches = AddCaches(r.Caches, caches(part))
		r.Late.Add(late(part))
	}
	r.Blows = blows(parts)
	if opt.Watch != nil {
		for _, part := range parts {
			situations(part, opt.Watch)
		}
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
func (r Report) Violated() bool { return len(r.Missed) == 0 && len(r.Fired()) > 0 }

// Inconclusive says that something was given up before it was decided, and that
// nothing was found to be violated.
func (r Report) Inconclusive() bool {
	if r.Violated() {
		return false
	}
	return len(r.Missed) > 0 || slices.ContainsFunc(r.Verdicts, func(v Verdict) bool { return v.Inconclusive != "" }) ||
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
	for _, l := range r.Linear { // an object may be all that is judged of its invariant
		judged := func(v Verdict) bool { return v.Invariant == l.Invariant }
		if l.Result == Illegal && !slices.ContainsFunc(r.Verdicts, judged) && !slices.Contains(ids, l.Invariant) {
			ids = append(ids, l.Invariant)
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

// over puts the verdicts on each key together: judged if it was for any.
func (inv *Invariant) over(parts []*Past) Verdict {
	sum := Verdict{Invariant: inv.ID, Clauses: inv.counts()}
	var why []string
	for _, part := range parts {
		v := inv.of(part)
		sum.Judged = sum.Judged || v.Judged
		sum.Cut = sum.Cut || inv.endsEarly(part)
		sum.Count += v.Count
		if sum.Inconclusive == "" {
			sum.Inconclusive = v.Inconclusive
		}
		for _, x := range v.Violations {
			x.Invariant, x.Sentence = inv.ID, inv.Sentence
			sum.Violations = keepEarliest(sum.Violations, x)
		}
		for i, c := range v.Clauses {
			sum.Clauses[i].Add(c)
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

// of is the verdict on one key.
func (inv Invariant) of(p *Past) Verdict {
	if p.replayed == nil {
		p = p.replay()
	}
	t := tally{key: p.Keys[0], counts: inv.counts(), unseen: inv.unseen(p.History)}
	inv.judge(&t, p)
	if why := inv.blind(p.History); why != "" {
		t.skip(why)
	}
	return t.verdict()
}

func (inv Invariant) counts() []Count {
	counts := make([]Count, len(inv.Clauses))
	for i, c := range inv.Clauses {
		counts[i].Clause = c.Name
	}
	return counts
}

// Add adds what another run, or key, had.
func (c *Count) Add(o Count) {
	c.Judged += o.Judged
	c.Broken += o.Broken
	c.Close += o.Close
}

// split gives each key its own past, so that no judge has to think of two. What is
// about no key is part of each.
func split(p *Past) []*Past {
	if len(p.Keys) == 1 { // the usual case: nothing to copy
		return []*Past{carried(p).replay()}
	}
	parts := make([]*Past, len(p.Keys))
	for i, key := range p.Keys {
		h := *p.History
		h.Keys = p.Keys[i : i+1]
		q := *p
		q.History = &h
		q.Seals = only(p.Seals, func(x *Seal) bool { return x.Key == key })
		q.Denials = only(p.Denials, func(x *Denial) bool { return x.Key == key })
		q.Opens = only(p.Opens, func(x *Open) bool { return x.Key == key })
		q.Forged = only(p.Forged, func(x *Open) bool { return x.Key == key })
		q.Views = only(p.Views, func(x *View) bool { return x.Key == key })
		q.Stamps = only(p.Stamps, func(x *Grant) bool { return x.Key == key })
		q.Asks = only(p.Asks, func(x *Ask) bool { return x.Key == key || x.Key == "" })
		q.Effects = only(p.Effects, func(x *Effect) bool { return x.Key == key })
		q.Triggers = only(p.Triggers, func(x *Trigger) bool { return x.Key == key })
		q.Acts = only(p.Acts, func(x *Act) bool { return x.Key == key })
		q.Meddled = only(p.Meddled, func(x *Meddling) bool { return x.Key == key })
		q.above = only(p.Meddled, func(x *Meddling) bool { return x.Key != key && x.Key == p.Policy.Anchor })
		q.Pages = only(p.Pages, func(x *Page) bool { return x.Key == key })
		q.Copies = only(p.Copies, func(x *Copy) bool { return x.Key == key })
		q.Notes = only(p.Notes, func(x *Note) bool { return x.Key == key })
		q.Keeps = only(p.Keeps, func(x *Keep) bool { return x.Key == key })
		q.Lodges = only(p.Lodges, func(x *Lodge) bool { return x.Key == key })
		q.Recalls = only(p.Recalls, func(x *Recalling) bool { return x.Key == key })
		q.Refusals = only(p.Refusals, func(x *Refusal) bool { return x.Key == key })
		parts[i] = carried(&q).replay()
	}
	for _, part := range parts {
		part.fellows = parts
	}
	return parts
}

// replay has the past of one key replayed.
func (p *Past) replay() *Past {
	q := *p
	q.replayed, q.touches, q.duty = replay(p), touches(p), p.duties()
	q.ends, q.pools = endings(p), p.poolOfNode()
	q.allocated = allocators(p)
	q.servers, q.lives = stampsByServer(p.Stamps), lives(&q)
	return &q
}

// carried gives a revision that only changed the audit the record as it stood,
// so that no judge takes it for an empty one.
func carried(h *Past) *Past {
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
		r.Key, r.Revision, r.Early, r.At, r.Sent, r.By, r.RecordWritten = v.Key, v.Revision, v.Early, v.At, v.Sent, v.By, false
		r.Audit, r.Stored, r.AuditLost = v.Audit, v.Stored, v.AuditLost
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

// only is those that belong. They are counted first: a history is long, and what grows is copied
// over and over.
func only[T any](all []T, belongs func(*T) bool) []T {
	n := 0
	for i := range all {
		if belongs(&all[i]) {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	some := make([]T, 0, n)
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
