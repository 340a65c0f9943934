package reports

import "fmt"

// Matrix says in how many runs a kind of fault was felt by a role in a phase.
type Matrix struct {
	Phases         []string      `json:"phases"` // of the columns
	Rows           []MatrixRow   `json:"rows"`
	Reached        int           `json:"reached"`              // cells
	Filled         int           `json:"filled_runs"`          // that were made for cells that other runs had left empty
	FilledViolated int           `json:"filled_violated_runs"` // of them, in which something was violated
	Empty          []string      `json:"empty"`                // cells that can be reached, and were not
	Unreachable    []Unreachable `json:"unreachable"`
}

// MatrixRow is that of one kind and role, by phase.
type MatrixRow struct {
	Kind      string `json:"kind"`
	Role      string `json:"role"`
	Runs      []int  `json:"runs"`
	Random    []int  `json:"random_runs"` // of them, those that were drawn and not guided: only on these can a bound stand
	Reachable []bool `json:"reachable"`
}

// Unreachable says how many cells cannot be reached, and why.
type Unreachable struct {
	Cells int    `json:"cells"`
	Why   string `json:"why"`
}

// Leave counts a cell that cannot be reached.
func (m *Matrix) Leave(why string) {
	for i := range m.Unreachable {
		if m.Unreachable[i].Why == why {
			m.Unreachable[i].Cells++
			return
		}
	}
	m.Unreachable = append(m.Unreachable, Unreachable{1, why})
}

// toldEmpty is how many empty cells are listed as text; JSON has them all.
const toldEmpty = 5

// matrix says who felt what, and when.
func (c *Check) matrix(p *page) {
	m := c.Matrix
	if m == nil {
		return
	}
	p.heading("Who felt which kind of fault, in which phase")
	p.say("", fmt.Sprintf("%s of kind, role and phase were reached, some only by %s made for what the others had left empty; %s that can be reached stayed empty.",
		Count(m.Reached, "cell"), Count(m.Filled, "run"), Number(len(m.Empty))))
	if m.FilledViolated > 0 {
		p.say("", fmt.Sprintf("In %s of these runs something was violated.", Number(m.FilledViolated)))
	}
	for i, text := range m.Empty {
		if i == toldEmpty {
			p.item(fmt.Sprintf("and %s more; --json has them all", Number(len(m.Empty)-toldEmpty)))
			break
		}
		p.item(text)
	}
	for _, u := range m.Unreachable {
		p.say("", fmt.Sprintf("%s cannot be reached: %s.", Count(u.Cells, "cell"), u.Why))
	}
	p.blank()
}
