package compliance

import (
	"strings"
	"testing"

	"pawl/reports"
	"pawl/reports/paper"
)

func says(t *testing.T, text string, not ...string) {
	t.Helper()
	for _, x := range not {
		if strings.Contains(text, x) {
			t.Errorf("it says %q:\n%s", x, text)
		}
	}
}

// A claim is of as many runs as the least judged of what is behind it, none of them beyond the
// assumptions.
func TestAClaimIsOfWhatWasJudged(t *testing.T) {
	s := green(t)
	for i := range s.Check.Invariants {
		if s.Check.Invariants[i].ID == "L2" {
			s.Check.Invariants[i].Runs = 17
		}
	}
	text := section(t, Compose(s), "claims")
	wants(t, text, "went by the rules of policy aa in the 17 runs in which they were judged", "In 503 runs within the assumptions no version")
	s.Check.Beyond = []reports.BeyondRuns{{Scenario: "x", Runs: 3}, {Scenario: "x", Runs: 3}, {Scenario: "y", Runs: 1}}
	text = section(t, Compose(s), "claims")
	wants(t, text, "In 499 runs within the assumptions no version", "Of 503 runs, 4 of them beyond the assumptions, where nothing is held against the engine: ")
	says(t, text, "chain was whole")
}

func TestWaiversOfTheResultAreTold(t *testing.T) {
	s := green(t)
	wants(t, section(t, Compose(s), "exceptions"), "None was handed in.")
	s.Check.Waivers = &reports.Waivers{File: "w.yaml", Waived: []string{"S2"}, Expired: []string{"S5, of the team, until 2026-01-01"}}
	text := section(t, Compose(s), "exceptions")
	wants(t, text, "judged under the waivers of w.yaml. Violated, and let pass by one: S2. Violated, and let pass by none: nothing. Waivers that had run out: S5, of the team")
	says(t, text, "None was handed in")
	s.Waivers = []reports.Waiver{{Invariant: "S2", Reason: "it is being mended", Owner: "the team", Expires: "2999-01-01"}}
	wants(t, section(t, Compose(s), "exceptions"), "judged under the waivers of w.yaml", "S2 | it is being mended")
}

// The table beside the curve has this campaign's bound, and no place in the drawing.
func TestTheCurveHasTheBound(t *testing.T) {
	s := green(t)
	var here []string
	for _, b := range statistics(&s) {
		if p, is := b.(paper.Picture); is && strings.HasPrefix(p.Title, "The bound by") {
			for _, row := range p.Facts.Rows {
				if row[0].Text == "this campaign" {
					here = append(here, row[1].Text+" "+row[2].Text)
				}
			}
		}
	}
	if len(here) != 1 || !strings.HasPrefix(here[0], "500 0.59") {
		t.Errorf("this campaign is at %q, want its 500 runs and bound alone", here)
	}
	s.Check.RandomOutcomes = reports.Outcomes{Passed: 499, Violated: 1}
	text := section(t, Compose(s), "statistics")
	says(t, text, "this campaign")
	wants(t, text, "is not drawn: it does only while none fails")
}

func TestASeedThatWasGivenIsSaid(t *testing.T) {
	s := green(t)
	says(t, whole(Compose(s)), "The seed was given", chosen)
	wants(t, section(t, Compose(s), "identity"), "Where the seed is from | drawn when the campaign began")
	s.Check.SeedGiven = true
	wants(t, section(t, Compose(s), "identity"), "The seed was given: whoever gave it may have chosen it")
	wants(t, section(t, Compose(s), "claims"), chosen)
	wants(t, section(t, Compose(s), "statistics"), chosen)
}

// A document is never said to be signed.
func TestWhatIsSignedIsSaid(t *testing.T) {
	wants(t, section(t, Compose(green(t)), "identity"), "Signature | Not signed\n")
	wants(t, section(t, Compose(red(t)), "identity"), "Signature | Not signed itself. The bundle or statement that it was rendered for is signed by a key: verify that")
}

// What is broken beyond the assumptions is not told as what is held against the engine.
func TestBrokenBeyondStandsApart(t *testing.T) {
	s := green(t)
	j := &s.Check.Invariants[0]
	j.Clauses = []reports.JudgedClause{{Name: "one", Judged: 9, Broken: 2}}
	wants(t, section(t, Compose(s), "results"), " one | 9, broken 2 beyond\n")
	j.Violated = 1
	wants(t, section(t, Compose(s), "results"), " one | 9, broken 2\n")
}

func TestNumbersFit(t *testing.T) {
	s := green(t)
	s.Check.Exhaust = &reports.Exhausted{Scenario: "small", FaultFree: "violated", NoCells: "the run without one did not pass."}
	s.Check.Timeline = &reports.Timeline{Verdict: "violated", Phases: []reports.PhaseSpan{{Phase: "INTENT", To: 1}}}
	text := section(t, Compose(s), "claims")
	wants(t, text, "in 0 runs of the campaign and in 1 of the runs made besides", "single faults were not tried: the run without one did not pass.")
	says(t, text, "0 runs, each with one fault")
	text = section(t, Compose(s), "method")
	wants(t, text, "Not what is usual | This very run came to: violated.")
	says(t, text, "usually")
	s.Check.Timeline.Verdict = "passed"
	says(t, section(t, Compose(s), "method"), "Not what is usual")
	wants(t, section(t, Compose(s), "results"), "503 runs were made. An invariant that is judged in fewer")
}

func TestWhatIsLackingIsNamed(t *testing.T) {
	s := green(t)
	s.Check.Build.Revision = ""
	text := section(t, Compose(s), "claims")
	wants(t, text, "not measured in this result: the revision of the source (run in a checkout of it, or build there with -buildvcs=true)")
	says(t, text, "the digests of what was tested")
	s.Check.Matrix = nil
	wants(t, section(t, Compose(s), "matrix"), "has 500 random runs or more")
}

// A ledger's other engines are told, and what its chain cannot show.
func TestTheLedgerIsTold(t *testing.T) {
	s := red(t)
	s.Period.Sums = &reports.Over{Ledger: "l.jsonl", Chain: "h0", Others: []reports.OtherEngine{{Engine: "second", Open: make([]reports.Counterexample, 2)}}}
	wants(t, section(t, Compose(s), "map"), "of another engine of the ledger, second | 2\n", "only if its head is compared with one that was kept elsewhere", "The head is h0.")
}

func TestSomething(t *testing.T) {
	none, r, g := Set{Check: &reports.Check{}, Exhausts: []*reports.Exhaust{{Exhausted: reports.Exhausted{FaultFree: reports.NotRun}}}, Period: &Period{}}, red(t), green(t)
	if none.Something() || !r.Something() || !g.Something() || !(&Set{Period: r.Period}).Something() || !(&Set{Exhausts: r.Exhausts}).Something() || !(&Set{Mutants: r.Mutants}).Something() {
		t.Error("what there is to report is not known")
	}
}

// The worst case is said where it is another one.
func TestOneBoundIsSaidOnce(t *testing.T) {
	s := green(t)
	says(t, sure(s.Check), "or 0.60 %")
	s.Check.RandomOutcomes = reports.Outcomes{Passed: 490, Inconclusive: 10}
	wants(t, sure(s.Check), "% if each of 10 runs that could not be judged")
}

// Names that stand on the first page are explained.
func TestNamesAreExplained(t *testing.T) {
	text := section(t, Compose(green(t)), "map")
	wants(t, text, "\nρ | ", "\nδ | ", "S13 is about", "L1 about", "\njudged only in part | ")
}
