package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// What is wider than a terminal would begin a new line at each look.
func TestProgressFitsTheTerminal(t *testing.T) {
	for _, columns := range []int{1, 20, 40, 50, 200, 0} {
		var b bytes.Buffer
		p := &progress{w: &b, columns: func() int { return columns }, bar: true, what: "engines that must fail"}
		p.started = time.Now().Add(-time.Hour)
		p.At(12345, 10_000_000)
		line := strings.NewReplacer("\r", "", "\x1b[K", "").Replace(b.String())
		if n := utf8.RuneCountInString(line); columns > 0 && n >= columns {
			t.Errorf("%d columns in %d: %q", n, columns, line)
		}
		if wide := columns == 0 || columns > 100; wide && !strings.Contains(line, "left") {
			t.Errorf("at %d columns: %q", columns, line)
		}
	}
}

func TestTimeLeftIsWithinTheBudget(t *testing.T) {
	now := time.Now()
	for _, c := range []struct {
		left time.Duration // until the budget is over; 0: none
		want string
	}{
		{0, "9/s, 2h46m"},
		{3 * time.Second, "3s left"},
		{-time.Second, "0s left"},
	} {
		p := &progress{started: now.Add(-time.Second)}
		if c.left != 0 {
			p.until = now.Add(c.left)
		}
		if got := p.pace(9, 90_000, now); !strings.Contains(got, strings.TrimPrefix(c.want, "9/s, ")) {
			t.Errorf("%q, want %s", got, c.want)
		}
	}
}

// A result for machines is on stdout, and whoever waits for it is told on stderr all the same; in CI
// nobody watches.
func TestProgressWithJSON(t *testing.T) {
	for _, quiet := range []bool{false, true} {
		var b bytes.Buffer
		a := &app{err: &b, json: true, screen: screen{quiet: quiet}}
		p := a.progress("runs", time.Time{}).(*progress)
		p.shown, p.started = p.shown.Add(-time.Minute), p.started.Add(-time.Minute)
		p.At(1, 2)
		if said := b.String() != ""; said == quiet {
			t.Errorf("quiet %v: %q", quiet, b.String())
		}
	}
}
