package reports

import (
	"fmt"
	"strings"
)

// Mutants is the result of hunting the wrong engines.
type Mutants struct {
	Head
	Seed        string    `json:"seed"`
	MaxRuns     int       `json:"max_runs"` // random runs for each engine
	Runs        int       `json:"runs"`     // made in all
	WallSeconds float64   `json:"wall_seconds"`
	Mutants     []Planted `json:"mutants"`
}

func (m *Mutants) text(p *page) {
	p.heading(fmt.Sprintf("Engines that must fail, seed %s", m.Seed))
	p.say("", fmt.Sprintf("%d runs in %.1f s, at most %d random ones for each engine.", m.Runs, m.WallSeconds, m.MaxRuns))
	p.blank()
	if len(m.Mutants) == 0 {
		return
	}
	var rows [][]string
	for _, x := range m.Mutants {
		rows = append(rows, x.row())
	}
	p.table([]string{"engine", "lesson", "must fire", "fired", "scenario", "runs"}, []int{1, 5}, rows)
	p.say("", fmt.Sprintf("%d of %d caught.", Caught(m.Mutants), len(m.Mutants)))
	p.blank()
}

func (x *Planted) row() []string {
	scenario, runs, by := "-", "-", strings.Join(x.CaughtBy, " ")
	if x.Scenario != nil {
		scenario = *x.Scenario
	}
	if x.RunsToCatch != nil {
		runs = fmt.Sprint(*x.RunsToCatch)
	}
	if by == "" {
		by = "nothing"
	}
	if !x.Caught {
		by += ": NOT CAUGHT"
	}
	return []string{x.Engine, fmt.Sprint(x.Lesson), strings.Join(x.Expected, " "), by, scenario, runs}
}
