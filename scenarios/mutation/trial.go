package mutation

import (
	"cmp"
	"context"
	"iter"
	"math"
	"slices"

	"pawl/checker"
	"pawl/engine"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/scenarios/exhaust"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

// A Trial is what one process is asked: to make runs of an engine until one of them
// is noticed.
type Trial struct {
	Engine string `json:"engine"` // "" stands for the one that the command checks
	Seed   uint64 `json:"seed,string"`
	// Singles is how many of the single faults are tried at most, evenly chosen; 0: all.
	Singles int `json:"singles"`
	Runs    int `json:"runs"`  // random ones, at most
	Pairs   int `json:"pairs"` // with a single fault on top of other trouble, at most
	// Unchanged asks for all that the engine misses as it stands; a trial of a
	// change ends at the first notice.
	Unchanged bool `json:"unchanged"`
	// Insist asks to go on after any other notice until an invariant fires.
	Insist  bool     `json:"insist"`
	Excused []string `json:"excused"` // scenarios that the engine misses as it stands
	Goals   []string `json:"goals"`   // that it reaches as it stands, in these runs
	// ReproDir is where a repro goes of what is noticed of an engine that is unchanged; "": nowhere.
	ReproDir string `json:"repro_dir"`

	Subjects []exhaust.Subject `json:"-"` // with every single fault; none: the small cluster, and that in trouble
	Home     deploy.Home       `json:"-"` // of the random runs, where the engine has one of its own
}

// A Testimony is what a trial came to.
type Testimony struct {
	Notice  *Notice  `json:"notice"` // nil: nothing was noticed
	Runs    int      `json:"runs"`
	Missed  []string `json:"missed"`  // scenarios, of an engine that is unchanged
	Reached []string `json:"reached"` // goals
}

// A Notice is what was noticed first.
type Notice struct {
	How   reports.Kill `json:"how"`
	By    []string     `json:"by"`
	Stage string       `json:"stage"`
	Runs  int          `json:"runs"`  // made until then, that one included
	Repro string       `json:"repro"` // the file of the run; "": none was asked for, or nothing in it is a violation
}

// A Stage makes runs of an engine, always the same ones in the same order.
type Stage interface {
	Name() string
	// Try makes runs and hands on each until take says no. What take was given is not there any
	// more when the next one is made.
	Try(ctx context.Context, e engine.Engine, take func(*scenarios.Outcome) bool) error
}

// The stages, by name.
const (
	byScenario = "library"
	bySingle   = "singles"
	byRandom   = "random"
	byPair     = "pairs"
)

// stages are what a trial goes through: what finds most for the least time comes
// first.
func (t *Trial) stages(library []*scenarios.Scenario) []Stage {
	subjects := t.Subjects
	if subjects == nil {
		subjects = append([]exhaust.Subject{exhaust.Small()}, exhaust.Troubled()...)
	}
	return []Stage{
		cases{byScenario, campaign.Campaign{Seed: t.Seed, Scenarios: library, Each: 1}},
		singles{bySingle, subjects[:1], t.Seed, (*exhaust.Plan).All, cmp.Or(t.Singles, math.MaxInt)},
		cases{byRandom, campaign.Campaign{Seed: t.Seed, Runs: t.Runs, Home: t.Home}},
		singles{byPair, subjects[1:], t.Seed, (*exhaust.Plan).Telling, t.Pairs},
	}
}

// cases is a stage of the runs of a campaign.
type cases struct {
	name     string
	campaign campaign.Campaign
}

func (s cases) Name() string { return s.name }

func (s cases) Try(ctx context.Context, e engine.Engine, take func(*scenarios.Outcome) bool) error {
	s.campaign.Engine = e
	s.campaign.Scenarios, _ = scenarios.Suiting(s.campaign.Scenarios, e)
	return each(ctx, func(yield func(scenarios.Case) bool) {
		for i := range s.campaign.Total() {
			if !yield(s.campaign.Case(i)) {
				return
			}
		}
	}, take)
}

// each makes some runs, until one is taken for the last.
func each(ctx context.Context, cases iter.Seq[scenarios.Case], take func(*scenarios.Outcome) bool) error {
	runner := simulated()
	for c := range cases {
		c.NoLog = true
		o, err := runner.Run(ctx, c)
		if err != nil {
			return err
		}
		if !take(&o) {
			return nil
		}
		o.LetGo()
	}
	return nil
}

// singles is a stage of single faults of some subjects.
type singles struct {
	name     string
	subjects []exhaust.Subject
	seed     uint64
	cells    func(*exhaust.Plan) []int
	most     int // of them, for all subjects
}

func (s singles) Name() string { return s.name }

func (s singles) Try(ctx context.Context, e engine.Engine, take func(*scenarios.Outcome) bool) error {
	if s.most == 0 {
		return nil
	}
	var cells []scenarios.Case
	for _, subject := range s.subjects {
		p, err := exhaust.Prepare(ctx, subject, e, s.seed)
		if err != nil {
			return err
		}
		if !take(&p.Free.Outcome) {
			return nil
		}
		for _, i := range s.cells(p) {
			cells = append(cells, p.Case(i))
		}
	}
	return each(ctx, slices.Values(evenly(cells, s.most)), take)
}

// evenly is as many of some things as are asked for at most, from all of them alike.
func evenly[T any](all []T, most int) []T {
	if len(all) <= most {
		return all
	}
	some := make([]T, most)
	for i := range some {
		some[i] = all[i*len(all)/most]
	}
	return some
}

func simulated() scenarios.Runner { return scenarios.On(cluster.Simulated{}) }

// Run makes the runs of a trial.
func (t *Trial) Run(ctx context.Context, e engine.Engine, library []*scenarios.Scenario) (*Testimony, error) {
	w := watcher{trial: t}
	for _, s := range t.stages(library) {
		w.stage = s.Name()
		err := s.Try(ctx, e, func(o *scenarios.Outcome) bool { return w.take(ctx, o) })
		switch {
		case err != nil:
			return nil, err
		case w.err != nil:
			return nil, w.err
		case w.done():
			return &w.said, w.keep(ctx)
		}
	}
	w.goals()
	return &w.said, nil
}

// A watcher looks at runs as they come.
type watcher struct {
	trial *Trial
	stage string
	said  Testimony
	err   error
	first scenarios.Case // of the run that was noticed
}

// again is how often a run is made twice, to see that it is the same.
const again = 50

// take looks at one run and says whether to go on.
func (w *watcher) take(ctx context.Context, o *scenarios.Outcome) bool {
	w.said.Runs++
	for _, goal := range o.Report.Goals {
		if !slices.Contains(w.said.Reached, goal) {
			w.said.Reached = append(w.said.Reached, goal)
		}
	}
	how, by := w.notice(o)
	if how == "" && w.said.Runs%again == 1 && w.differs(ctx, o) {
		how, by = reports.ByChance, []string{"two runs of one seed"}
	}
	if how != "" && (w.said.Notice == nil || how == reports.ByInvariant) {
		w.said.Notice, w.first = &Notice{How: how, By: by, Stage: w.stage, Runs: w.said.Runs}, o.Case
	}
	return w.err == nil && !w.done()
}

// keep makes the run that was noticed once more, with its log, and a repro of it.
func (w *watcher) keep(ctx context.Context) error {
	n := w.said.Notice
	if w.trial.ReproDir == "" || n.How != reports.ByInvariant && n.How != reports.ByProgram {
		return nil
	}
	c := w.first
	c.NoLog = false
	o, err := simulated().Run(ctx, c)
	if err != nil {
		return err
	}
	var list campaign.Shortlist
	list.Add(0, &o)
	teller := campaign.Teller{Dir: w.trial.ReproDir, AtHome: w.trial.Home != nil}
	told, err := teller.All(ctx, list.Failures, func(int, int) {})
	if len(told) > 0 {
		n.Repro = told[0].Repro
	}
	return err
}

// done says that nothing more is asked for.
func (w *watcher) done() bool {
	n := w.said.Notice
	return n != nil && (!w.trial.Insist || n.How == reports.ByInvariant)
}

// differs makes a run once more.
func (w *watcher) differs(ctx context.Context, o *scenarios.Outcome) bool {
	second, err := simulated().Run(ctx, o.Case)
	if err != nil {
		w.err = err
		return false
	}
	return o.Digest() != second.Digest()
}

// notice says what speaks against an engine in one run.
func (w *watcher) notice(o *scenarios.Outcome) (reports.Kill, []string) {
	fired := o.Fired()
	switch v := o.Verdict(); {
	case slices.ContainsFunc(fired, isInvariant):
		return reports.ByInvariant, fired
	case len(fired) > 0:
		return reports.ByProgram, fired
	case v == scenarios.Invalid:
		return reports.ByInvalid, o.Report.Invalid[:1]
	case v == scenarios.Inconclusive:
		return reports.ByDoubt, []string{"inconclusive"}
	case v == scenarios.Unjudged:
		return reports.ByDoubt, []string{"nothing to judge"}
	case v == scenarios.Missed && w.stage == byScenario: // no other stage has the faults that it is about
		return w.expected(o.Case.Scenario)
	}
	return "", nil
}

// expected is the notice that a scenario did not go as expected.
func (w *watcher) expected(s *scenarios.Scenario) (reports.Kill, []string) {
	switch {
	case w.trial.Unchanged:
		w.said.Missed = append(w.said.Missed, s.Name)
	case !slices.Contains(w.trial.Excused, s.Name):
		return reports.ByExpectation, []string{s.Name}
	}
	return "", nil
}

// goals looks, after all runs, at what never happened in them.
func (w *watcher) goals() {
	var never []string
	for _, g := range w.trial.Goals {
		if !slices.Contains(w.said.Reached, g) {
			never = append(never, g)
		}
	}
	if len(never) > 0 && w.said.Notice == nil {
		w.said.Notice = &Notice{How: reports.ByGoal, By: never, Stage: w.stage, Runs: w.said.Runs}
	}
}

func isInvariant(id string) bool {
	return slices.ContainsFunc(checker.All, func(inv checker.Invariant) bool { return inv.ID == id })
}
