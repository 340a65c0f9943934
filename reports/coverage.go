package reports

import (
	"fmt"
	"strings"
)

// FaultRuns says how often a kind of fault was injected, and how often that
// changed anything.
type FaultRuns struct {
	Family   string `json:"family"`
	Kind     string `json:"kind"`
	Injected int    `json:"injected"`
	Bit      int    `json:"bit"`
}

// AskedRuns says how often something was asked for that is no fault, and in how many
// runs.
type AskedRuns struct {
	Family string `json:"family"`
	Kind   string `json:"kind"`
	Asked  int    `json:"asked"`
	Runs   int    `json:"runs"`
}

// Goal is something that must happen sometimes.
type Goal struct {
	Goal     string `json:"goal"`
	Count    int    `json:"count"`
	Required bool   `json:"required"`
}

func (g Goal) mark() string {
	switch {
	case g.Required && g.Count == 0:
		return "NEVER"
	case g.Required:
		return "required"
	}
	return ""
}

var (
	faultColumns = []column{{name: "fault"}, {name: "injected", right: true}, {name: "bit", right: true}}
	goalColumns  = []column{{name: "sometimes"}, {name: "runs", right: true}, {}}
)

// coverage shows what the runs went through.
func (c *Check) coverage(p *page) {
	if c.Runs == 0 {
		return
	}
	p.heading("Coverage: faults injected, and how many bit; what happened, in how many runs")
	faults, goals := c.faultRows(), c.goalRows()
	if both := append(faultColumns[:3:3], goalColumns...); p.fits(both, beside(faults, goals)) {
		p.table(both, beside(faults, goals))
	} else {
		p.table(faultColumns, faults)
		p.table(goalColumns, goals)
	}
	c.asked(p)
}

// ofFamily stands before what stands under the name of its family.
const ofFamily = "· "

// faultRows are a table's, those of a family under its name.
func (c *Check) faultRows() (rows [][]string) {
	family := ""
	for _, f := range c.Faults {
		if f.Family != family {
			family = f.Family
			rows = append(rows, []string{family, "", ""})
		}
		rows = append(rows, []string{ofFamily + f.Kind, Number(f.Injected), Number(f.Bit)})
	}
	return rows
}

func (c *Check) goalRows() (rows [][]string) {
	for _, g := range c.Sometimes {
		rows = append(rows, []string{g.Goal, Number(g.Count), g.mark()})
	}
	return rows
}

// beside makes of the rows of two tables of three columns those of one.
func beside(left, right [][]string) [][]string {
	rows := make([][]string, max(len(left), len(right)))
	none := make([]string, 3)
	for i := range rows {
		l, r := none, none
		if i < len(left) {
			l = left[i]
		}
		if i < len(right) {
			r = right[i]
		}
		rows[i] = append(l[:3:3], r...)
	}
	return rows
}

// asked tells apart from faults what is none.
func (c *Check) asked(p *page) {
	var texts []string
	for _, a := range c.Asked {
		if a.Asked > 0 {
			texts = append(texts, fmt.Sprintf("%s %s in %s", a.Kind, times(a.Asked), Count(a.Runs, "run")))
		}
	}
	if len(texts) > 0 {
		p.say("Asked for:", strings.Join(texts, ", ")+".")
		p.blank()
	}
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return Number(n) + " times"
}
