package reports

import (
	"fmt"
	"strings"
)

// Live is the result of running scenarios with real processes.
type Live struct {
	Head
	Ground  string       `json:"ground"` // what the processes ran in
	Engine  string       `json:"engine"` // "" if each scenario was run with the engine that it breaks
	Runs    []LiveRun    `json:"runs"`
	Refused []Impossible `json:"refused"`
}

// A LiveRun is one scenario, run once.
type LiveRun struct {
	Scenario string   `json:"scenario"`
	Engine   string   `json:"engine"`
	Verdict  string   `json:"verdict"`
	Expected []string `json:"expected"` // of an engine that must fail: invariants of which one must be violated; else empty
	Violated []string `json:"violated"`
	Details  []string `json:"details"` // of each of them, how it was first
	Missed   []string `json:"missed"`  // of what the scenario expects
	Unseen   []string `json:"unseen"`  // what the observer has missed, or why the history cannot be judged
	Faults   []string `json:"faults"`  // that bit
	Idle     []string `json:"idle"`    // faults that did not
	Facts    int      `json:"facts"`
	Took     string   `json:"took"`
	// Simulated is what the same scenario came to in the simulator; null if nobody asked.
	Simulated *Twin `json:"simulated"`
}

// A Twin is what the simulator says of the same scenario and engine.
type Twin struct {
	Verdict  string   `json:"verdict"`
	Violated []string `json:"violated"`
	Agrees   bool     `json:"agrees"`
	Tried    int      `json:"tried,omitempty"` // seeds, until it violated what was violated with real processes
	Repro    string   `json:"repro,omitempty"` // the file of a run that did; "": none, or nobody asked
}

// An Impossible is a scenario that cannot be run with real processes.
type Impossible struct {
	Scenario string `json:"scenario"`
	Why      string `json:"why"`
}

func (l *Live) text(p *page) {
	p.heading(fmt.Sprintf("%s, with real processes: %s", Count(len(l.Runs), "scenario"), l.Ground))
	var rows [][]string
	for i := range l.Runs {
		x := &l.Runs[i]
		row := []string{x.Scenario, x.Engine, x.Verdict, strings.Join(x.Violated, " "), Number(len(x.Faults)), x.Took}
		if x.Simulated != nil {
			row = append(row, x.Simulated.Verdict)
		}
		rows = append(rows, row)
	}
	columns := []column{{name: "scenario"}, {name: "engine"}, {name: "verdict"}, {name: "violated"}, {name: "faults that bit", right: true}, {name: "took", right: true}}
	if len(rows) > 0 && len(rows[0]) > len(columns) {
		columns = append(columns, column{name: "simulated"})
	}
	if len(rows) > 0 {
		p.table(columns, rows)
	}
	for i := range l.Runs {
		l.Runs[i].text(p)
	}
	for _, x := range l.Refused {
		p.title(x.Scenario, "Not run: "+x.Why+".")
	}
	p.blank()
}

func (x *LiveRun) text(p *page) {
	if len(x.Details)+len(x.Missed)+len(x.Unseen)+len(x.Idle) == 0 {
		return
	}
	p.title(x.Scenario, x.Verdict)
	p.list("Violated:", x.Details, "; ")
	p.list("Not as the scenario expects:", x.Missed, "; ")
	p.list("Not seen:", x.Unseen, "; ")
	p.list("Never bit:", x.Idle, "; ")
	if s := x.Simulated; s != nil && len(x.Violated) > 0 {
		p.list("Simulated:", []string{s.told()}, "; ")
	}
}

// told says what came of trying to have a failure again in the simulator.
func (s *Twin) told() string {
	switch {
	case s.Repro != "":
		return fmt.Sprintf("violated, too, with the seed of try %d; replay %s", s.Tried, s.Repro)
	case len(s.Violated) > 0:
		return fmt.Sprintf("violates %s, in %s", strings.Join(s.Violated, " "), Count(s.Tried, "try"))
	}
	return fmt.Sprintf("nothing of that in %s", Count(s.Tried, "try"))
}

// Agreement is how many runs of those that were made in the simulator, too, came to the same.
func (l *Live) Agreement() (same, of int) {
	for i := range l.Runs {
		if s := l.Runs[i].Simulated; s != nil {
			of++
			if s.Agrees {
				same++
			}
		}
	}
	return same, of
}
