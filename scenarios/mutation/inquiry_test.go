package mutation_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pawl/cmd/house/lengthy"
	"pawl/reports"
	"pawl/scenarios/campaign"
	"pawl/scenarios/mutation"
	"pawl/scenarios/mutation/source"
)

// TestByTests has tests judge: what they notice is killed, by name; what they never
// reach is told apart from what they do not look at; and the tree stays as it is.
func TestByTests(t *testing.T) {
	if testing.Short() {
		t.Skip("builds tests")
	}
	r := inquire(t, &mutation.Inquiry{Package: load(t, "testdata/tested"), Sample: -1, MinScore: -1, Jobs: 2,
		Bench: &mutation.Tests{Packages: []string{"testdata/tested", "testdata/tested/outside"}, Dir: ".", Limit: 2 * time.Second}})
	for i := range r.Mutants {
		x := &r.Mutants[i]
		want := map[string]reports.Upshot{"Up": reports.Killed, "Loose": reports.Survived, "Never": reports.NeverRan, "Abroad": reports.Killed}[x.Function]
		if x.Upshot() != want {
			t.Errorf("%s %s: %s, want %s", x.Function, x.Change, x.Upshot(), want)
		}
		by := map[string]string{"Up": "TestUp", "Abroad": "TestAbroad"}[x.Function]
		if x.How == reports.ByTest && x.By[0] != by {
			t.Errorf("%s %s: killed by %s, want %s", x.Function, x.Change, x.By, by)
		}
	}
	endless := change(r, "Up", "statement left out: i++ → nothing")
	if endless.How != reports.ByTimeout {
		t.Errorf("an endless loop was killed by %q", endless.How)
	}
	if r.Verdict != reports.CriterionMissed || r.Survived == 0 || r.NeverRan == 0 || r.Killed+r.Survived+r.NeverRan != r.Sites {
		t.Errorf("%s: %d killed, %d survived, %d never ran of %d", r.Verdict, r.Killed, r.Survived, r.NeverRan, r.Sites)
	}
	if _, err := os.Stat("testdata/tested/testdata/failed"); err == nil {
		t.Error("a test that failed has written into the tree")
	}
}

// A reason is as good as a kill, and wrong if the mutant is killed after all.
func TestEquivalentsCount(t *testing.T) {
	lengthy.Only(t, "builds tests, and runs them four times")
	p := load(t, "testdata/tested")
	var some []string // one that is killed, and those of what nobody looks at
	for _, m := range p.Mutants() {
		if m.Function == "Loose" || m.Function == "Up" && m.Operator == "returned at once" {
			some = append(some, m.ID)
		}
	}
	because := func(function string) (all mutation.Equivalents) {
		for _, m := range p.Mutants() {
			if m.Function == function {
				all = append(all, mutation.Equivalent{ID: m.ID, File: m.File, Change: mutation.Change(&m), Reason: "said"})
			}
		}
		return all
	}
	ask := func(known mutation.Equivalents, minScore float64) *reports.Mutation {
		return inquire(t, &mutation.Inquiry{Package: p, Only: some, MinScore: minScore, Equivalents: known,
			Bench: &mutation.Tests{Packages: []string{p.Path}, Dir: p.Dir}})
	}
	if r := ask(because("Loose"), -1); r.Verdict != reports.Pass || r.Score != 100 || r.Equivalent == 0 {
		t.Errorf("with reasons: %s, %v %%, %d equivalent", r.Verdict, r.Score, r.Equivalent)
	}
	if r := ask(because("Up"), 0); r.Verdict != reports.CriterionMissed || r.Disproved == 0 {
		t.Errorf("with wrong reasons: %s, %d disproved", r.Verdict, r.Disproved)
	}
	r := ask(nil, 10)
	if r.Verdict != reports.Pass || r.Survived == 0 {
		t.Errorf("10 %% wanted, %v %% scored: %s", r.Score, r.Verdict)
	}
	if r = ask(nil, r.Score+1); r.Verdict != reports.CriterionMissed {
		t.Errorf("more than the score wanted: %s", r.Verdict)
	}
}

// What fails as it stands cannot be asked.
func TestUnchangedMustPass(t *testing.T) {
	if testing.Short() {
		t.Skip("builds tests")
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/tested")); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "testdata", "golden")); err != nil {
		t.Fatal(err)
	}
	q := mutation.Inquiry{Package: load(t, dir), Sample: 3, Bench: &mutation.Tests{Packages: []string{dir}, Dir: "."}}
	if _, err := q.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "fail though nothing is changed") || !strings.Contains(err.Error(), "golden") {
		t.Errorf("error %v", err)
	}
	q.Bench = &mutation.Tests{Packages: []string{"testdata/tested/testdata"}, Dir: "."}
	if _, err := q.Run(t.Context()); err == nil {
		t.Error("tests that are not there judge")
	}
}

// An interrupt keeps what was found until then.
func TestInterruptKeepsWhatWasFound(t *testing.T) {
	if testing.Short() {
		t.Skip("builds tests")
	}
	p := load(t, "testdata/tested")
	ctx, stop := context.WithCancel(t.Context())
	q := mutation.Inquiry{Package: p, Sample: -1, Jobs: 1, Bench: &mutation.Tests{Packages: []string{p.Path}, Dir: p.Dir},
		Watch: func(what string, _ time.Time) campaign.Progress { return stopping{what, stop} }}
	r, err := q.Run(ctx)
	if err != nil || r.Verdict != reports.Interrupted || len(r.Mutants) != 3 {
		t.Fatalf("error %v, %+v", err, r)
	}
}

// stopping ends a context after three mutants.
type stopping struct {
	what string
	stop context.CancelFunc
}

func (s stopping) At(done, _ int) {
	if s.what == "mutants" && done == 3 {
		s.stop()
	}
}
func (stopping) End() {}

func load(t *testing.T, dir string) *source.Package {
	t.Helper()
	p, err := source.Load(t.Context(), ".", dir)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func inquire(t *testing.T, q *mutation.Inquiry) *reports.Mutation {
	t.Helper()
	r, err := q.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// change is the mutant of a function that makes a change.
func change(r *reports.Mutation, function, text string) reports.Mutated {
	for _, x := range r.Mutants {
		if x.Function == function && x.Change == text {
			return x
		}
	}
	return reports.Mutated{}
}
