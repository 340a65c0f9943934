package reports

import (
	"fmt"
	"strings"
)

// Exhausted counts the cells of what was exhausted: each is one event at one moment of the
// fault-free run, and a run of its own. What was run is one of the last six. The fault-free
// run is no cell.
type Exhausted struct {
	Scenario  string `json:"scenario"`
	FaultFree string `json:"fault_free"` // what the run without a fault came to
	Moments   int    `json:"moments"`    // of meaning, that it comes to
	Cells     int    `json:"cells"`
	Run       int    `json:"run"`
	Bit       int    `json:"bit"`      // in which the event changed something
	NoCells   string `json:"no_cells"` // why there are none; "" if there are

	Passed       int `json:"passed"` // and the event bit
	Violated     int `json:"violated"`
	Inconclusive int `json:"inconclusive"`
	Invalid      int `json:"invalid"`
	NotInjected  int `json:"not_injected"`
	DidNotBite   int `json:"did_not_bite"`
}

// NotRun is what a fault-free run came to that was cut off.
const NotRun = "not run"

// Runs counts the runs that were made, that without a fault among them.
func (x *Exhausted) Runs() int {
	if x.FaultFree == NotRun {
		return 0
	}
	return x.Run + 1
}

// String sums it up in two sentences, without the last full stop.
func (x *Exhausted) String() string {
	free := fmt.Sprintf("The run without a fault: %s.", x.FaultFree)
	if x.NoCells != "" {
		return fmt.Sprintf("%s No event was tried: %s", free, x.NoCells)
	}
	return fmt.Sprintf("%s Of %s, each that run with one event at one of its %s, %s were run: %s passed, %s violated, %s inconclusive, %s invalid; %s did not bite, %s not injected",
		free, Count(x.Cells, "cell"), Count(x.Moments, "moment"), Number(x.Run), Number(x.Passed), Number(x.Violated),
		Number(x.Inconclusive), Number(x.Invalid), Number(x.DidNotBite), Number(x.NotInjected))
}

// Clean says that all that was run passed, the fault-free run included.
func (x *Exhausted) Clean() bool {
	return x.FaultFree == "passed" && x.Violated+x.Inconclusive+x.Invalid == 0
}

// Exhaust is the result of trying every single fault at every moment.
type Exhaust struct {
	Head
	Engine string `json:"engine"`
	Seed   string `json:"seed"`
	Again  string `json:"again"` // the command that makes the same runs
	Exhausted
	Plan        string          `json:"plan"` // a hash of the fault-free run and all cells
	Resumed     int             `json:"resumed"`
	State       string          `json:"state"` // the file to go on from; "" if there is none
	Interrupted bool            `json:"interrupted"`
	WallSeconds float64         `json:"wall_seconds"`
	Lengths     []string        `json:"lengths"` // that what lasts is tried with
	Lag         string          `json:"lag"`
	Reached     []ReachedMoment `json:"reached"`
	Kinds       []ExhaustedKind `json:"kinds"`
	LeftOut     []LeftOut       `json:"left_out"`
	Listed      []ListedCell    `json:"listed"` // every cell that did not pass
	Pairs       *PairsTried     `json:"pairs"`  // null if only single events were tried
	Determinism Determinism     `json:"determinism"`
	Violations  []Failure       `json:"violations"` // the clearest first
	KeptOfEach  int             `json:"kept_of_each"`
}

// ReachedMoment says how often the fault-free run came to a moment of meaning.
type ReachedMoment struct {
	Moment      string `json:"moment"`
	Occurrences int    `json:"occurrences"`
}

// ExhaustedKind is what became of the cells of one kind of event.
type ExhaustedKind struct {
	Kind   string `json:"kind"`
	Cells  int    `json:"cells"`
	Run    int    `json:"run"`
	Bit    int    `json:"bit"`
	Passed int    `json:"passed"`
	Listed int    `json:"listed"`
}

// LeftOut says at how many moments a kind was not tried, and why.
type LeftOut struct {
	Kind    string `json:"kind"`
	Moments int    `json:"moments"`
	Why     string `json:"why"`
}

// ListedCell is a cell that did not pass.
type ListedCell struct {
	Cell    int      `json:"cell"` // its number in the plan, from 1
	Event   string   `json:"event"`
	Upshot  string   `json:"upshot"`
	Why     []string `json:"why"`     // what fired, or why it could not be judged
	Command string   `json:"command"` // that runs it alone
}

// toldCells is how many cells are listed as text; JSON has them all.
const toldCells = 20

func (x *Exhaust) text(p *page) {
	what, pairs := "Every single fault", 0
	if x.Pairs != nil {
		what, pairs = "Pairs of faults", x.Pairs.Runs()
	}
	p.heading(fmt.Sprintf("%s of %s, on %s, seed %s", what, x.Scenario, x.Engine, x.Seed))
	p.say("", x.Exhausted.String()+".")
	among := "that without a fault"
	if x.Pairs != nil && x.Pairs.Audit.Runs > 0 {
		among += fmt.Sprintf(" and %s for the proof", Number(x.Pairs.Audit.Runs))
	}
	p.say("", fmt.Sprintf("%s in %.1f s, %s among them. %s", Count(x.Runs()+pairs, "run"), x.WallSeconds, among, x.Determinism.String()))
	for _, d := range x.Determinism.Different {
		p.item(d)
	}
	if x.Resumed > 0 {
		p.say("", fmt.Sprintf("Of these %s were run before.", Count(x.Resumed, "cell")))
	}
	p.blank()
	if x.Pairs != nil {
		x.Pairs.text(p, x.Cells)
	}
	x.kinds(p)
	x.covered(p)
	x.listed(p)
	failures(p, x.Violations, map[string]int{}, true)
}

func (x *Exhaust) kinds(p *page) {
	if x.Cells == 0 {
		return
	}
	var rows [][]string
	for _, k := range x.Kinds {
		if k.Cells > 0 {
			rows = append(rows, []string{k.Kind, Number(k.Cells), Number(k.Run), Number(k.Bit), Number(k.Passed), Number(k.Listed)})
		}
	}
	p.table([]column{{name: "kind"}, {name: "cells", right: true}, {name: "run", right: true}, {name: "bit", right: true},
		{name: "passed", right: true}, {name: "listed", right: true}}, rows)
}

// covered says what was tried, and what was not.
func (x *Exhaust) covered(p *page) {
	if x.Cells == 0 {
		return
	}
	var moments []string
	for _, m := range x.Reached {
		moments = append(moments, fmt.Sprintf("%s %s", m.Moment, Number(m.Occurrences)))
	}
	p.heading("What was covered")
	p.say("Moments:", strings.Join(moments, ", ")+".")
	p.say("Amounts:", fmt.Sprintf("what lasts, for %s; lags of %s; counts of one.", strings.Join(x.Lengths, ", "), x.Lag))
	var reasons []string
	kinds := map[string][]string{} // looked up only
	for _, l := range x.LeftOut {
		if kinds[l.Why] == nil {
			reasons = append(reasons, l.Why)
		}
		kinds[l.Why] = append(kinds[l.Why], fmt.Sprintf("%s (%s)", l.Kind, Number(l.Moments)))
	}
	if len(reasons) > 0 {
		p.say("", "Left out, at so many moments:")
	}
	for _, why := range reasons {
		if each, same := x.leftAlike(why); same && len(kinds[why]) > fewKinds {
			p.item(fmt.Sprintf("%s: %s, each at %s", why, Count(len(kinds[why]), "kind"), Count(each, "moment")))
			continue
		}
		p.item(why + ": " + strings.Join(kinds[why], ", "))
	}
	p.blank()
}

// fewKinds is how many kinds are named that are all left out for one reason at as many moments.
const fewKinds = 8

// leftAlike is at how many moments each kind was left out for a reason, if all were at as many.
func (x *Exhaust) leftAlike(why string) (each int, same bool) {
	for _, l := range x.LeftOut {
		switch {
		case l.Why != why:
		case each == 0:
			each = l.Moments
		case each != l.Moments:
			return 0, false
		}
	}
	return each, true
}

// listed tells the first cells that did not pass.
func (x *Exhaust) listed(p *page) {
	if len(x.Listed) == 0 {
		return
	}
	p.heading(Count(len(x.Listed), "cell") + " did not pass")
	for i, l := range x.Listed {
		if i == toldCells {
			p.say("", fmt.Sprintf("and %s more; --json has them all.", Number(len(x.Listed)-toldCells)))
			break
		}
		p.say("", fmt.Sprintf("%s: %s, %s", Number(l.Cell), l.Event, l.Upshot))
		for _, why := range l.Why {
			p.item(why)
		}
	}
	if c := x.Listed[0].Command; c != "" {
		p.say("", "To run the first of them alone:")
		p.command(c)
	}
	p.blank()
}
