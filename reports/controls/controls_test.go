package controls_test

import (
	"slices"
	"strings"
	"testing"

	"pawl/checker"
	"pawl/reports/controls"
	"pawl/scenarios/library"
)

func all(t *testing.T) []controls.Relation {
	t.Helper()
	list, err := controls.All()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func there(t *testing.T) (x controls.There) {
	t.Helper()
	for _, i := range checker.All {
		x.Invariants = append(x.Invariants, i.ID)
	}
	scenarios, err := library.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range scenarios {
		x.Scenarios = append(x.Scenarios, s.Name)
	}
	return x
}

// The map of this build claims nothing that no run can be behind.
func TestClaimsStandOnWhatThereIs(t *testing.T) {
	for _, problem := range controls.Problems(all(t), there(t)) {
		t.Error(problem)
	}
}

// No claim speaks of a part of an invariant that nothing judges.
func TestNoClaimOfWhatIsNotJudged(t *testing.T) {
	parts := map[string]string{"S13": "chain", "L1": "every old version"}
	for _, gap := range checker.Partial {
		word := parts[gap.ID]
		if !strings.Contains(gap.Sentence, word) || word == "" {
			t.Errorf("%s is judged without %q: say here by which word a claim would speak of that", gap.ID, gap.Sentence)
		}
		for _, r := range all(t) {
			if slices.Contains(r.Invariants, gap.ID) && strings.Contains(r.Claim, word) {
				t.Errorf("%s claims what is not judged: %s", &r, gap.Sentence)
			}
		}
	}
}

// Every kind of problem is found: each changes one thing of a relation with which nothing is wrong.
func TestProblemsAreFound(t *testing.T) {
	const within = "Within the assumptions "
	good := controls.Relation{Framework: "F", Controls: []string{"1"}, Strength: controls.Primary, Claim: "Within the assumptions {runs} went well.", Never: "n",
		Invariants: []string{"S1"}, Scenarios: []string{"s"}}
	is := controls.There{Invariants: []string{"S1"}, Scenarios: []string{"s"}}
	if p := controls.Problems([]controls.Relation{good}, is); len(p) > 0 {
		t.Fatal(p)
	}
	for want, change := range map[string]func(*controls.Relation){
		"no invariant and no scenario":      func(r *controls.Relation) { r.Invariants, r.Scenarios, r.Figures = nil, nil, []string{"bound"} },
		"there is no invariant S20":         func(r *controls.Relation) { r.Invariants = []string{"S1", "S20"} },
		"there is no scenario t":            func(r *controls.Relation) { r.Scenarios = []string{"t"} },
		"nobody fills in {run}":             func(r *controls.Relation) { r.Claim = within + "{run} runs" },
		"does not say \"within the assumpt": func(r *controls.Relation) { r.Claim = "{runs} went well." },
		`its claim says "guarantees"`:       func(r *controls.Relation) { r.Claim = within + "guarantees it." },
		"its claim speaks of production":    func(r *controls.Relation) { r.Claim = within + "it holds in Production." },
		"1 is here a second time":           func(r *controls.Relation) { r.Controls = []string{"1", "1"} },
	} {
		bad := good
		change(&bad)
		if p := controls.Problems([]controls.Relation{bad}, is); len(p) != 1 || !strings.Contains(p[0], want) {
			t.Errorf("want %s; found %q", want, p)
		}
	}
}

func TestOverclaims(t *testing.T) {
	for text, want := range map[string][]string{
		"The engine is compliant and certified.":             {"compliant", "certified"},
		"It guarantees, proves, ensures; it is secure":       {"guarantees", "proves", "ensures", "secure"},
		"Validated by runs it always holds, and never fails": {"validated by", "always", "never fails"},
		"always always":            {"always", "always"},
		"Complies with it; SECURE": {"complies with", "secure"},
		"No run of security code improves what is approved":     nil,
		"always-unavailable is a wrong engine":                  nil,
		"It was never violated in these runs; proven":           {"proven"},
		"insecure, and the ensurance of a certain compliance x": {"ensurance"},
	} {
		if got := controls.Overclaims(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// What is never claimed is never claimed by the way.
func TestWhatIsNotClaimedHasNothingBehindIt(t *testing.T) {
	none := 0
	for _, r := range all(t) {
		if r.Strength == controls.None {
			none++
		}
		if r.Never == "" {
			t.Errorf("%s does not say what is never claimed", &r)
		}
	}
	if none < 3 {
		t.Errorf("only %d controls are said not to be claimed", none)
	}
}

func TestFilled(t *testing.T) {
	r := controls.Relation{Claim: "{runs} runs of {engine}."}
	if got := r.Filled(func(name string) string { return "<" + name + ">" }); got != "<runs> runs of <engine>." {
		t.Error(got)
	}
}

// Files are read strictly: what nobody would look at is an error that says where.
func TestParseIsStrict(t *testing.T) {
	good := "relations:\n  - framework: F\n    controls: [A]\n    strength: P\n    claim: c\n    never: n\n    invariants: [S1]\n"
	if list, err := controls.Parse("x", []byte(good)); err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	for text, want := range map[string]string{
		strings.Replace(good, "claim: c", "claims: c", 1):                "claims",
		strings.Replace(good, "strength: P", "strength: Q", 1):           "x:4:",
		strings.Replace(good, "    claim: c\n", "", 1):                   "evidence without a claim",
		strings.Replace(good, "strength: P", "strength: X", 1):           "a claim where none is made",
		strings.Replace(good, "    never: n\n", "", 1):                   "never",
		strings.Replace(good, "invariants: [S1]", "figures: [score]", 1): "score",
		good + good: "relations",
	} {
		if _, err := controls.Parse("x", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s, of\n%s", err, want, text)
		}
	}
}
