package mutation

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"pawl/checker"
	"pawl/reports"
	"pawl/scenarios/mutation/source"
)

// Runs is a bench on which an engine is tried by runs: its command, which calls
// cli.Main with the engine, is built and asked.
type Runs struct {
	Main  string // a package
	Dir   string // where the go tool finds it
	Verb  string // of the command, by which it makes a trial
	Trial Trial
	Limit time.Duration // of one process; 0: by what the unchanged engine takes

	command, room string
}

// A Noticed is an engine that is noticed as it stands, with nothing changed.
type Noticed struct{ Notice Notice }

func (n *Noticed) Error() string {
	return fmt.Sprintf("the engine is noticed as it stands, by %s: %s, %s. Only of an engine that passes can be asked what would be noticed",
		n.Notice.How, strings.Join(n.Notice.By, ", "), stagesInWords[n.Notice.Stage])
}

// stagesInWords says of each stage of a trial which runs those are.
var stagesInWords = map[string]string{ // looked up only
	byScenario: "in a scenario of the library",
	bySingle:   "in a run with one fault, of those of every single fault at every moment",
	byRandom:   "in a random run",
	byPair:     "in a run with one fault on top of a trouble that was there already",
}

func (b *Runs) build(ctx context.Context, overlay, room string) error {
	b.room, b.command = room, filepath.Join(room, "command")
	if runtime.GOOS == "windows" {
		b.command += ".exe"
	}
	_, err := source.Go(ctx, b.Dir, "build", "-overlay", overlay, "-pgo=off", "-buildvcs=false", "-o", b.command, b.Main)
	return err
}

// unchanged finds out what the engine reaches as it stands, and misses.
func (b *Runs) unchanged(ctx context.Context) error {
	asked := b.Trial
	asked.Unchanged, asked.Insist = true, false
	b.Trial.ReproDir = "" // of what is changed nobody wants one
	e, said, err := b.ask(ctx, &asked, 0, 0)
	switch {
	case err != nil:
		return err
	case said == nil:
		return fmt.Errorf("the engine cannot be tried, though nothing is changed: %s has no verb %q of this build of Pawl, or ends by itself:\n%s", b.Main, b.Verb, shown(&e))
	case said.Notice != nil:
		return &Noticed{*said.Notice}
	}
	b.Trial.Excused = said.Missed
	for _, g := range checker.Goals {
		if g.Required && slices.Contains(said.Reached, g.Name) {
			b.Trial.Goals = append(b.Trial.Goals, g.Name)
		}
	}
	b.Limit = limitOf(b.Limit, e.took)
	return nil
}

func (b *Runs) try(ctx context.Context, number int) (tried, error) {
	e, said, err := b.ask(ctx, &b.Trial, number, b.Limit)
	switch {
	case err != nil:
		return tried{}, err
	case said == nil:
		return tried{notice: lost(&e, "", 0), ran: e.ran}, nil
	}
	return tried{said.Notice, said.Runs, e.ran}, nil
}

// ask has a child make a trial; it says nothing if it did not come to its end.
func (b *Runs) ask(ctx context.Context, t *Trial, number int, limit time.Duration) (ending, *Testimony, error) {
	text, err := json.Marshal(t)
	if err != nil {
		return ending{}, nil, err
	}
	c := child{path: b.command, args: []string{b.Verb}, dir: b.room, stdin: text, number: number, limit: limit, room: b.room}
	e, err := c.run(ctx)
	if err != nil || e.failed || e.late {
		return e, nil, err
	}
	var said Testimony
	if json.Unmarshal([]byte(e.out), &said) != nil {
		return e, nil, nil
	}
	return e, &said, nil
}

func (b *Runs) says(r *reports.Mutation) {
	r.Judge, r.Main, r.Engine, r.MaxRuns = "runs", b.Main, b.Trial.Engine, b.Trial.Runs
}
