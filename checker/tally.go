package checker

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// kept is how many violations of one invariant are told in full. One broken
// barrier can make a thousand seals wrong, and nobody reads the thousandth.
const kept = 3

// A tally gathers what a judge finds about one key.
type tally struct {
	key    string
	v      Verdict
	counts []Count // of the invariant's clauses
	unseen []bool  // of each of them, that what it needs could not be seen; nil: of none
}

// blind says that a clause is not judged, since what it needs could not be seen.
func (t *tally) blind(c clause) bool { return t.unseen != nil && t.unseen[c] }

// skip says why there was nothing to look at. It stands if nothing was.
func (t *tally) skip(why string) { t.v.WhyNot = why }

// judged counts that a clause had something to judge.
func (t *tally) judged(c clause) {
	if !t.blind(c) {
		t.counts[c].Judged++
	}
}

// close counts something that would be wrong had it happened at another moment of those
// that the observer leaves open.
func (t *tally) close(c clause) {
	if !t.blind(c) {
		t.counts[c].Close++
	}
}

// add counts a violation of a clause, and words it only if it will be kept. It cites
// what its words speak of.
func (t *tally) add(c clause, at time.Duration, cites []Cite, format string, args ...any) {
	if t.blind(c) {
		return
	}
	t.v.Count++
	t.counts[c].Broken++
	if n := len(t.v.Violations); n == kept && t.v.Violations[n-1].At <= at {
		return
	}
	t.v.Violations = keepEarliest(t.v.Violations, Violation{
		Clause: t.counts[c].Clause, Key: t.key, At: at, Detail: fmt.Sprintf(format, args...), Cites: cites,
	})
}

// verdict is what came of it: judged, if any clause had something to judge.
func (t *tally) verdict() Verdict {
	v := t.v
	v.Clauses = t.counts
	v.Judged = slices.ContainsFunc(t.counts, func(c Count) bool { return c.Judged > 0 || c.Broken > 0 })
	if v.Judged {
		v.WhyNot = ""
	}
	return v
}

// keepEarliest inserts x in the order of time, after its equals, and drops what
// is more than kept.
func keepEarliest(vs []Violation, x Violation) []Violation {
	i := len(vs)
	for i > 0 && vs[i-1].At > x.At {
		i--
	}
	vs = slices.Insert(vs, i, x)
	return vs[:min(len(vs), kept)]
}

// Why an invariant is not judged of an engine that does not offer what it needs.
const (
	undescribed = "the engine does not describe what it stores"
	noAudit     = "the engine keeps no audit that it tells of"
	noStamps    = "the engine does not tell of its nodes' stamps"
	noOwners    = "the engine does not tell who owns a key"
)

// at prints a time in a detail: to the millisecond, which is enough to find it in
// a log. What happened within one is told apart by revisions.
func at(t time.Duration) string { return t.Round(time.Millisecond).String() }

// span prints a stretch of time, or the time if the two ends print the same.
func span(from, to time.Duration) string {
	if at(from) == at(to) {
		return "at " + at(from)
	}
	return "from " + at(from) + " to " + at(to)
}

// who prints the process that acted. An incarnation usually has the node's name
// in it already.
func who(node, incarnation string) string {
	switch {
	case incarnation == "":
		return node
	case strings.HasPrefix(incarnation, node):
		return incarnation
	}
	return node + " (" + incarnation + ")"
}

// versions prints a list of versions.
func versions(ns []uint32) string {
	if len(ns) == 0 {
		return "nothing"
	}
	var names []string
	for _, n := range ns {
		names = append(names, fmt.Sprintf("v%d", n))
	}
	return strings.Join(names, ", ")
}
