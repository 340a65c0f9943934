package reports

import (
	"fmt"
	"strings"
)

// Mutants is the result of hunting the wrong engines.
type Mutants struct {
	Head
	Seed        string    `json:"seed"`
	Again       string    `json:"again"`              // the command that makes the same runs
	Strategy    string    `json:"strategy,omitempty"` // of the random runs; left out where it is the usual one
	Interrupted bool      `json:"interrupted"`        // before all were hunted
	MaxRuns     int       `json:"max_runs"`           // random runs for each engine
	Runs        int       `json:"runs"`               // made in all
	WallSeconds float64   `json:"wall_seconds"`
	Mutants     []Planted `json:"mutants"`
}

func (m *Mutants) text(p *page) {
	p.heading(fmt.Sprintf("Engines that must fail, seed %s", m.Seed))
	p.say("", fmt.Sprintf("%s in %.1f s, at most %s for each engine.", Count(m.Runs, "run"), m.WallSeconds, Count(m.MaxRuns, "random one")))
	sayStrategy(p, m.Strategy)
	p.blank()
	if len(m.Mutants) == 0 {
		return
	}
	var rows [][]string
	for _, x := range m.Mutants {
		rows = append(rows, x.row())
	}
	p.table([]column{{name: "engine"}, {name: "lesson", right: true}, {name: "must fire"}, {name: "fired"},
		{name: "scenario", spare: true}, {name: "runs", right: true}}, rows)
	p.say("", fmt.Sprintf("%d of %d caught.", Caught(m.Mutants), len(m.Mutants)))
	p.blank()
}

func (x *Planted) row() []string {
	scenario, runs, by := "-", "-", strings.Join(x.CaughtBy, " ")
	if x.Scenario != nil {
		scenario = *x.Scenario
	}
	if x.RunsToCatch != nil {
		runs = Number(*x.RunsToCatch)
	}
	if by == "" {
		by = "nothing"
	}
	switch {
	case x.CutShort:
		by += ": OUT OF TIME"
	case !x.Caught:
		by += ": NOT CAUGHT"
	}
	return []string{x.Engine, fmt.Sprint(x.Lesson), strings.Join(x.Expected, " "), by, scenario, runs}
}

// sayStrategy names what the random runs were made by, where it is not the usual.
func sayStrategy(p *page, strategy string) {
	if strategy != "" {
		p.say("", fmt.Sprintf("Random runs are by the strategy %s.", strategy))
	}
}
