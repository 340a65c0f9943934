package reports

import "strings"

// Doctor is the result of a look at the machine.
type Doctor struct {
	Head
	For     []string  `json:"for"` // the verbs that it was looked at for
	Machine []Fitness `json:"machine"`
}

// Fitness is one thing that was looked at.
type Fitness struct {
	Name     string   `json:"name"`
	State    string   `json:"state"` // "fit", "unfit", "missing" or "unclear"
	Found    string   `json:"found"`
	Wants    string   `json:"wants"`
	NeededBy []string `json:"needed_by"` // verbs; empty: none of this build
	Needed   bool     `json:"needed"`    // by one of those that it was looked at for
	Cost     string   `json:"cost"`      // of its absence; "" if it is fit
}

func (d *Doctor) text(p *page) {
	p.heading("This machine, for " + strings.Join(d.For, ", "))
	var rows [][]string
	for _, x := range d.Machine {
		state := x.State
		if x.Cost != "" && x.Needed {
			state = strings.ToUpper(state)
		}
		rows = append(rows, []string{x.Name, state, printable(x.Found)})
	}
	p.table([]column{{name: "what"}, {name: "state"}, {name: "found"}}, rows)
	for _, x := range d.Machine {
		if x.Cost != "" {
			p.title(x.Name, "Wanted: "+x.Wants+". "+x.Cost)
		}
	}
	p.blank()
}
