package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"pawl/cmd/alive"
	"pawl/engine"
	"pawl/engine/planted"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/reports/page"
	"pawl/reports/whole"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/scenarios/retake"
	"pawl/sim/cluster"
)

// pageData is what the page's script reads.
type pageData struct {
	Shot    *retake.Shot     `json:"shot"`
	Events  []retake.Planned `json:"events"`
	Repro   string           `json:"repro"` // the file's text
	Command string           `json:"command"`
	Alive   bool             `json:"alive"`
	Static  string           `json:"why_static"`
}

// page writes the run as a page, if that was asked for. Of a run that left its decisions there is
// none: it is not the one that was meant.
func (v *repetition) page(ctx context.Context, text []byte, repro *campaign.Repro, e engine.Engine, again *campaign.Replayed, r *reports.Replay) error {
	if v.html == "" || r.DivergedAt != nil {
		return nil
	}
	bench := retake.NewBench(repro, e, scenarios.On(cluster.Simulated{}))
	shot, err := bench.Shot(&retake.Made{Outcome: again.Outcome, Followed: true}, true)
	if err != nil {
		return fmt.Errorf("no page can be made of this run: %w", err)
	}
	built, static, err := v.alive(ctx, repro.Engine)
	if err != nil {
		return err
	}
	data := pageData{Shot: shot, Events: bench.Planned(), Repro: string(text), Command: v.name, Alive: built != nil, Static: static}
	p := &page.Page{
		Title:    strings.Join(repro.IDs(), ", ") + " violated by " + repro.Engine,
		Subtitle: fmt.Sprintf("Scenario %s, seed %d, %d events planned.", shot.Film.Run.Scenario, repro.Seed, len(repro.Events)),
		Command:  v.name + " replay " + campaign.Quoted(filepath.Base(r.File)), Engine: built, Static: static,
	}
	if p.Data, err = json.Marshal(data); err != nil {
		return err
	}
	return v.writePage(p, static, r)
}

func (v *repetition) writePage(p *page.Page, static string, r *reports.Replay) error {
	var b bytes.Buffer
	if err := page.Write(&b, p); err != nil {
		return err
	}
	switch err := whole.Create(v.html, func(w io.Writer) error { _, err := w.Write(b.Bytes()); return err }); {
	case errors.Is(err, fs.ErrExist):
		return taken("--html", v.html)
	case err != nil:
		return fmt.Errorf("the page could not be written to %s: %w", v.html, reason(err))
	}
	r.Page = &reports.ReplayPage{File: v.html, Bytes: b.Len(), Alive: p.Engine != nil, Static: static}
	return nil
}

// alive builds the engine for the page, or says why the page has none.
func (v *repetition) alive(ctx context.Context, name string) (built *page.Engine, static string, err error) {
	if !v.engines.inPages(name) {
		return nil, fmt.Sprintf("the engine %s does not come with Pawl, and pages carry those that do", name), nil
	}
	if !v.screen.quiet && !v.json {
		_, _ = fmt.Fprintln(v.err, "The engine is built for the page; the first time takes a minute or two.") // nice to have
	}
	built, err = alive.Build(ctx)
	switch {
	case ctx.Err() != nil:
		return nil, "", ctx.Err()
	case err != nil:
		return nil, err.Error(), nil
	}
	return built, "", nil
}

// inPages says whether the program that a page carries has an engine: those of other modules it has
// not, nor what is made of them.
func (all *engines) inPages(name string) bool {
	_, found := campaign.Named(name, []engine.Engine{reference.Engine()}, wrong.All)
	return found && !slices.ContainsFunc(all.own, func(w wrong.Engine) bool { return w.Name == planted.Bare(name) })
}
