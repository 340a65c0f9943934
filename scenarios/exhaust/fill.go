package exhaust

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"pawl/checker"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
)

// mostTries is how many runs are made for one cell at most, before it is left empty.
const mostTries = 24

// mostRounds is from how many seeds a cell is tried: what does not come about in one run of
// the cluster may in another.
const mostRounds = 8

// Fill tries, for every cell of a matrix, events of its kind at moments of its phase until
// one is felt by its role: on a cluster that comes to every phase. Cells of one kind go one
// after the other, since what is done for one often fills others.
func (x *Exhaustion) Fill(ctx context.Context, until time.Time, empty []checker.Blow) (f campaign.Filled, err error) {
	progress := x.Watch.Begin("empty cells", until)
	defer progress.End()
	goOn := func() bool { return ctx.Err() == nil && (until.IsZero() || time.Now().Before(until)) }
	var list campaign.Shortlist
	of := len(empty)
	f.Cluster = Phases().Name
	for round := 0; round < mostRounds && len(empty) > 0 && goOn() && err == nil; round++ {
		err = x.round(ctx, round, goOn, empty, &f, &list)
		empty = slices.DeleteFunc(slices.Clone(empty), f.Felt.Has)
		progress.At(of-len(empty), of)
	}
	f.Failures = list.Failures
	if ctx.Err() != nil {
		err = nil // cut off: what there is is kept
	}
	return f, err
}

// round tries all empty cells on one run of the cluster.
func (x *Exhaustion) round(ctx context.Context, n int, goOn func() bool, empty []checker.Blow, f *campaign.Filled, list *campaign.Shortlist) error {
	p, err := Prepare(ctx, Phases(), x.Engine, campaign.SeedOf(x.Seed, "phases", n))
	if err != nil {
		return err
	}
	f.Runs++
	if o := &p.Free.Outcome; o.Verdict() == scenarios.Violated {
		f.Violated++
		list.Add(-1, o) // what goes wrong without a fault would go wrong with any
	}
	if !p.clean() {
		return nil
	}
	kinds, runner := kindsOf(empty), simulated()
	campaign.InOrder(x.Jobs, len(kinds), goOn, func(i int) *filling {
		w := &filling{plan: p, runner: runner, kind: kinds[i], goOn: goOn}
		w.all(ctx, empty)
		return w
	}, func(_ int, w *filling) bool {
		f.Felt.AddAll(&w.felt)
		f.Runs, f.Violated = f.Runs+w.runs, f.Violated+len(w.failed)
		for k := range w.failed {
			list.Add(k, &w.failed[k])
		}
		for _, why := range w.unclear {
			if !slices.Contains(f.Unclear, why) {
				f.Unclear = append(f.Unclear, why)
			}
		}
		err = w.err
		return err == nil
	})
	return err
}

func kindsOf(cells []checker.Blow) (all []string) {
	for _, c := range cells {
		if !slices.Contains(all, c.Kind) {
			all = append(all, c.Kind)
		}
	}
	return all
}

// A filling fills the cells of one kind.
type filling struct {
	plan   *Plan
	runner scenarios.Runner
	kind   string
	goOn   func() bool

	felt    campaign.Felt
	runs    int
	failed  []scenarios.Outcome
	unclear []string
	err     error
}

// all fills first what one run can fill of a row: brief events, one in each phase. For
// what is left each cell has runs of its own.
func (w *filling) all(ctx context.Context, empty []checker.Blow) {
	own := slices.DeleteFunc(slices.Clone(empty), func(c checker.Blow) bool { return c.Kind != w.kind })
	for _, role := range checker.Victims {
		var row []faults.Event
		for _, c := range own {
			if c.Victim == role && !w.felt.Has(c) {
				some := w.candidates(c, brief(w.plan.Sizes))
				row = append(row, some[:min(1, len(some))]...)
			}
		}
		if len(row) > 1 && w.on() {
			w.try(ctx, row...)
		}
	}
	for _, c := range own {
		if w.felt.Has(c) {
			continue
		}
		for i, e := range w.candidates(c, w.plan.Sizes) {
			if i == mostTries || w.felt.Has(c) || !w.on() {
				break
			}
			w.try(ctx, e)
		}
	}
}

// brief are lengths for several events in one run, each over before the next begins.
func brief(z faults.Sizes) faults.Sizes {
	z.Lengths = []time.Duration{slowly}
	return z
}

// on says whether to go on.
func (w *filling) on() bool { return w.err == nil && w.goOn() }

func (w *filling) try(ctx context.Context, events ...faults.Event) {
	p := w.plan
	m := campaign.MakeBriefly(ctx, w.runner, p.Subject.with(p.Engine, p.Seed, events...), false)
	if w.err = m.Err; w.err != nil {
		return
	}
	w.runs++
	w.felt.Add(m.Outcome.Report.Blows)
	switch m.Outcome.Verdict() {
	case scenarios.Violated:
		w.failed = append(w.failed, m.Outcome)
	case scenarios.Inconclusive, scenarios.Invalid, scenarios.Unjudged:
		w.unclear = append(w.unclear, why(&m.Outcome)...)
	}
}

// candidates are events that may be felt as a cell says: first those at the beginning of
// the phase, where much happens, and of these those on its role before those that only meet
// it on their way; then some from the rest of the phase.
func (w *filling) candidates(c checker.Blow, z faults.Sizes) []faults.Event {
	var on, by, later []faults.Event
	p := w.plan
	setup := p.Free.Outcome.Setup
	space := setup.Space()
	for i := range p.Moments {
		o := &p.Moments[i]
		if p.Free.Outcome.Past.PhaseAt(o.Since) != c.Phase {
			continue
		}
		begins := slices.Contains(inEachPhase, o.Place.On) || slices.Contains(inEachPhase, fmt.Sprintf("%s #%d", o.Place.On, o.Place.Nth))
		for _, e := range faults.Everywhere(w.kind, space, z, o) {
			switch plays := plays(e.Target, c.Victim, o) || plays(e.Peer, c.Victim, o) || asks(e.Target, c.Victim, o); {
			case begins && plays:
				on = append(on, e)
			case begins:
				by = append(by, e)
			case plays:
				later = append(later, e)
			}
		}
	}
	return slices.Concat(on[:min(len(on), mostTries/2)], spread(later, mostTries/2), by)
}

// spread is some of a list, from all of it.
func spread(all []faults.Event, most int) (some []faults.Event) {
	for i := range min(most, len(all)) {
		some = append(some, all[i*len(all)/min(most, len(all))])
	}
	return some
}

// asks says whether what a target does at a moment it asks of a role, the key service.
func asks(target string, role checker.Victim, o *faults.Occurrence) bool {
	step, _, _ := strings.Cut(o.Place.On, ".")
	return role == checker.KeysVictim && target == "actor" && (step == "mint" || step == "destroy")
}

// plays says whether a target stands for a role at a moment.
func plays(target string, role checker.Victim, o *faults.Occurrence) bool {
	switch target {
	case "":
		return false
	case "owner":
		return role == checker.OwnerVictim && o.Owner != ""
	case "actor":
		return plays(o.By, role, o)
	case "everything":
		return true
	case "workers":
		return role == checker.OwnerVictim || role == checker.WorkerVictim
	case "store":
		return role == checker.StoreVictim
	case "keys":
		return role == checker.KeysVictim
	}
	switch head, _, _ := strings.Cut(target, "/"); head {
	case "worker":
		return role == checker.OwnerVictim && target == o.Owner || role == checker.WorkerVictim && target != o.Owner
	case "node", "nodes", "pool":
		return role == checker.NodeVictim
	default:
		return role == checker.CallerVictim
	}
}
