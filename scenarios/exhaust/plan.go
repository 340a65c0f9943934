package exhaust

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"pawl/engine"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

// A Plan is all that is to be tried.
type Plan struct {
	Subject Subject
	Engine  engine.Engine
	Seed    uint64
	Free    campaign.Making     // the fault-free run
	Moments []faults.Occurrence // that it comes to
	Cells   []faults.Event      // each a run of its own
	moment  []int               // of each cell
	Left    []Omitted
	Sizes   faults.Sizes
	of      choice
}

// A choice is what is tried of all that there is.
type choice struct {
	kinds []string // of events; nil: all
	once  bool     // nothing at the steps that are repeated all the time
}

// Why something is not tried that could be.
const (
	onceOnly  = "the step is repeated all the time: pairs are tried there with --thorough only"
	notChosen = "it is not among the kinds that pairs were asked for"
)

// Omitted is a kind that is not tried at some of the moments, and why.
type Omitted struct {
	faults.Omission
	Moments int
}

// Prepare makes the fault-free run, and of it a plan. If that run is not clean there are
// no cells: of what goes wrong without a fault no fault is the reason.
func Prepare(ctx context.Context, s Subject, e engine.Engine, seed uint64) (*Plan, error) {
	return prepare(ctx, s, e, seed, false, choice{})
}

func prepare(ctx context.Context, s Subject, e engine.Engine, seed uint64, thorough bool, of choice) (*Plan, error) {
	p := &Plan{Subject: s, Engine: e, Seed: seed, Sizes: sizesOf(&s.setting.Policy), of: of}
	p.Sizes.Thorough = thorough
	free := s.with(e, seed)
	free.Census = true
	setup := free.Setup()
	if err := setup.Validate(); err != nil {
		return nil, unfitting{fmt.Errorf("%s cannot be made with %s: %w", s.Name, e.Name, err)}
	}
	p.Free = campaign.Make(ctx, simulated(), free, true)
	if p.Free.Err != nil {
		return nil, p.Free.Err
	}
	p.Moments = p.Free.Outcome.Moments
	if p.clean() {
		p.fill()
	}
	return p, nil
}

func simulated() scenarios.Runner { return scenarios.On(cluster.Simulated{}) }

// clean says that nothing speaks against the fault-free run.
func (p *Plan) clean() bool {
	v := p.Free.Outcome.Verdict()
	return p.Free.Differs == nil && (v == scenarios.Passed || v == scenarios.Missed)
}

// noCells says why there is nothing to try; empty if there is something.
func (p *Plan) noCells() string {
	switch {
	case len(p.Cells) > 0:
		return ""
	case p.Free.Differs != nil:
		return "the run without a fault came out in two ways"
	case !p.clean():
		return "what goes wrong without a fault would go wrong with any"
	case len(p.Moments) == 0:
		return "the engine came to no moment of meaning"
	}
	return "there was nothing that could happen at any moment before all faults end"
}

func (p *Plan) fill() {
	space := p.space()
	for i := range p.Moments {
		some, left := p.at(&space, &p.Moments[i])
		p.Cells = append(p.Cells, some...)
		p.moment = append(p.moment, slices.Repeat([]int{i}, len(some))...)
		for _, x := range left {
			p.leaveOut(x)
		}
	}
}

// space is what the events of the plan may strike.
func (p *Plan) space() faults.Space {
	setup := p.Free.Outcome.Setup
	space := setup.Space()
	if p.of.kinds != nil {
		space.Kinds = p.of.kinds
	}
	return space
}

// at is what is tried at an occurrence, of what was chosen.
func (p *Plan) at(space *faults.Space, o *faults.Occurrence) (some []faults.Event, left []faults.Omission) {
	if !p.of.once || !faults.Repeated(o.Place.On) {
		some, left = faults.Singles(*space, p.Sizes, o)
	} else {
		for i := range faults.All {
			left = append(left, faults.Omission{Kind: faults.All[i].Name, Why: onceOnly})
		}
	}
	for i := range left {
		if p.of.kinds != nil && !slices.Contains(p.of.kinds, left[i].Kind) {
			left[i].Why = notChosen
		}
	}
	return some, left
}

// All are all cells, by number.
func (p *Plan) All() []int {
	all := make([]int, len(p.Cells))
	for i := range all {
		all[i] = i
	}
	return all
}

// Telling are the cells, by number, that a smaller subject does not have as well: those at
// moments after something has got in the rotation's way, and, unless its trouble is about
// the others, at steps that come about once in it.
func (p *Plan) Telling() (some []int) {
	began := time.Duration(-1)
	for i := range p.Free.Outcome.Injections {
		if j := &p.Free.Outcome.Injections[i]; j.Injected && j.Event.Kind != faults.TriggerKind && (began < 0 || j.From < began) {
			began = j.From
		}
	}
	for i := range p.Cells {
		if m := &p.Moments[p.moment[i]]; began >= 0 && m.Since >= began && (p.Subject.often || !faults.Repeated(m.Place.On)) {
			some = append(some, i)
		}
	}
	return some
}

// noCell says why an event is none of the plan's: it was left out, or there is no such thing.
func (p *Plan) noCell(text string) error {
	if e, err := faults.Parse(text); err == nil {
		if p.of.kinds != nil && !slices.Contains(p.of.kinds, e.Kind) {
			return fmt.Errorf("%q is no cell of this plan: pairs are made of %s, and not of %s; give --kinds with it, or all", text, strings.Join(p.of.kinds, ", "), e.Kind)
		}
		space := p.space()
		for i := range p.Moments {
			if o := &p.Moments[i]; o.Place == e.When {
				_, left := p.at(&space, o)
				if n := slices.IndexFunc(left, func(x faults.Omission) bool { return x.Kind == e.Kind }); n >= 0 {
					return fmt.Errorf("%q is no cell of this plan: %s is left out at that moment; %s", text, e.Kind, left[n].Why)
				}
			}
		}
	}
	return fmt.Errorf("%q is no cell of this plan; %s", text, p.like(text))
}

// like says which event of the plan was meant by a text, or shows one: of the same kind
// if it tries any.
func (p *Plan) like(text string) string {
	if len(p.Cells) == 0 {
		return "it has none: " + p.noCells()
	}
	var names, same []string
	kind, _, _ := strings.Cut(text, " ")
	for i := range p.Cells {
		names = append(names, p.Cells[i].String())
		if p.Cells[i].Kind == kind {
			same = append(same, names[i])
		}
	}
	return cmp.Or(faults.Meant(text, names), fmt.Sprintf("want one that it tries, such as %q", append(same, names[0])[0]))
}

func (p *Plan) leaveOut(x faults.Omission) {
	i := slices.IndexFunc(p.Left, func(o Omitted) bool { return o.Omission == x })
	if i < 0 {
		i = len(p.Left)
		p.Left = append(p.Left, Omitted{Omission: x})
	}
	p.Left[i].Moments++
}

// sizesOf are lengths beyond each lease, by as much as clocks may be off and a call may
// take, and a lag beyond what a call waits.
func sizesOf(p *engine.Policy) (z faults.Sizes) {
	leases := []time.Duration{p.OwnerLease, p.SealLease, p.OpenLease}
	slices.Sort(leases)
	for _, lease := range slices.Compact(leases) {
		beyond := lease + 2*p.Drift(lease) + deploy.CallTimeout
		z.Lengths = append(z.Lengths, beyond.Round(100*time.Millisecond))
	}
	z.Lag = deploy.CallTimeout * 3 / 2
	return z
}

// Case is the run of a cell.
func (p *Plan) Case(i int) scenarios.Case { return p.Subject.with(p.Engine, p.Seed, p.Cells[i]) }

// Hash stands for the plan: what is run, the fault-free run as it went, and every cell.
func (p *Plan) Hash() string {
	said := struct {
		Setting  deploy.Setting
		Scenario string
		Events   []faults.Event
		Trace    [32]byte
		Cells    []faults.Event
	}{p.Subject.setting, p.Subject.text(), p.Subject.events, p.Free.Outcome.Hash, p.Cells}
	b, err := json.Marshal(said)
	if err != nil {
		panic(fmt.Sprintf("exhaust: a plan that cannot be written: %v", err)) // events of a plan are valid
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// text is that of a scenario; "" if it is none.
func (s *Subject) text() string {
	if s.scenario == nil {
		return ""
	}
	return string(s.scenario.Source())
}
