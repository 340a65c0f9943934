package reports

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Scenarios is the result of pawl scenario list and validate.
type Scenarios struct {
	Head
	Scenarios []Scenario `json:"scenarios"`
}

// Scenario is one scenario, or a file that was meant to be one.
type Scenario struct {
	Name      string   `json:"name"`
	Path      string   `json:"path,omitempty"`
	Lesson    int      `json:"lesson"`
	Incident  string   `json:"incident"`
	Engine    string   `json:"breaks_engine"`
	Invariant string   `json:"breaks_invariant"`
	Beyond    []string `json:"beyond,omitempty"` // what is violated and held against nobody, where no engine can fail
	Valid     bool     `json:"valid"`
	Problems  []string `json:"problems,omitempty"`
	Warnings  []string `json:"warnings,omitempty"` // what may be a mistake
}

func (s *Scenarios) text(p *page) {
	if len(s.Scenarios) > 0 && (s.Scenarios[0].Path != "" || !s.Scenarios[0].Valid) {
		s.validated(p)
		return
	}
	var rows [][]string
	for _, x := range s.Scenarios {
		breaks, by := x.Engine, x.Invariant
		if len(x.Beyond) > 0 {
			breaks, by = "(beyond)", x.Beyond[0]
		}
		rows = append(rows, []string{x.Name, fmt.Sprint(x.Lesson), breaks, by})
		if x.Incident != "" {
			rows = append(rows, []string{ofFamily + x.Incident, "", "", ""})
		}
	}
	if len(rows) > 0 {
		p.table([]column{{name: "scenario, and what it tells"}, {name: "lesson", right: true}, {name: "breaks"}, {name: "by"}}, rows)
	}
}

func (s *Scenarios) validated(p *page) {
	for _, x := range s.Scenarios {
		if !x.Valid {
			p.hang("", strings.Join(x.Problems, "\n"), p.as)
			continue
		}
		p.hang(x.Path+": ", "valid", p.good)
		for _, w := range x.Warnings {
			p.hang(x.Path+": ", "warning: "+w, p.as)
		}
	}
	p.blank()
}

// ScenarioText is the result of pawl scenario show: one scenario as it is written.
type ScenarioText struct {
	Head
	Scenario Scenario `json:"scenario"`
	Story    string   `json:"story"`
	Source   string   `json:"source"`
}

func (s *ScenarioText) text(p *page) { p.b.WriteString(s.Source) }

// JSONSchema is the result of a verb that prints one.
type JSONSchema struct {
	Head
	Schema json.RawMessage `json:"schema"`
}

func (s *JSONSchema) text(p *page) { p.b.Write(s.Schema) }
