package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Grade is what one test of a result came to. It is said here once, for every format in
// which others count tests: what was not judged must not be green in any of them.
type Grade string

const (
	Passed    Grade = "passed"
	InPart    Grade = "passed in part" // what was judged; the rest is named
	Broke     Grade = "failed"
	Undecided Grade = "undecided" // it ran, and could not be judged
	NotJudged Grade = "not judged"
)

// A Test is one thing that a result speaks of, as those count who count tests.
type Test struct {
	Suite    string
	Name     string
	Grade    Grade
	Text     string    // why it is not simply passed, in lines; "" if it is
	Failures []Failure // that made it fail, the clearest first
}

// The suites, in their order.
const (
	OverallSuite    = "verdict"
	InvariantsSuite = "invariants"
	ScenariosSuite  = "scenarios"
	ExhaustSuite    = "exhaust"
	CorpusSuite     = "corpus"
	PlantedSuite    = "planted bugs"
	PortsSuite      = "bugs at the ports"
)

// Tests are all of a result's. The first is its verdict, so that there is no result of which
// nothing but green is left, and which is no pass.
func Tests(r Result) []Test {
	all := []Test{overall(r.head())}
	switch r := r.(type) {
	case *Check:
		all = append(all, judgedTests(r.Invariants, r.Violations)...)
		all = append(all, r.scenarioTests()...)
		if r.Exhaust != nil {
			all = append(all, r.Exhaust.test(r.Violations))
		}
		if r.Corpus != nil {
			all = append(all, r.Corpus.tests(r.Violations)...)
		}
		all = append(all, plantedTests(r.Planted)...)
		all = append(all, portTests(r.PortBugs)...)
	case *Exhaust:
		all = append(all, r.Exhausted.test(r.Violations))
		if r.Pairs != nil {
			all[1].Name = "first events of pairs of " + r.Scenario
			all = append(all, r.Pairs.test(r))
		}
		all = append(all, r.cellTests()...)
	case *Judge:
		all = append(all, judgedTests(r.Invariants, r.failures())...)
		if r.Verdict != Pass && r.Verdict != Violation { // what seems broken may be whole, and the other way round
			doubt(all[1:], r.Closing)
		}
	case *Replay:
		all[0].Failures = r.Violations
	case *Mutants:
		all = append(all, plantedTests(r.Mutants)...)
	}
	return all
}

// overall is the verdict as a test.
func overall(h *Head) Test {
	t := Test{Suite: OverallSuite, Name: cmp.Or(h.Command, "pawl"), Grade: Undecided, Text: cmp.Or(h.Closing, h.Verdict.row().Text)}
	switch h.Verdict {
	case Pass:
		t.Grade, t.Text = Passed, ""
		return t
	case Violation, CriterionMissed, Nondeterministic, VerificationFailed:
		t.Grade = Broke
	}
	if h.Error != nil {
		t.Text = strings.TrimSpace(h.Error.Message + "\n" + t.Text)
	}
	return t
}

// doubt takes back what was passed where not all could be seen.
func doubt(all []Test, why string) {
	for i := range all {
		if all[i].Grade == Passed || all[i].Grade == InPart {
			all[i].Grade, all[i].Text = Undecided, why
		}
	}
}

// judgedTests are those of invariants, and of whatever else was violated: what a program must
// not do to itself is listed only where it did. A failure counts wherever it was found: runs of
// single faults, and those made for empty cells, are not counted with the invariant.
func judgedTests(all []Judged, failures []Failure) (tests []Test) {
	for i := range all {
		tests = append(tests, all[i].test(of(failures, func(f *Failure) bool { return f.Invariant == all[i].ID })))
	}
	for i := range failures {
		f := &failures[i]
		if !slices.ContainsFunc(tests, func(t Test) bool { return t.Name == f.Invariant }) {
			alike := of(failures, func(x *Failure) bool { return x.Invariant == f.Invariant })
			tests = append(tests, Test{InvariantsSuite, f.Invariant, Broke, f.Sentence, alike})
		}
	}
	return tests
}

func (j *Judged) test(failures []Failure) Test {
	t := Test{Suite: InvariantsSuite, Name: j.ID, Grade: Passed}
	gap := j.gap()
	switch {
	case j.Violated > 0:
		t.Grade, t.Failures = Broke, failures
		t.Text = fmt.Sprintf("%s\nViolated in %s of %s in which it was judged.", j.Sentence, Number(j.Violated), Count(j.Runs, "run"))
	case len(failures) > 0:
		t.Grade, t.Failures, t.Text = Broke, failures, j.Sentence
	case j.Runs == 0:
		t.Grade, t.Text = NotJudged, cmp.Or(j.WhyNot, "nothing ran")
	case gap != "":
		t.Grade, t.Text = InPart, gap
	}
	return t
}

// gap says of what part of an invariant that was judged nothing is known; "" if of none.
func (j *Judged) gap() string {
	var parts []string
	if j.Without != "" {
		parts = append(parts, "without "+j.Without)
	}
	if j.Cut > 0 {
		parts = append(parts, fmt.Sprintf("not after a rewind, in %s", Count(j.Cut, "run")))
	}
	return strings.Join(append(parts, holes([]Judged{*j})...), "; ")
}

// of are the failures that belong to something.
func of(all []Failure, belongs func(f *Failure) bool) (some []Failure) {
	for i := range all {
		if belongs(&all[i]) {
			some = append(some, all[i])
		}
	}
	return some
}

func (c *Check) scenarioTests() (tests []Test) {
	for _, s := range c.Scenarios {
		t := Test{Suite: ScenariosSuite, Name: s.Name, Text: strings.Join(s.Missed, "\n")}
		switch s.Verdict {
		case Pass:
			t.Grade = Passed
		case Violation:
			t.Grade, t.Failures = Broke, of(c.Violations, func(f *Failure) bool { return f.Scenario == s.Name })
			t.Text = cmp.Or(t.Text, "An invariant was violated in it.")
		case CriterionMissed:
			t.Grade = Broke
			if c.Verdict == Pass { // it is expected of the reference, and not of this engine
				t.Grade = NotJudged
			}
		case NothingRan:
			t.Grade, t.Text = NotJudged, "It was never run."
		default:
			t.Grade, t.Text = Undecided, cmp.Or(t.Text, "Not all of its runs could be judged.")
		}
		tests = append(tests, t)
	}
	for _, name := range c.LeftOut {
		tests = append(tests, Test{Suite: ScenariosSuite, Name: name, Grade: NotJudged, Text: "The engine does not offer to stand what is done past it."})
	}
	return tests
}

// test is what was exhausted, all in all.
func (x *Exhausted) test(failures []Failure) Test {
	t := Test{Suite: ExhaustSuite, Name: "every single fault of " + x.Scenario, Grade: Passed, Text: x.String() + "."}
	switch {
	case x.Violated > 0 || x.FaultFree == "violated":
		t.Grade = Broke
		t.Failures = of(failures, func(f *Failure) bool { return f.Scenario == Exhausting(x.Scenario) })
	case x.Run == 0:
		t.Grade = NotJudged
	case !x.Clean():
		t.Grade = Undecided
	case x.Run < x.Cells || x.NotInjected > 0:
		t.Grade = InPart
	default:
		t.Text = ""
	}
	return t
}

// cellTests are the kinds of which every cell that bit has passed, and each cell that did not.
func (x *Exhaust) cellTests() (tests []Test) {
	for _, k := range x.Kinds {
		t := Test{Suite: ExhaustSuite, Name: "kind " + k.Kind, Grade: Passed}
		switch {
		case k.Cells == 0 || k.Run == 0:
			t.Grade, t.Text = NotJudged, "It was not tried."
		case k.Listed > 0 || k.Bit == 0:
			t.Grade, t.Text = Undecided, fmt.Sprintf("Of %s %s bit, %s passed.", Count(k.Run, "cell"), Number(k.Bit), Number(k.Passed))
		case k.Run < k.Cells:
			t.Grade, t.Text = InPart, fmt.Sprintf("Only %s of %s were run.", Number(k.Run), Count(k.Cells, "cell"))
		}
		tests = append(tests, t)
	}
	for _, l := range x.Listed {
		t := Test{Suite: ExhaustSuite, Name: fmt.Sprintf("cell %d: %s", l.Cell, l.Event), Grade: Undecided}
		if l.Upshot == "violated" {
			t.Grade = Broke
		}
		t.Text = strings.TrimSpace(l.Upshot + ": " + strings.Join(l.Why, ", ") + "\n" + l.Command)
		tests = append(tests, t)
	}
	return tests
}

// plantedTests are the engines that must fail: one that is caught shows that the others' green
// is worth something.
func plantedTests(all []Planted) (tests []Test) {
	for i := range all {
		x := &all[i]
		t := Test{Suite: PlantedSuite, Name: x.Engine, Grade: Passed}
		switch {
		case x.Caught:
		case x.CutShort:
			t.Grade = NotJudged
		default:
			t.Grade = Broke
		}
		if !x.Caught {
			t.Text = fmt.Sprintf("It must fire %s, and was %s.", strings.Join(x.Expected, " or "), x.Fate())
		}
		tests = append(tests, t)
	}
	return tests
}

// portTests are bugs planted at an engine's ports. Whether one must be caught is for the
// verdict: here one that was not is no pass, and no failure.
func portTests(all []PortBug) (tests []Test) {
	for i := range all {
		b := &all[i]
		t := Test{Suite: PortsSuite, Name: b.Bug, Grade: Passed}
		if !b.Caught {
			t.Grade, t.Text = NotJudged, b.Text+"\n"+b.Missed()
		}
		tests = append(tests, t)
	}
	return tests
}
