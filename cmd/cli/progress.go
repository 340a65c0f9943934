package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"pawl/reports"
	"pawl/scenarios/campaign"
)

// A progress shows how far long work has come: a bar on a terminal, a line now
// and then elsewhere, nothing where nobody watches.
type progress struct {
	w       io.Writer
	bar     bool
	quiet   bool
	what    string
	started time.Time
	shown   time.Time
}

const (
	barWidth  = 24
	barEvery  = 100 * time.Millisecond
	lineEvery = 10 * time.Second
)

func (a *app) progress(what string) campaign.Progress {
	now := time.Now()
	bar := a.screen.progress
	return &progress{w: a.err, bar: bar, quiet: a.screen.quiet || a.json && !bar, what: what, started: now, shown: now}
}

// At tells that so many are done.
func (p *progress) At(done, of int) {
	now := time.Now()
	every := lineEvery
	if p.bar {
		every = barEvery
	}
	if p.quiet || now.Sub(p.shown) < every || done == 0 {
		return
	}
	p.shown = now
	line := fmt.Sprintf("%s: %s of %s, %s", p.what, reports.Number(done), reports.Number(of), pace(done, of, now.Sub(p.started)))
	if p.bar {
		_, _ = fmt.Fprintf(p.w, "\r%s %s\x1b[K", bar(done, of), line)
	} else {
		_, _ = fmt.Fprintln(p.w, line)
	}
}

// End clears the bar.
func (p *progress) End() {
	if p.bar && !p.quiet {
		_, _ = fmt.Fprint(p.w, "\r\x1b[K")
	}
}

func bar(done, of int) string {
	full := barWidth * done / max(of, 1)
	return strings.Repeat("━", full) + strings.Repeat("─", barWidth-full)
}

// pace is the rate, and the time left at that rate.
func pace(done, of int, spent time.Duration) string {
	rate := float64(done) / spent.Seconds()
	left := time.Duration(float64(of-done) / rate * float64(time.Second))
	if rate < 10 {
		return fmt.Sprintf("%.1f/s, %s left", rate, left.Round(time.Second))
	}
	return fmt.Sprintf("%.0f/s, %s left", rate, left.Round(time.Second))
}
