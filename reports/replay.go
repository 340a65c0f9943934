package reports

import "fmt"

// Replay is the result of making a repro's run again.
type Replay struct {
	Head
	File              string      `json:"file"`
	Engine            string      `json:"engine"`
	Scenario          string      `json:"scenario"`
	Seed              string      `json:"seed"`
	Reproduced        bool        `json:"reproduced"`
	TraceHash         string      `json:"trace_hash"`
	ExpectedTraceHash string      `json:"expected_trace_hash"`
	DivergedAt        *Divergence `json:"diverged_at"` // null if it followed the decisions to the end
	Expected          []string    `json:"expected"`    // what was violated
	Fired             []string    `json:"fired"`       // and what is now
	Violations        []Failure   `json:"violations"`
	History           string      `json:"history"` // path of the file that the run's history was written to; "" if it was not
	// Written are the other files that the run was told in.
	Written []WrittenFile `json:"written"`

	Page *ReplayPage `json:"page"` // null: none was asked for, or the run left its decisions
}

// ReplayPage is a page for a browser that was made of the run.
type ReplayPage struct {
	File   string `json:"file"`
	Bytes  int    `json:"bytes"`
	Alive  bool   `json:"alive"`      // it carries the engine
	Static string `json:"why_static"` // "" if it does
}

// WrittenFile is a file that a run was told in.
type WrittenFile struct {
	Kind string `json:"kind"` // the flag that asked for it
	Path string `json:"path"`
}

// Divergence says where a replay left its decisions.
type Divergence struct {
	Index    int    `json:"index"` // from 0
	Label    string `json:"label"`
	Expected string `json:"expected"`
	Actual   string `json:"actual"`
}

func (r *Replay) text(p *page) {
	p.heading(fmt.Sprintf("Replay of %s", r.File))
	what := "scenario " + r.Scenario
	if r.Scenario == "standard" {
		what = "standard run"
	}
	p.say("", fmt.Sprintf("Engine %s, %s, seed %s.", r.Engine, what, r.Seed))
	p.blank()
	if d := r.DivergedAt; d != nil {
		p.say("Diverged", fmt.Sprintf("at decision %s, %q:", Number(d.Index), d.Label))
		p.say("  expected:", d.Expected)
		p.say("  actual:  ", d.Actual)
		p.blank()
		return
	}
	p.say("trace hash:", r.TraceHash)
	if r.TraceHash != r.ExpectedTraceHash {
		p.say("expected:  ", r.ExpectedTraceHash)
	}
	p.blank()
	failures(p, r.Violations, nil, false)
	if r.History != "" {
		p.say("", "Its history is in "+r.History+".")
		p.blank()
	}
	if r.Page != nil {
		what := "in which the run can be made again with its faults changed"
		if !r.Page.Alive {
			what = "which is static: " + r.Page.Static
		}
		p.say("", fmt.Sprintf("A page of it is %s (%s bytes), %s.", r.Page.File, Number(r.Page.Bytes), what))
		p.blank()
	}
	for _, f := range r.Written {
		p.say("", fmt.Sprintf("As %s it is in %s.", f.Kind, f.Path))
	}
	if len(r.Written) > 0 {
		p.blank()
	}
}
