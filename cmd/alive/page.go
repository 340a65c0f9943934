package alive

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/reports/page"
	"pawl/scenarios"
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

	Pictures []picture `json:"pictures"` // Porcupine's, of what is refuted
}

// A picture is a page of its own.
type picture struct {
	Object    string `json:"object"`
	Invariant string `json:"invariant"`
	Key       string `json:"key"`
	Page      string `json:"page"`
}

// pictureTime bounds how long Porcupine takes for one, and longestPicture how long it may be.
const (
	pictureTime    = 2 * time.Second
	longestPicture = 2 << 20
)

// pictures are those that Porcupine draws of a run.
func pictures(o *scenarios.Outcome) ([]picture, error) {
	all := []picture{}
	if o.Past == nil {
		return all, nil
	}
	opt := checker.Options{Porcupine: pictureTime, Claimed: o.Setup.Engine.View.Claims}
	for _, p := range checker.Sketches(o.Past, opt, pictureTime) {
		var b bytes.Buffer
		if err := p.Write(&b); err != nil {
			return nil, err
		}
		if b.Len() <= longestPicture {
			all = append(all, picture{p.Object, p.Invariant, p.Key, b.String()})
		}
	}
	return all, nil
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
	drawn, err := pictures(&r.Again.Outcome)
	if err != nil {
		return nil, err
	}
	p.Data, err = json.Marshal(data{Pictures: drawn, Shot: shot, Events: studio.Planned(), Repro: string(r.Text), Command: r.Command,
		Alive: p.Engine != nil, Static: p.Static})
	return p, err
}
