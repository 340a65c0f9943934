package reports

import (
	"strings"
	"testing"
)

// graded are the tests of a result, in a line each.
func graded(r Result) map[string]Grade {
	all := map[string]Grade{}
	for _, t := range Tests(r) {
		all[t.Suite+"/"+t.Name] = t.Grade
	}
	return all
}

func TestGrades(t *testing.T) {
	for name, want := range map[string]string{
		"check": "verdict/check failed|invariants/S1 passed in part|invariants/S2 failed|invariants/S3 failed|invariants/S8 not judged|invariants/S5 failed|invariants/S13 failed|scenarios/fine passed|scenarios/starved not judged|scenarios/owner-dies-twice failed|" +
			"scenarios/about-a-record not judged|exhaust/every single fault of small failed|planted bugs/no-drain passed|planted bugs/silent-halt failed|planted bugs/late not judged|bugs at the ports/mints-twice passed|bugs at the ports/never-syncs not judged",
		"exhaust":  "verdict/exhaust failed|exhaust/kind crash undecided|exhaust/kind join not judged|exhaust/kind drift not judged|exhaust/cell 17: crash actor on commit.due for 3s failed|exhaust/cell 18: crash store on commit.due for 3s undecided",
		"judge":    "invariants/S2 failed|invariants/S1 not judged",
		"missed":   "verdict/judge undecided|invariants/S2 undecided",
		"failed":   "verdict/check undecided",
		"mutants":  "verdict/mutants failed|planted bugs/silent-halt failed",
		"version":  "verdict/version passed",
		"mutation": "verdict/mutate failed",
	} {
		got := graded(results()[name])
		for _, line := range strings.Split(want, "|") {
			test, grade, _ := strings.Cut(line, " ")
			for g := range map[Grade]bool{Passed: true, InPart: true, Broke: true, Undecided: true, NotJudged: true} {
				if cut, is := strings.CutSuffix(line, " "+string(g)); is {
					test, grade = cut, string(g)
				}
			}
			if got[test] != Grade(grade) {
				t.Errorf("%s: %s is %q, want %q", name, test, got[test], grade)
			}
		}
	}
}

// No result that is no pass is all green, whatever format it is told in.
func TestNothingIsGreenButAPass(t *testing.T) {
	for _, row := range Verdicts {
		for name, r := range results() {
			h := *r.head()
			r.head().Decide(row.Verdict)
			green := true
			for _, x := range Tests(r) {
				green = green && (x.Grade == Passed || x.Grade == InPart)
				if (x.Grade == Passed) != (x.Text == "") {
					t.Errorf("%s: %s is %s, and says %q", name, x.Name, x.Grade, x.Text)
				}
			}
			if green && row.Verdict != Pass {
				t.Errorf("%s with verdict %s is green", name, row.Verdict)
			}
			*r.head() = h
		}
	}
}
