package reports

import (
	"fmt"
	"math"
	"strings"
)

// PairsTried is what became of pairs of events: a first one, and a second one at a moment of the
// run that the first has made another one. What was run is one of the six that singles are.
type PairsTried struct {
	Kinds    []string `json:"kinds"`    // of both events
	Repeated bool     `json:"repeated"` // also at the steps that are repeated all the time
	Only     string   `json:"only"`     // the one event whose pairs they are; "": of all
	Stands   string   `json:"stands"`   // the first event that stands for it
	NoPairs  string   `json:"no_pairs"` // why there are none; "" if there are
	Product  int      `json:"product"`  // of the cells with each other, each two once, or of one with the others: without pruning
	Classes  int      `json:"classes"`  // of first events that leave one trace and are up to the same
	Pairs    int      `json:"pairs"`    // of a class and what may follow it
	Sample   int      `json:"sample"`   // how many were to be drawn; 0: all are made
	Chosen   int      `json:"chosen"`   // all, or the sample
	Part     int      `json:"part"`     // which of several parts of these; 0: all
	Parts    int      `json:"parts"`
	Meant    int      `json:"meant"` // here
	Run      int      `json:"run"`
	Resumed  int      `json:"resumed"` // of these, before
	Alike    int      `json:"alike"`   // that left the trace of another one close to it

	Passed       int `json:"passed"` // and both events bit
	Violated     int `json:"violated"`
	Inconclusive int `json:"inconclusive"`
	Invalid      int `json:"invalid"`
	NotInjected  int `json:"not_injected"`
	DidNotBite   int `json:"did_not_bite"`

	RunsPerSecond float64      `json:"runs_per_second"`
	HoursForAll   float64      `json:"hours_for_all"` // an estimate, at that rate
	Audit         PairAudit    `json:"audit"`
	Listed        []ListedPair `json:"listed"` // the first that did not pass, and those that are told
}

// PairAudit is a sample of the product, made as it is and held against the run that stands
// for it.
type PairAudit struct {
	Drawn     int      `json:"drawn"`
	Runs      int      `json:"runs"`     // that it took
	LeftOut   int      `json:"left_out"` // of events that are both felt before their moments come: no run stands for these
	Neither   int      `json:"neither"`  // bit: the run without a fault stands for it
	One       int      `json:"one"`      // bit: its run alone does
	Both      int      `json:"both"`     // bit: a pair that was not left out does
	Same      int      `json:"same"`     // the two traces
	Different []string `json:"different"`
}

// ListedPair is a pair that did not pass.
type ListedPair struct {
	Pair    int      `json:"pair"` // its number in the plan, from 1
	First   string   `json:"first"`
	Second  string   `json:"second"`
	Upshot  string   `json:"upshot"`
	Why     []string `json:"why"`
	Command string   `json:"command"` // that runs the pairs of its first event
}

// String sums it up in sentences, without the last full stop.
func (x *PairsTried) String() string {
	if x.NoPairs != "" {
		return "No pair was tried: " + x.NoPairs
	}
	what := fmt.Sprintf("%s of first and second events", Count(x.Pairs, "pair"))
	if x.Only != "" {
		what = fmt.Sprintf("%s whose first event is %s", Count(x.Pairs, "pair"), x.Stands)
	}
	if x.Stands != x.Only {
		what += fmt.Sprintf(", which leaves the trace that %s leaves, and stands for it", x.Only)
	}
	if x.Sample > 0 && x.Chosen < x.Pairs {
		what += fmt.Sprintf(", of which a sample of %s, %s, was drawn", Number(x.Chosen), share(x.Chosen, x.Pairs))
	}
	if x.Parts > 1 {
		what += fmt.Sprintf(", of which part %d of %d is %s", x.Part, x.Parts, Number(x.Meant))
	}
	return fmt.Sprintf("%s. Of these %s were run: %s passed, %s violated, %s inconclusive, %s invalid; in %s the second did not bite, in %s it was not injected",
		what, Number(x.Run), Number(x.Passed), Number(x.Violated), Number(x.Inconclusive), Number(x.Invalid), Number(x.DidNotBite), Number(x.NotInjected))
}

func share(part, of int) string {
	if of == 0 {
		return "none"
	}
	return fmt.Sprintf("%.3g %%", 100*float64(part)/float64(of))
}

// Clean says that all that was run passed.
func (x *PairsTried) Clean() bool {
	return x.Violated+x.Inconclusive+x.Invalid == 0 && len(x.Audit.Different) == 0
}

// All says that every pair of the plan was run, and not a sample or a part of them, nor those of
// one event.
func (x *PairsTried) All() bool { return x.Run == x.Pairs && x.Only == "" && x.NoPairs == "" }

// Runs counts the runs that were made, those for the proof among them.
func (x *PairsTried) Runs() int { return x.Run + x.Audit.Runs }

func (x *PairsTried) disagreement() string {
	sum := x.Passed + x.Violated + x.Inconclusive + x.Invalid + x.NotInjected + x.DidNotBite
	from, to := RangeOf(x.Chosen, x.Part, x.Parts)
	return first(
		rule{sum == x.Run, fmt.Sprintf("pairs.run is %d, and what became of the pairs adds up to %d", x.Run, sum)},
		rule{x.NoPairs == "" || x.Pairs == 0, "pairs.no_pairs says why there are none, and there are some"},
		rule{(x.Only == "") == (x.Stands == "") || x.Pairs == 0, "pairs.only names an event, and pairs.stands none that stands for it, or the other way round"},
		atMost(x.Run, "pairs.run", x.Meant, "pairs.meant"),
		atMost(x.Resumed, "pairs.resumed", x.Run, "pairs.run"),
		atMost(x.Alike, "pairs.alike", x.Run, "pairs.run"),
		rule{x.Meant == to-from, fmt.Sprintf("pairs.meant is %d, and the part has %d", x.Meant, to-from)},
		rule{x.Chosen == x.Pairs || x.Sample > 0 && x.Chosen == x.Sample && x.Sample < x.Pairs, fmt.Sprintf("pairs.chosen is %d, of %d and a sample of %d", x.Chosen, x.Pairs, x.Sample)},
		rule{x.Audit.LeftOut+x.Audit.Same+len(x.Audit.Different) == x.Audit.Drawn, fmt.Sprintf("pairs.audit.drawn is %d, and %d were the same and %d different", x.Audit.Drawn, x.Audit.Same, len(x.Audit.Different))},
		rule{x.Audit.LeftOut+x.Audit.Neither+x.Audit.One+x.Audit.Both == x.Audit.Drawn, "pairs.audit: what bit does not add up to drawn"},
	)
}

func (x *PairsTried) text(p *page, cells int) {
	p.heading("Pairs")
	p.say("", x.String()+".")
	if x.NoPairs != "" {
		p.blank()
		return
	}
	p.say("Kinds:", strings.Join(x.Kinds, ", ")+".")
	where := "the steps that come once a rotation"
	if x.Repeated {
		where = "every step"
	}
	p.say("Moments:", fmt.Sprintf("of %s, as the run comes to them once the first event has changed something in it.", where))
	if x.Only == "" {
		p.say("Pruning:", fmt.Sprintf("%s have a product of %s; they are %s of one effect, and with what may follow these there are %s: %s of the product, moments that only a first event brings about among them.",
			Count(cells, "event"), Count(x.Product, "pair"), classes(x.Classes), Count(x.Pairs, "pair"), share(x.Pairs, x.Product)))
	} else {
		p.say("Pruning:", fmt.Sprintf("with the other %s it has a product of %s. Those in which another one bites first are not among these: they are pairs of that one.",
			Count(cells-1, "event"), Count(x.Product, "pair")))
	}
	if x.Audit.Drawn > 0 {
		a := &x.Audit
		which := fmt.Sprintf("%s of the product, %s, were drawn from the seed and", Count(a.Drawn, "pair"), share(a.Drawn, x.Product))
		if a.Drawn == x.Product {
			which = fmt.Sprintf("all %s of the product were", Count(a.Drawn, "pair"))
		}
		p.say("Proof:", fmt.Sprintf("%s made as they are (both bit in %s, one in %s, none in %s); the run that stands for it left the same trace for %s.",
			which, Number(a.Both), Number(a.One), Number(a.Neither), Number(a.Same)))
	}
	if n := x.Audit.LeftOut; n > 0 {
		p.say("", fmt.Sprintf("%s of them are of two machines that join, which are left out: neither run says when the other one's moment is.", Number(n)))
	}
	for _, d := range x.Audit.Different {
		p.item("pruned wrongly: " + d)
	}
	if x.Run > 0 {
		p.say("Effects:", fmt.Sprintf("%s of the runs left the trace of another one among those next to them.", Number(x.Alike)))
	}
	if x.Resumed > 0 {
		p.say("", fmt.Sprintf("Of the pairs %s were run before.", Number(x.Resumed)))
	}
	if x.RunsPerSecond > 0 {
		p.say("Speed:", fmt.Sprintf("%.0f runs a second; at that all of them would take %s, which is an estimate.", x.RunsPerSecond, lasting(x.HoursForAll)))
	}
	p.blank()
	x.listed(p)
}

func classes(n int) string {
	if n == 1 {
		return "1 class"
	}
	return Number(n) + " classes"
}

// lasting says hours, or minutes where they are few.
func lasting(hours float64) string {
	if hours < 2 {
		return Count(int(math.Ceil(hours*60)), "minute")
	}
	return fmt.Sprintf("%.0f hours", hours)
}

func (x *PairsTried) listed(p *page) {
	if len(x.Listed) == 0 {
		return
	}
	p.heading(Count(x.Violated+x.Inconclusive+x.Invalid, "pair") + " did not pass")
	for i, l := range x.Listed {
		if i == toldCells {
			p.say("", fmt.Sprintf("and %s more; --json lists the first of them.", Number(x.Violated+x.Inconclusive+x.Invalid-toldCells)))
			break
		}
		p.say("", fmt.Sprintf("%s: %s; %s, %s", Number(l.Pair), l.First, l.Second, l.Upshot))
		for _, why := range l.Why {
			p.item(why)
		}
	}
	if c := x.Listed[0].Command; c != "" {
		p.say("", "To run the pairs of the first of them:")
		p.command(c)
	}
	p.blank()
}

// test is what the pairs came to, all in all.
func (x *PairsTried) test(r *Exhaust) Test {
	t := Test{Suite: ExhaustSuite, Name: "pairs of faults of " + r.Scenario, Grade: Passed, Text: x.String() + "."}
	switch {
	case x.Violated > 0:
		t.Grade, t.Failures = Broke, r.Violations
	case x.Run == 0:
		t.Grade = NotJudged
	case !x.Clean():
		t.Grade = Undecided
	case !x.All():
		t.Grade = InPart
	}
	return t
}
