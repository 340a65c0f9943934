package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"slices"

	"pawl/cmd/alive"
	"pawl/engine"
	"pawl/engine/planted"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/reports/page"
	"pawl/reports/whole"
	"pawl/scenarios/campaign"
)

// page writes the run as a page, if that was asked for. Of a run that left its decisions there is
// none: it is not the one that was meant.
func (v *repetition) page(ctx context.Context, again *alive.Shown, r *reports.Replay) error {
	if v.html.path == "" || r.DivergedAt != nil {
		return nil
	}
	p, text, err := pageText(ctx, again, func(ctx context.Context) (*page.Engine, error) { return v.alive(ctx, again.Repro.Engine) })
	var long *page.TooLong
	if errors.As(err, &long) && p.Engine != nil {
		p, text, err = pageText(ctx, again, func(context.Context) (*page.Engine, error) {
			return nil, fmt.Errorf("with the engine it would have %d bytes, and has at most %d", long.Bytes, long.Most)
		})
	}
	switch {
	case errors.As(err, &long):
		return usagef("--html %s: %v", v.html.path, err)
	case err != nil:
		return err
	}
	switch err := whole.Create(v.html.path, func(w io.Writer) error { _, err := w.Write(text); return err }); {
	case errors.Is(err, fs.ErrExist):
		return alreadyThere(v.html.flag, v.html.path)
	case err != nil:
		return fmt.Errorf("the page could not be written to %s: %w", v.html.path, reason(err))
	}
	r.Page = &reports.ReplayPage{File: v.html.path, Bytes: len(text), Alive: p.Engine != nil, Static: p.Static}
	return nil
}

// pageText makes a page, and all of its text.
func pageText(ctx context.Context, again *alive.Shown, build alive.Builder) (*page.Page, []byte, error) {
	p, err := alive.Page(ctx, again, build)
	if err != nil {
		return nil, nil, err
	}
	var b bytes.Buffer
	err = page.Write(&b, p)
	return p, b.Bytes(), err
}

// alive builds the engine for the page, or says why the page has none.
func (v *repetition) alive(ctx context.Context, name string) (*page.Engine, error) {
	if !v.engines.inPages(name) {
		return nil, fmt.Errorf("the engine %s does not come with Pawl, and pages carry those that do", name)
	}
	v.stage.found() // what is built is taken away again, if it is interrupted
	if _, err := exec.LookPath("go"); err == nil && !v.screen.quiet && !v.json {
		_, _ = fmt.Fprintln(v.err, "The engine is built for the page; the first time takes a minute or two.") // nice to have
	}
	return alive.Build(ctx)
}

// inPages says whether the program that a page carries has an engine: those of other modules it has
// not, nor what is made of them.
func (all *engines) inPages(name string) bool {
	_, found := campaign.Named(name, []engine.Engine{reference.Engine()}, wrong.All)
	return found && !slices.ContainsFunc(all.own, func(w wrong.Engine) bool { return w.Name == planted.Bare(name) })
}
