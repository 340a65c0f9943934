package alive

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"pawl/engine"
	"pawl/reports/page"
	"pawl/scenarios/campaign"
	"pawl/scenarios/retake"
)

// A Shown is a repro made again, of which there is to be a page.
type Shown struct {
	Path    string // of the repro file
	Text    []byte // of it
	Repro   *campaign.Repro
	Engine  engine.Engine
	Again   campaign.Replayed
	Command string // what the command line is called
}

// data is what the page's script reads.
type data struct {
	Shot    *retake.Shot     `json:"shot"`
	Events  []retake.Planned `json:"events"`
	Repro   string           `json:"repro"` // the file's text
	Command string           `json:"command"`
	Alive   bool             `json:"alive"`
	Static  string           `json:"why_static"`
}

// A Builder builds the engine of a page, as [Build] does.
type Builder func(context.Context) (*page.Engine, error)

// Page makes a page of a run: alive, if its engine can be built, or else static, which it says.
func Page(ctx context.Context, r *Shown, build Builder) (*page.Page, error) {
	studio := retake.NewStudio(r.Repro, r.Engine, nil) // which makes no run here
	shot, err := studio.Shot(&retake.Retaken{Outcome: r.Again.Outcome, Followed: true}, true)
	if err != nil {
		return nil, fmt.Errorf("no page can be made of this run: %w", err)
	}
	p := &page.Page{
		Title:    strings.Join(r.Repro.IDs(), ", ") + " violated by " + r.Repro.Engine,
		Subtitle: fmt.Sprintf("Scenario %s, seed %d, %d events planned.", shot.Film.Run.Scenario, r.Repro.Seed, len(r.Repro.Events)),
		Command:  r.Command + " replay " + campaign.Quoted(filepath.Base(r.Path)),
	}
	if p.Engine, err = build(ctx); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		p.Engine, p.Static = nil, err.Error()
	}
	p.Data, err = json.Marshal(data{Shot: shot, Events: studio.Planned(), Repro: string(r.Text), Command: r.Command,
		Alive: p.Engine != nil, Static: p.Static})
	return p, err
}
