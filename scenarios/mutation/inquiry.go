package mutation

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"pawl/reports"
	"pawl/scenarios/campaign"
	"pawl/scenarios/mutation/source"
)

// An Inquiry asks which changes of a package are noticed.
type Inquiry struct {
	Package     *source.Package
	Bench       Bench
	Equivalents Equivalents
	Seed        uint64
	Sample      int           // mutants; negative: all
	Only        []string      // ids of the mutants to try, instead of a sample
	Jobs        int           // processes at a time; 0: as many as there are processors
	Budget      time.Duration // after which no mutant is tried; 0: no bound
	MinScore    float64       // percent; negative: every survivor needs a reason
	Again       string        // the command that tries the same mutants
	Watch       campaign.Watch
}

// Run tries the mutants and comes to a verdict. When the context ends it starts no
// more, and returns what it has.
func (m *Inquiry) Run(ctx context.Context) (*reports.Mutation, error) {
	started := time.Now()
	r := &reports.Mutation{Package: m.Package.Path, Seed: fmt.Sprint(m.Seed), Again: m.Again,
		Tests: []string{}, Mutants: []reports.Mutated{}}
	if err := m.tryAll(ctx, started, r); err != nil && ctx.Err() == nil {
		return nil, err
	}
	r.Interrupted = ctx.Err() != nil
	r.WallSeconds = time.Since(started).Seconds()
	m.Bench.says(r)
	m.conclude(r)
	return r, nil
}

// tryAll draws the mutants, builds them and tries them.
func (m *Inquiry) tryAll(ctx context.Context, started time.Time, r *reports.Mutation) error {
	sample, err := m.sample(ctx)
	if err != nil {
		return err
	}
	r.Sites, r.Broken, r.Sampled = sample.Sites, sample.Broken, len(sample.Mutants)
	room, err := os.MkdirTemp("", "pawl-mutate-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(room) }()
	if err := m.prepare(ctx, room, sample.Mutants); err != nil {
		return err
	}
	r.BuildSeconds = time.Since(started).Seconds()
	progress := m.begin("mutants", m.until(started))
	defer progress.End()
	found, err := m.tryEach(ctx, len(sample.Mutants), started, progress)
	for i, came := range found {
		if came != nil {
			r.Mutants = append(r.Mutants, m.told(&sample.Mutants[i], came))
		}
	}
	return err
}

// sample is what is tried.
func (m *Inquiry) sample(ctx context.Context) (source.Sample, error) {
	if len(m.Only) > 0 {
		return m.Package.Pick(m.Only)
	}
	return m.Package.Sample(ctx, m.Seed, m.Sample)
}

// prepare builds all mutants at once, and tries what is built with no switch on.
func (m *Inquiry) prepare(ctx context.Context, room string, mutants []source.Mutant) error {
	const steps = 3
	p := m.begin("preparing", time.Time{})
	defer p.End()
	p.At(1, steps)
	overlay, err := m.Package.Write(room, mutants)
	if err != nil {
		return err
	}
	p.At(2, steps)
	if err := m.Bench.build(ctx, overlay, room); err != nil {
		return err
	}
	p.At(steps, steps)
	return m.Bench.unchanged(ctx)
}

func (m *Inquiry) begin(what string, until time.Time) campaign.Progress {
	if m.Watch == nil {
		return unwatched{}
	}
	return m.Watch(what, until)
}

// until is when the budget is over; zero if there is none.
func (m *Inquiry) until(started time.Time) (at time.Time) {
	if m.Budget > 0 {
		at = started.Add(m.Budget)
	}
	return at
}

type unwatched struct{}

func (unwatched) At(int, int) {}
func (unwatched) End()        {}

// An attempt is what came of trying one mutant.
type attempt struct {
	tried
	err error
}

// tryEach tries mutants, several at a time, until time or budget is over or one cannot be
// tried. Those that were not are nil in what it gives.
func (m *Inquiry) tryEach(ctx context.Context, n int, started time.Time, progress campaign.Progress) (found []*tried, err error) {
	found = make([]*tried, n)
	var failed atomic.Bool
	goOn := func() bool {
		return ctx.Err() == nil && !failed.Load() && (m.Budget == 0 || time.Since(started) < m.Budget)
	}
	try := func(i int) attempt {
		came, err := m.Bench.try(ctx, i+1)
		if err != nil {
			failed.Store(true)
		}
		return attempt{came, err}
	}
	done := 0
	campaign.InOrder(m.Jobs, n, goOn, try, func(i int, a attempt) bool {
		if a.err != nil {
			if err == nil {
				err = a.err
			}
			return true // what others have found is kept
		}
		found[i] = &a.tried
		done++
		progress.At(done, n)
		return true
	})
	return found, err
}

// told puts into words what a mutant came to.
func (m *Inquiry) told(x *source.Mutant, came *tried) reports.Mutated {
	told := reports.Mutated{ID: x.ID, File: x.File, Line: x.Line, Column: x.Column, Function: x.Function,
		Operator: x.Operator, Before: x.Before, After: x.After, Change: Change(x),
		Ran: came.ran, Runs: came.runs, By: []string{}, Equivalent: m.Equivalents.reason(x.ID)}
	if n := came.notice; n != nil {
		told.Killed, told.How, told.By, told.Stage, told.Runs = true, n.How, n.By, n.Stage, n.Runs
		told.Ran = true // whoever is noticed has done something
	}
	return told
}

// conclude counts, and comes to the verdict.
func (m *Inquiry) conclude(r *reports.Mutation) {
	r.Count()
	if m.MinScore >= 0 {
		r.MinScore = &m.MinScore
	}
	switch {
	case r.Interrupted:
		r.Decide(reports.Interrupted)
		r.Next = r.Again
		r.Closing = fmt.Sprintf("Interrupted after %d of %s. To try them all: %s", len(r.Mutants), reports.Count(r.Sampled, "mutant"), r.Next)
	case len(r.Mutants) == 0:
		r.Decide(reports.NothingRan)
		r.Closing = "No mutant was tried: there is none in this package, or give --sample more than 0 or a longer --budget."
	case r.Disproved > 0:
		r.Decide(reports.CriterionMissed)
		r.Closing = fmt.Sprintf("%s said to be equivalent, and noticed: take the lines out of the file, for their reasons are wrong.", reports.Count(r.Disproved, "mutant"))
	default:
		m.weigh(r)
	}
}

// weigh holds the score, or the survivors, against what is wanted.
func (m *Inquiry) weigh(r *reports.Mutation) {
	survived := reports.Count(r.Survived, "mutant")
	switch {
	case m.MinScore < 0 && r.Survived == 0:
		r.Decide(reports.Pass)
		r.Closing = "Every mutant that ran was noticed, or has a reason why it cannot be."
	case m.MinScore < 0:
		r.Decide(reports.CriterionMissed)
		r.Closing = fmt.Sprintf("%s survived. Each is a change that nobody would notice: sharpen what judges, or, if it makes no difference, say why in %s.", survived, EquivalentsName)
	case r.Score < m.MinScore:
		r.Decide(reports.CriterionMissed)
		r.Closing = fmt.Sprintf("The score is %.1f %%, and --min-score wants %g %%. Look at the survivors: each is a change that nobody would notice.", r.Score, m.MinScore)
	default:
		r.Decide(reports.Pass)
		r.Closing = fmt.Sprintf("The score is %.1f %%, and --min-score wants %g %%; %s survived.", r.Score, m.MinScore, survived)
	}
}
