package mutation

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"pawl/reports"
)

// A Bench has what is changed in a build of its own, and tries changes in it.
type Bench interface {
	// build builds it with an overlay, into a directory.
	build(ctx context.Context, overlay, room string) error
	// unchanged tries it with no switch on: whatever is noticed is an error.
	unchanged(ctx context.Context) error
	// try tries one change.
	try(ctx context.Context, number int) (tried, error)
	// says fills in what a result says of the bench.
	says(r *reports.Mutation)
}

// A tried is what a change came to.
type tried struct {
	notice *Notice
	runs   int
	ran    bool
}

// How long a child may take: so many times what it takes when nothing is changed, on
// a machine that may have become busy since.
const (
	patience = 10
	shortest = 30 * time.Second
)

func limitOf(given, unchanged time.Duration) time.Duration {
	if given > 0 {
		return given
	}
	return max(shortest, patience*unchanged)
}

// lost is the notice of a child that did not come to an end of its own.
func lost(e *ending, stage string, runs int) *Notice {
	if e.late {
		return &Notice{How: reports.ByTimeout, By: []string{"timeout"}, Stage: stage, Runs: runs}
	}
	return &Notice{How: reports.ByDeath, By: []string{lastWords(e.errs + "\n" + e.out)}, Stage: stage, Runs: runs}
}

var dying = regexp.MustCompile(`(?m)^(?:panic|fatal error|runtime): .*$`)

// lastWords are why a process died, as far as it said.
func lastWords(text string) string {
	if m := dying.FindString(text); m != "" {
		return m
	}
	for line := range strings.Lines(strings.TrimSpace(text)) {
		return strings.TrimSpace(line)
	}
	return "it said nothing"
}

// shown is what a process wrote, for an error about it.
func shown(e *ending) string {
	text := strings.TrimSpace(e.errs + "\n" + e.out)
	if lines := strings.Split(text, "\n"); len(lines) > 30 {
		text = strings.Join(lines[:30], "\n") + fmt.Sprintf("\n… %d lines more", len(lines)-30)
	}
	return text
}
