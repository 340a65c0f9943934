package exhaust

import (
	"pawl/faults"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
)

// A Mark is what a cell came to: a letter, as a state has it.
type Mark byte

const (
	Passed       Mark = 'p'
	DidNotBite   Mark = 'b'
	NotInjected  Mark = 'n'
	Violated     Mark = 'v'
	Inconclusive Mark = 'i'
	Invalid      Mark = 'x'
)

// marks are all of them, with the words that results have for them.
var marks = map[Mark]string{ // looked up only
	Passed: "passed", DidNotBite: "did not bite", NotInjected: "not injected",
	Violated: "violated", Inconclusive: "inconclusive", Invalid: "invalid",
}

func (u Mark) String() string { return marks[u] }

// listed says that a cell did not pass, and has to be told.
func (u Mark) listed() bool { return u == Violated || u == Inconclusive || u == Invalid }

// markOf judges the run of a cell by what must hold in any run; what its scenario
// expects of its own faults may be missed.
func markOf(r *campaign.Making) Mark {
	o := &r.Outcome
	tried := last(o.Injections)
	switch v := o.Verdict(); {
	case v == scenarios.Violated:
		return Violated
	case v == scenarios.Invalid:
		return Invalid
	case v == scenarios.Inconclusive || v == scenarios.Unjudged:
		return Inconclusive
	case !tried.Injected:
		return NotInjected
	case tried.Bit == 0:
		return DidNotBite
	}
	return Passed
}

// last is the injection that a cell adds.
func last(all []faults.Injection) faults.Injection { return all[len(all)-1] }

// why says what speaks against a run.
func why(o *scenarios.Outcome) []string {
	all := append([]string{}, o.Fired()...)
	if len(all) > 0 {
		return all
	}
	all = append(all, o.Report.Invalid...)
	for _, v := range o.Report.Verdicts {
		if v.Inconclusive != "" {
			all = append(all, v.Invariant+": "+v.Inconclusive)
		}
	}
	if o.Verdict() == scenarios.Unjudged {
		all = append(all, "no invariant found anything to judge")
	}
	return all
}
