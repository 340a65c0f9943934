package checker

import (
	"slices"
	"strings"
	"testing"
)

// TestNeedsNameClauses: a row about a clause that there is not would leave one judged that cannot
// be.
func TestNeedsNameClauses(t *testing.T) {
	known := func(id, clause string) bool {
		return slices.ContainsFunc(All, func(inv Invariant) bool {
			return inv.ID == id && slices.ContainsFunc(inv.Clauses, func(c Clause) bool { return c.Name == clause })
		})
	}
	seen := map[string]bool{}
	for _, n := range needs {
		for _, clause := range strings.Split(n.clauses, ", ") {
			if !known(n.id, clause) || !slices.Contains(senses, n.sense) || seen[n.id+clause] {
				t.Errorf("%s %s, which needs %q: no such clause or sense, or it is there twice", n.id, clause, n.sense)
			}
			seen[n.id+clause] = true
		}
	}
	for _, p := range inPart {
		if !known(p.id, p.clause) || seen[p.id+p.clause] || !slices.Contains(senses, p.sense) {
			t.Errorf("%s %s, without %q: no such clause or sense, or it is not judged at all", p.id, p.clause, p.sense)
		}
	}
}

// TestWhatIsUnseenIsNotJudged: a clause is left out by what it needs, and by nothing else.
func TestWhatIsUnseenIsNotJudged(t *testing.T) {
	inv := Invariant{"S1", "", s1.Clauses, func(t *tally, _ *Past) {
		for c := range s1.Clauses {
			t.judged(clause(c))
			t.add(clause(c), 0, nil, "broken")
		}
	}}
	for _, x := range []struct {
		unseen []Sense
		broken int
	}{{nil, 5}, {[]Sense{Disks}, 5}, {[]Sense{Requests}, 2}} {
		v := inv.of(Derive(&History{Keys: []string{"k"}, Unseen: x.unseen}))
		if v.Count != x.broken || !v.Judged {
			t.Errorf("without %v: %d broken of %v", x.unseen, v.Count, v.Clauses)
		}
	}
	blind := s19.of(Derive(&History{Keys: []string{"k"}, Unseen: []Sense{Clients}}))
	if blind.Judged || !strings.Contains(blind.WhyNot, string(Clients)) {
		t.Errorf("%+v", blind)
	}
	if bad := Check(Derive(&History{Keys: []string{"k"}, Unseen: []Sense{"smell"}}), Options{}); len(bad.Invalid) == 0 {
		t.Error("a sense that there is not is taken")
	}
}
