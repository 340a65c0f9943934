package cli

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"pawl/reports"
	"pawl/scenarios/campaign"
)

// A progress shows how far long work has come: a bar on a terminal, a line now
// and then elsewhere, nothing where nobody watches.
type progress struct {
	w       io.Writer
	columns func() int // of the terminal; 0 if it does not say
	bar     bool
	quiet   bool
	what    string
	until   time.Time // when the work ends at the latest; zero if there is no bound
	started time.Time
	shown   time.Time
}

const (
	barWidth  = 24
	barEvery  = 100 * time.Millisecond
	lineEvery = 10 * time.Second
)

func (a *app) progress(what string, until time.Time) campaign.Progress {
	now := time.Now()
	bar := a.screen.progress
	return &progress{w: a.err, columns: a.screen.errColumns, bar: bar, quiet: a.screen.quiet,
		what: what, until: until, started: now, shown: now}
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
	line := fmt.Sprintf("%s: %s of %s, %s", p.what, reports.Number(done), reports.Number(of), p.pace(done, of, now))
	if p.bar {
		_, _ = fmt.Fprintf(p.w, "\r%s\x1b[K", barred(bar(done, of), line, p.columns()))
	} else {
		_, _ = fmt.Fprintln(p.w, line)
	}
}

// barred puts a bar before a line where there is room for both.
func barred(bar, line string, columns int) string {
	if both := bar + " " + line; columns == 0 || utf8.RuneCountInString(both) < columns {
		return both
	}
	return cut(line, columns)
}

// cut leaves of a line what fits a terminal: what is wider begins a new line, to which
// the next one does not come back. The last column is left free, for some terminals
// begin a new line after it.
func cut(line string, columns int) string {
	if runes := []rune(line); columns > 0 && len(runes) >= columns {
		return string(runes[:columns-1])
	}
	return line
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

// pace is the rate, and the time left at that rate: no more than there is.
func (p *progress) pace(done, of int, now time.Time) string {
	rate := float64(done) / now.Sub(p.started).Seconds()
	left := time.Duration(float64(of-done) / rate * float64(time.Second))
	if !p.until.IsZero() {
		left = min(left, max(p.until.Sub(now), 0))
	}
	if rate < 10 {
		return fmt.Sprintf("%.1f/s, %s left", rate, left.Round(time.Second))
	}
	return fmt.Sprintf("%.0f/s, %s left", rate, left.Round(time.Second))
}
