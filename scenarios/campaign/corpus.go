package campaign

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"pawl/engine"
	"pawl/engine/wrong"
	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios"
)

// A Corpus is what was found in the past: the repro files of one folder, by name.
type Corpus struct {
	Dir   string
	Given bool // by whoever asks; else it is where repro files go, and was there
	Files []Remembered
}

// A Remembered is one of them.
type Remembered struct {
	Path    string
	Repro   *Repro // nil: another release wrote it, or it is damaged
	Damaged error  // why it cannot be read; nil: it can, or another release wrote it
}

const (
	// CorpusRuns is in how many runs the events of a repro are tried whose own run this build does
	// not make any more.
	CorpusRuns = 20

	mostRemembered = 10_000 // files
)

// LoadCorpus reads the repro files of a folder, and no others. One that is damaged, or of another
// release, is kept, to be told. Own are engines that scenarios may break, besides those that come with
// Pawl.
func LoadCorpus(dir string, own ...wrong.Engine) (*Corpus, error) {
	entries, err := os.ReadDir(dir) // by name
	if err != nil {
		return nil, err
	}
	c := &Corpus{Dir: dir}
	for _, e := range entries {
		if filepath.Ext(e.Name()) != reproSuffix || e.IsDir() {
			continue
		}
		if len(c.Files) == mostRemembered {
			return nil, fmt.Errorf("%s: more than %d repro files; want fewer", dir, mostRemembered)
		}
		f := Remembered{Path: filepath.Join(dir, e.Name())}
		var other *otherVersion
		if f.Repro, err = LoadRepro(f.Path, own...); err != nil && !errors.As(err, &other) {
			f.Damaged = err
		}
		c.Files = append(c.Files, f)
	}
	return c, nil
}

// Damaged is the first file that cannot be read, with its place; nil: all can.
func (c *Corpus) Damaged() error {
	for i := range c.Files {
		if err := c.Files[i].Damaged; err != nil {
			return err
		}
	}
	return nil
}

// A recollection is what became of a repro.
type recollection struct {
	reports.CorpusRepro
	failing []reports.Failure // told already
	fails   *Failure          // to be told, with a repro of its own
	err     error
}

// remember makes the runs of a corpus, before all others. Only the first shard does. None of them
// counts among those of the campaign.
func (g *Gate) remember(ctx context.Context, r *reports.Check) error {
	if g.Corpus == nil || !g.Shard.Whole() && g.Shard.Number > 1 {
		return nil
	}
	until := g.until(g.Budget / 8)
	p := g.Watch.Begin("repros of the corpus", until)
	defer p.End()
	r.Corpus = &reports.FoundBefore{Dir: g.Corpus.Dir, Given: g.Corpus.Given, RunsOfEach: CorpusRuns, Repros: []reports.CorpusRepro{}}
	all := g.Corpus.Files
	goOn := func() bool { return ctx.Err() == nil && (until.IsZero() || time.Now().Before(until)) }
	var failed error
	InOrder(g.Jobs, len(all), goOn, func(i int) recollection {
		return recall(ctx, simulated(), all[i], g.Engine, g.command())
	}, func(i int, x recollection) bool {
		if ctx.Err() != nil {
			return false // it may have been cut off half way
		}
		if failed = x.err; failed != nil {
			return false
		}
		if failed = g.recalled(ctx, r, &x); failed != nil {
			return false
		}
		p.At(i+1, len(all))
		return true
	})
	for _, f := range all[len(r.Corpus.Repros):] {
		r.Corpus.Repros = append(r.Corpus.Repros, reports.CorpusRepro{File: f.Path, Violated: []string{}, Outcome: reports.NotReplayed})
	}
	r.Corpus.Count()
	return failed
}

// recalled takes what became of one, and says it at once where it still fails.
func (g *Gate) recalled(ctx context.Context, r *reports.Check, x *recollection) error {
	told := x.failing
	if x.fails != nil {
		teller := Teller{Dir: g.ReproDir, Command: g.command()}
		var err error
		if told, err = teller.All(context.WithoutCancel(ctx), []Failure{*x.fails}, func(int, int) {}); err != nil {
			r.Error = &reports.Error{Message: err.Error()}
		}
		x.Rebased = ""
		if len(told) > 0 {
			x.Rebased = told[0].Repro
		}
	}
	for i := range told {
		told[i].Scenario, told[i].Run = reports.OfCorpus(x.File), 0
		x.Command = told[i].Command
	}
	r.Violations = append(r.Violations, told...)
	r.Corpus.Repros = append(r.Corpus.Repros, x.CorpusRepro)
	switch {
	case g.Notice == nil:
	case x.Outcome == reports.StillFailing:
		g.Notice(fmt.Sprintf("%s still fails: %s", x.File, strings.Join(reports.Broken(told), ", ")))
	case x.Outcome == reports.Damaged:
		g.Notice(fmt.Sprintf("what was found in the past cannot be read: %s", x.Why))
	}
	return nil
}

// recall makes the run of a repro again and, where this build makes another one of it, others with
// the same events.
func recall(ctx context.Context, d scenarios.Runner, f Remembered, e engine.Engine, command string) (x recollection) {
	x.CorpusRepro = reports.CorpusRepro{File: f.Path, Violated: []string{}}
	stale := func(format string, args ...any) recollection {
		x.Outcome, x.Why = reports.GoneStale, fmt.Sprintf(format, args...)
		return x
	}
	if f.Damaged != nil {
		x.Outcome, x.Why = reports.Damaged, f.Damaged.Error()
		return x
	}
	if f.Repro == nil {
		return stale("another release wrote it, in a format that this build does not read")
	}
	x.Engine, x.Violated = f.Repro.Engine, f.Repro.IDs()
	switch {
	case f.Repro.Engine != e.Name:
		x.Outcome, x.Why = reports.OtherEngines, "it is of the engine "+f.Repro.Engine
		return x
	case f.Repro.OfHarm():
		x.Outcome, x.Why = reports.BeyondPolicy, "what went wrong in it is beyond what policy covers"
		return x
	}
	again, err := Replay(ctx, d, f.Repro, e)
	switch {
	case err != nil:
		return stale("its run cannot be made: %v", err)
	case again.Outcome.Diverged == nil && len(again.fired()) > 0:
		x.Outcome, x.Runs = reports.StillFailing, 1
		if !again.Reproduced() {
			x.Why = "the decisions are the same, and the run is not; it violates something all the same"
			if again.SameTrace {
				x.Why = "it is the same run, and what is violated in it is not all that the file says"
			}
			f := again.Failure()
			x.fails = &f
			return x
		}
		x.failing = describe(again.Failure())
		for i := range x.failing {
			x.failing[i].Repro, x.failing[i].Command = f.Path, command+" replay "+Quoted(f.Path)
		}
		return x
	}
	x.Runs = 1
	return rebase(ctx, d, f.Repro, e, x)
}

// rebase tries the events of a repro, by their meaning, in runs of other seeds, its own first.
func rebase(ctx context.Context, d scenarios.Runner, r *Repro, e engine.Engine, x recollection) recollection {
	c, err := r.Case(e)
	if err != nil {
		x.Outcome, x.Why = reports.GoneStale, fmt.Sprintf("its run cannot be made: %v", err)
		return x
	}
	c.Replay = nil
	felt := map[string]bool{} // by event; looked up only
	undecided := 0
	for i := range CorpusRuns {
		if i > 0 {
			c.Seed = SeedOf(r.Seed, "corpus", i)
		}
		m := Make(ctx, d, c, false)
		if m.Err != nil {
			if ctx.Err() == nil {
				x.Outcome, x.Why = reports.GoneStale, fmt.Sprintf("its events cannot be tried: %v", m.Err)
			}
			return x
		}
		x.Runs++
		o := &m.Outcome
		if fired := o.Fired(); len(fired) > 0 {
			f := failure(0, fired, o)
			x.Outcome, x.fails = reports.StillFailing, &f
			x.Why = fmt.Sprintf("its own run is another one in this build; the same events violate something in run %d of those that were looked through", i+1)
			return x
		}
		if v := o.Verdict(); v != scenarios.Passed && v != scenarios.Missed {
			undecided++
		}
		for _, in := range o.Injections {
			if in.Bit > 0 || in.Injected && !in.Event.IsFault() {
				felt[in.Event.String()] = true
			}
		}
		o.LetGo()
	}
	unfelt := slices.IndexFunc(r.Events, func(e faults.Event) bool { return scenarios.Spare(e) && !felt[e.String()] })
	switch {
	case undecided > 0:
		x.Outcome, x.Why = reports.GoneStale, fmt.Sprintf("%d of %d runs with its events could not be judged", undecided, CorpusRuns)
	case unfelt >= 0:
		x.Outcome, x.Why = reports.GoneStale, fmt.Sprintf("in none of %d runs did this change anything any more: %s", CorpusRuns, r.Events[unfelt])
	default:
		x.Outcome = reports.Mended
	}
	return x
}
