package compliance

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pawl/reports"
	"pawl/reports/controls"
	"pawl/reports/paper"
)

// golden reads a result as another build would: from its JSON.
func golden[T any](t *testing.T, name string) *T {
	t.Helper()
	data, err := os.ReadFile("../testdata/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	r := new(T)
	if err := json.Unmarshal(data, r); err != nil {
		t.Fatal(err)
	}
	return r
}

// red is a set with something of everything, in which something was violated.
func red(t *testing.T) Set {
	t.Helper()
	c := golden[reports.Check](t, "check")
	c.Identity = &reports.Identity{Engine: "e0", FaultModel: "f0", Began: "2026-11-01T10:00:00Z", Ended: "2026-11-01T10:01:00Z"}
	return Set{Check: c, Mutants: golden[reports.Mutants](t, "mutants"), Engine: golden[reports.Mutation](t, "mutation"), Checker: golden[reports.Mutation](t, "mutation"),
		Exhausts: []*reports.Exhaust{golden[reports.Exhaust](t, "exhaust")},
		Period:   &Period{From: "2026-10-01", To: "2026-11-01", Sums: &reports.Over{}, Runs: []Recorded{{"2026-10-02", "abc", reports.Pass, 900, "1", "d0"}, {"2026-10-03", "abd", reports.Violation, 900, "2", "d1"}}},
		Waivers:  []reports.Waiver{{Invariant: "S2", Reason: "it is being mended", Owner: "the team", Expires: "2026-10-31"}, {Invariant: "S5", Reason: "likewise"}}, Signed: "a key"}
}

// green is a set of which every claim of the map holds.
func green(t *testing.T) Set {
	t.Helper()
	soon := 3
	c := &reports.Check{Engine: "mine", Contract: "strict", Seed: "7", Again: "./mine check --jobs 1 --json --runs 500 --with older --seed 7", Runs: 503, RunsMeant: 503, RandomRuns: 500, TraceHash: "ab",
		Outcomes: reports.Outcomes{Passed: 503}, RandomOutcomes: reports.Outcomes{Passed: 500}, Assumptions: []string{"a linearizable store"},
		Determinism: reports.Determinism{Twice: 5}, Exhaust: &reports.Exhausted{Scenario: "small", Cells: 10, Run: 10, Passed: 10},
		Matrix:       &reports.Matrix{Phases: []string{"IDLE"}, Rows: []reports.MatrixRow{{Kind: "crash", Role: "owner", Runs: []int{40}, Random: []int{35}, Reachable: []bool{true}}}, Reached: 1},
		Planted:      []reports.Planted{{Engine: "no-drain", Caught: true, RunsToCatch: &soon, CaughtBy: []string{"S2"}}},
		Fingerprints: reports.Fingerprints{Runs: 500, Distinct: 300, Once: 200}}
	c.Verdict, c.Build.Revision = reports.Pass, "0123456789abcdef"
	c.Identity = &reports.Identity{FaultModel: "fedcba9876543210", Policy: "aa", Ended: "2026-11-01T10:01:00Z"}
	for _, r := range relations(t) {
		for _, id := range r.Invariants {
			if !slices.ContainsFunc(c.Invariants, func(j reports.Judged) bool { return j.ID == id }) {
				c.Invariants = append(c.Invariants, reports.Judged{ID: id, Sentence: "it holds", Runs: 503})
			}
		}
		for _, name := range r.Scenarios {
			if !slices.ContainsFunc(c.Scenarios, func(x reports.ScenarioRuns) bool { return x.Name == name }) {
				c.Scenarios = append(c.Scenarios, reports.ScenarioRuns{Name: name, Runs: 3, Verdict: reports.Pass})
			}
		}
	}
	return Set{Check: c}
}

func relations(t *testing.T) []controls.Relation {
	t.Helper()
	all, err := controls.All()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// sets are a few that differ in all that matters.
func sets(t *testing.T) map[string]Set {
	t.Helper()
	return map[string]Set{"nothing": {}, "red": red(t), "green": green(t)}
}

// texts are all texts of some blocks, one a line, tables by row.
func texts(blocks []paper.Block) string {
	var b strings.Builder
	line := func(parts ...string) { b.WriteString(strings.Join(parts, " | ") + "\n") }
	var block func(paper.Block)
	table := func(t *paper.Table) {
		line(t.Caption)
		for _, c := range t.Columns {
			line(c.Title)
		}
		for _, r := range t.Rows {
			var cells []string
			for _, c := range r {
				cells = append(cells, c.Text)
			}
			line(cells...)
		}
	}
	block = func(x paper.Block) {
		switch x := x.(type) {
		case paper.Heading:
			line(x.Text)
		case paper.Paragraph:
			line(x.Text)
		case paper.List:
			for _, item := range x.Items {
				line(item)
			}
		case paper.Code:
			line(x.Text)
		case paper.Callout:
			line(x.Title, x.Text)
		case paper.Table:
			table(&x)
		case paper.Picture:
			line(x.Title, x.Says)
			table(&x.Facts)
		default:
			panic(fmt.Sprintf("a block of type %T", x))
		}
	}
	for _, x := range blocks {
		block(x)
	}
	return b.String()
}

func section(t *testing.T, d paper.Document, id string) string {
	t.Helper()
	for _, s := range d.Sections {
		if s.ID == id {
			return texts(s.Blocks)
		}
	}
	t.Fatalf("there is no section %s", id)
	return ""
}

func whole(d paper.Document) string {
	text := d.Title + "\n" + d.Subtitle + "\n" + d.Stamp + "\n"
	for _, s := range d.Sections {
		text += s.Title + "\n" + texts(s.Blocks)
	}
	return text
}

func wants(t *testing.T, text string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q:\n%s", want, text)
		}
	}
}

// Every section is there, whatever was measured, and says something.
func TestEverySectionIsThere(t *testing.T) {
	want := []string{"claims", "identity", "assumptions", "method", "results", "matrix", "detection", "statistics", "exceptions", "map"}
	for name, s := range sets(t) {
		d := Compose(s)
		var ids []string
		for _, x := range d.Sections {
			ids = append(ids, x.ID)
			if x.Title == "" || len(strings.TrimSpace(texts(x.Blocks))) < 40 {
				t.Errorf("%s: section %s says nothing", name, x.ID)
			}
		}
		if !slices.Equal(ids, want) {
			t.Errorf("%s: sections %v, want %v", name, ids, want)
		}
	}
}

// A table that is not whole cannot be drawn, and an empty one says nothing.
func TestTablesAreWhole(t *testing.T) {
	for name, s := range sets(t) {
		for _, x := range Compose(s).Sections {
			for _, b := range x.Blocks {
				table, is := b.(paper.Table)
				if p, drawn := b.(paper.Picture); drawn {
					table, is = p.Facts, true
					if p.Title == "" || p.Says == "" || len(p.Shapes) == 0 || p.Width <= 0 || p.Height <= 0 {
						t.Errorf("%s, %s: picture %q shows nothing", name, x.ID, p.Title)
					}
				}
				if !is {
					continue
				}
				for _, row := range table.Rows {
					if len(row) != len(table.Columns) {
						t.Errorf("%s, %s: table %q of %d columns has a row of %d", name, x.ID, table.Caption, len(table.Columns), len(row))
					}
				}
			}
		}
	}
}

// No document promises more than runs can show, nor gives a score of everything.
func TestNothingIsOverclaimed(t *testing.T) {
	for name, s := range sets(t) {
		text := whole(Compose(s))
		for line := range strings.Lines(text) {
			for _, word := range controls.Overclaims(line) {
				t.Errorf("%s: %q in %s", name, word, line)
			}
		}
		for _, word := range []string{"overall score", "compliance score", "maturity"} {
			if strings.Contains(strings.ToLower(text), word) {
				t.Errorf("%s: %q", name, word)
			}
		}
	}
}

// What is wrong is on the first page, first.
func TestFirstPageSaysWhatIsWrong(t *testing.T) {
	unjudged := green(t)
	for i := range unjudged.Check.Invariants {
		unjudged.Check.Invariants[i].Runs = 0
	}
	chance := green(t)
	chance.Check.Determinism.Different = []string{"run 1"}
	missed := green(t)
	missed.Check.Verdict, missed.Check.Closing = reports.CriterionMissed, "A goal was missed."
	elsewhere := green(t)
	elsewhere.Exhausts = []*reports.Exhaust{{Violations: []reports.Failure{{Invariant: "S9"}}}}
	untold := green(t)
	untold.Check.Exhaust.Violated = 3
	for want, s := range map[string]Set{
		"Something was violated | Violated was what is not named, in 0 runs of the campaign and in 3 of the runs made besides, for single faults": untold,
		"Something was violated | Violated was S2": red(t), "Nothing ran": {}, "No campaign | Runs were made of single faults": {Exhausts: []*reports.Exhaust{{Exhausted: reports.Exhausted{Run: 3, Passed: 3, FaultFree: "passed"}}}}, "Nothing was judged | ": unjudged, "Not deterministic": chance,
		"The campaign did not pass | Its verdict is: criterion missed. A goal was missed.": missed, "Something was violated | Violated was S9": elsewhere,
	} {
		blocks := Compose(s).Sections[0].Blocks
		if _, is := blocks[0].(paper.Callout); !is || !strings.HasPrefix(texts(blocks[:1]), want) {
			t.Errorf("the first page begins with %q, want %q", texts(blocks[:1]), want)
		}
	}
	if _, is := Compose(green(t)).Sections[0].Blocks[0].(paper.Callout); is {
		t.Error("where nothing is wrong there is an alarm")
	}
}

// In five lines: what was tested, assumed and found, how sure, and how to check.
func TestFirstPage(t *testing.T) {
	text := section(t, Compose(green(t)), "claims")
	wants(t, text, "Tested | Engine mine at revision 0123456789ab, strict contract, in simulation: 500 runs of fresh seeds and 3 of ",
		"Assumed | a linearizable store", "Found | Verdict: pass. Of 503 runs: 503 passed, 0 violated, 0 inconclusive, 0 invalid, 0 with nothing to judge, 0 missed an expectation.",
		"How sure | With 95 % confidence a run fails with a chance of at most 0.60 %: per run drawn", "per run drawn from this generator; not a probability of failure in production",
		"How to check | ", "\n./mine check --jobs 1 --json --runs 500 --with older --seed 7\n")
	wants(t, section(t, Compose(red(t)), "claims"), "Found | Violated: S2, S4, S5", "9 passed, 2 violated, 0 inconclusive, 0 invalid, 1 with nothing to judge, 1 missed")
}

// Kinds of outcomes are never merged.
func TestOutcomesStandApart(t *testing.T) {
	s := green(t)
	s.Check.Outcomes = reports.Outcomes{Passed: 101, Violated: 102, Inconclusive: 103, Invalid: 104, Unjudged: 105, Missed: 106}
	text := section(t, Compose(s), "results")
	for i, kind := range []string{"passed", "violated", "inconclusive", "invalid", "unjudged", "missed"} {
		wants(t, text, fmt.Sprintf("%s | %d | ", kind, 101+i))
	}
}

// What was not measured says so, and is not zero: each part alone, and all of them.
func TestNotMeasuredIsSaid(t *testing.T) {
	for part, without := range map[string]struct {
		section, want string
		take          func(*Set)
	}{
		"identity":      {"identity", "Digests and period: not measured", func(s *Set) { s.Check.Identity = nil }},
		"assumptions":   {"assumptions", "Assumptions: not measured", func(s *Set) { s.Check.Assumptions = nil }},
		"faults":        {"assumptions", "Faults: not measured", func(s *Set) { s.Check.Faults = nil }},
		"beyond":        {"assumptions", "Beyond the boundary: not measured", func(s *Set) { s.Check.Beyond = nil }},
		"twice":         {"method", "Determinism: not measured", func(s *Set) { s.Check.Determinism.Twice = 0 }},
		"policy":        {"method", "Policy: not measured", func(s *Set) { s.Check.Policy = nil }},
		"timeline":      {"method", "A typical rotation: not measured", func(s *Set) { s.Check.Timeline = nil }},
		"scenarios":     {"results", "Scenarios: not measured", func(s *Set) { s.Check.Scenarios = nil }},
		"invariants":    {"results", "Invariants: not measured", func(s *Set) { s.Check.Invariants = nil }},
		"rates":         {"results", "Rates: not measured", func(s *Set) { s.Check.Rates = reports.Rates{} }},
		"relying":       {"assumptions", "Relying parties: not measured", func(s *Set) { s.Check.Relying = nil }},
		"goals":         {"results", "Goals: not measured", func(s *Set) { s.Check.Sometimes = nil }},
		"fresh":         {"results", "passed | 9 | not measured", func(s *Set) { s.Check.RandomOutcomes = reports.Outcomes{} }},
		"matrix":        {"matrix", "Fault × phase × role: not measured", func(s *Set) { s.Check.Matrix = nil }},
		"wrong engines": {"detection", "Wrong engines: not measured", func(s *Set) { s.Check.Planted, s.Mutants = nil, nil }},
		"ports":         {"detection", "Bugs at the ports: not measured", func(s *Set) { s.Check.PortBugs = nil }},
		"engine":        {"detection", "Mutation score of the engine: not measured", func(s *Set) { s.Engine = nil }},
		"checker":       {"detection", "Mutation score of the checker: not measured", func(s *Set) { s.Checker = nil }},
		"bounds":        {"statistics", "Bounds: not measured", func(s *Set) { s.Check.RandomRuns = 0 }},
		"per cell":      {"statistics", "Bound per cell: not measured", func(s *Set) { s.Check.Matrix = nil }},
		"new":           {"statistics", "Chance of something new: not measured", func(s *Set) { s.Check.Fingerprints = reports.Fingerprints{} }},
		"singles":       {"statistics", "Every single fault: not measured", func(s *Set) { s.Check.Exhaust, s.Exhausts = nil, nil }},
		"ledger":        {"map", "Period: not measured", func(s *Set) { s.Period = nil }},
		"command":       {"map", "Command: not measured", func(s *Set) { s.Check.Again = "" }},
	} {
		s := red(t)
		s.Check.Again, s.Check.Determinism.Different = "pawl check", nil
		s.Check.Rates = reports.Rates{Runs: 3, Rates: []reports.Rate{{Measure: "seals", Count: 3, Against: 4, Of: "those asked for", Least: 50, Met: true}}}
		s.Check.Relying = []reports.RelyingRuns{{Cache: "aged", Answers: 5}}
		if part != "per cell" { // in red something was violated
			if text := section(t, Compose(s), without.section); strings.Contains(text, without.want) {
				t.Errorf("%s was measured, and the document says %q", part, without.want)
			}
		}
		without.take(&s)
		wants(t, section(t, Compose(s), without.section), without.want)
	}
	if text := whole(Compose(Set{})); strings.Count(text, notMeasured) < 20 {
		t.Errorf("of an empty set only %d things are said not to be measured", strings.Count(text, notMeasured))
	}
}

func TestStamp(t *testing.T) {
	if d := Compose(green(t)); d.Stamp != "Not signed" {
		t.Errorf("stamp %q", d.Stamp)
	}
	if d := Compose(red(t)); d.Stamp != "Not signed itself: section 2 says what is" {
		t.Errorf("what it lies in is signed, and its stamp is %q", d.Stamp)
	}
}

// A result is not changed by being told.
func TestComposeLeavesTheResult(t *testing.T) {
	s, same := red(t), red(t)
	first, second := Compose(s), Compose(s)
	if !reflect.DeepEqual(s, same) || !reflect.DeepEqual(first, second) {
		t.Error("composing changes what it composes from")
	}
}
