package library

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/scenarios"
)

// What no field of a scenario can say yet: who was served, and when.

// back is how soon after the last fault every node must serve again. Every node is
// asked several times in it, in runs whose clients do not wait long.
const back = 20 * time.Second

// gap is longer than sealing may be away while a rotation moves it. A node that is turned away
// at two moments further apart, and never serves, is lost; one that was asked in a gap only is not.
const gap = 5 * time.Second

// A service is what a scenario promises to the clients.
type service struct {
	scenario string
	from, to time.Duration // between these nobody is turned away; equal: no such promise
	opens    bool          // that holds for opens alone
	but      string        // the node that it does not hold for
}

var services = []service{
	// Before and in the halt, and until there is somebody to drain.
	{scenario: "halted-while-the-key-service-is-away", from: 4 * time.Second, to: 40 * time.Second},
	{scenario: "halted-while-the-key-service-is-away", from: 4 * time.Second, to: 100 * time.Second, opens: true},
	{scenario: "key-service-away-past-the-deadline", from: 4 * time.Second, to: 90 * time.Second},
	{scenario: "store-away-for-half-the-open-lease", from: 4 * time.Second, to: 50 * time.Second, opens: true},
	{scenario: "node-that-missed-the-end", from: 4 * time.Second, to: 58 * time.Second, but: "node/c1"},
	{scenario: "halted-and-called-off-in-an-outage", from: 4 * time.Second, to: 88 * time.Second, but: "node/b3"},
	{scenario: "node-stalls-while-publishing", from: 4 * time.Second, to: 70 * time.Second, opens: true, but: "node/c3"},
	{scenario: "nobody-is-not-everybody"},
}

// isServed holds a run of the reference against what its scenario promises, and against what
// all do: no node that is asked later on turns away all that it is asked; but where the store
// was put back, nobody goes on for longer than a lease.
func isServed(t *testing.T, s *scenarios.Scenario, o *scenarios.Outcome) {
	t.Helper()
	seed := o.Case.Seed
	for _, promised := range services {
		if promised.scenario != s.Name {
			continue
		}
		for _, missed := range promised.missedIn(o) {
			t.Errorf("seed %d: %s", seed, missed)
		}
	}
	if !putBack(o.Past) {
		for _, node := range lost(o.Past) {
			t.Errorf("seed %d: %s serves nobody from %s after the last fault on", seed, node, back)
		}
		return
	}
	for _, x := range o.Past.Seals {
		if x.Emitted >= lastFault(o.Past)+back {
			t.Errorf("seed %d: %s seals at %v, by a store that was put back", seed, x.Node, x.Emitted)
			return
		}
	}
}

// TestServicesAreOfScenarios: a promise of a scenario that there is not would be held by nobody.
func TestServicesAreOfScenarios(t *testing.T) {
	for _, s := range services {
		if _, err := scenarios.Find(whole(t), s.scenario); err != nil {
			t.Error(err)
		}
	}
}

// A store that is away for half of the open lease makes no open unavailable, whenever
// it goes away.
func TestServiceWithoutTheStore(t *testing.T) {
	for start := 9; start <= 17; start++ {
		t.Run(fmt.Sprintf("from %ds", start), func(t *testing.T) {
			t.Parallel()
			s := fromText(t, fmt.Sprintf(storeAway, start))
			for seed := range ofTheReference() {
				o := judgedRun(t, s, reference.Engine(), seed)
				if o.Verdict() != scenarios.Passed {
					t.Fatalf("seed %d: %s, missed %q", seed, o.Verdict(), o.Missed)
				}
				for _, missed := range turnedAway(o.Past, service{from: 4 * time.Second, to: o.Past.End, opens: true}) {
					t.Errorf("seed %d: %s", seed, missed)
				}
			}
		})
	}
}

const storeAway = `name: store-away
lesson: 3
incident: A store that is away
story: The store is away for half of the open lease.
given: {duration: 40s, think: 300ms, clients: 12}
when:
  - {at: 36s, trigger: {window: w1}}
  - fault: crash store at %ds for 8s
breaks: {engine: no-drain, invariant: S2}
`

// Engines that lose service as the reference once did are seen to.
func TestServiceIsMissed(t *testing.T) {
	for _, c := range []struct {
		scenario string
		engine   engine.Engine
	}{
		{"halted-while-the-key-service-is-away", haltEndsExtension()},
		{"halted-and-called-off-in-an-outage", haltEndsExtension()},
		{"node-that-missed-the-end", deaf(t)},
		{"halted-and-called-off-in-an-outage", deaf(t)},
	} {
		i := slices.IndexFunc(services, func(s service) bool { return s.scenario == c.scenario })
		if missed := services[i].missedBy(t, c.engine, 0); len(missed) == 0 {
			t.Errorf("%s loses no service in %s", c.engine.Name, c.scenario)
		}
	}
}

// Who is lost is seen in the runs of an engine that loses a node.
func TestLostIsSeen(t *testing.T) {
	for _, name := range []string{"node-that-missed-the-end", "halted-and-called-off-in-an-outage"} {
		scenario, err := scenarios.Find(whole(t), name)
		if err != nil {
			t.Fatal(err)
		}
		if o := judgedRun(t, scenario, deaf(t), 0); len(lost(o.Past)) == 0 {
			t.Errorf("deaf-after-a-failed-load loses nobody in %s", name)
		}
	}
}

// haltEndsExtension keeps no stamp alive below the target while the rotation is
// halted.
func haltEndsExtension() engine.Engine {
	return reference.Variant{Name: "halt-ends-extension", Node: func(_ *engine.Env, s *reference.NodeSteps) {
		extend, halted := s.Extend, false
		s.Rights = func(key, pool string, r *reference.Record) reference.Rights {
			halted = r.Phase == reference.Halted
			return reference.RightsUnder(key, pool, r)
		}
		s.Extend = func(r *reference.Ring, rights reference.Rights) error {
			if halted {
				return nil
			}
			return extend(r, rights)
		}
	}}.Engine()
}

// deaf hears of nothing while it cannot load what it once wanted to.
func deaf(t *testing.T) engine.Engine {
	e, ok := wrong.Find("deaf-after-a-failed-load")
	if !ok {
		t.Fatal("there is no deaf-after-a-failed-load")
	}
	return e.Engine
}

// missedBy runs the scenario, and says what of the service was not had.
func (s service) missedBy(t *testing.T, e engine.Engine, seed uint64) []string {
	t.Helper()
	scenario, err := scenarios.Find(whole(t), s.scenario)
	if err != nil {
		t.Fatal(err)
	}
	o := judgedRun(t, scenario, e, seed)
	return s.missedIn(&o)
}

func (s service) missedIn(o *scenarios.Outcome) []string {
	return append(turnedAway(o.Past, s), notBack(o)...)
}

// turnedAway lists what clients were refused in the time of a service.
func turnedAway(h *checker.Past, s service) (all []string) {
	in := func(node string, at time.Duration) bool { return s.from <= at && at < s.to && node != s.but }
	for i := range h.Opens {
		if o := &h.Opens[i]; o.Answer == checker.Unavailable && in(o.Node, o.Emitted) {
			all = append(all, fmt.Sprintf("%s could not open at %s: %s", o.Node, o.Emitted, o.Why))
		}
	}
	for i := range h.Denials {
		if d := &h.Denials[i]; !s.opens && in(d.Node, d.At) {
			all = append(all, fmt.Sprintf("%s did not seal at %s: %s", d.Node, d.At, d.Why))
		}
	}
	return all
}

// lost lists the nodes that only turn clients away when the faults are long over.
func lost(h *checker.Past) (all []string) {
	from := lastFault(h) + back
	served, first := map[string]bool{}, map[string]time.Duration{} // looked up only
	for i := range h.Seals {
		served[h.Seals[i].Node] = served[h.Seals[i].Node] || h.Seals[i].Emitted >= from
	}
	for i := range h.Denials {
		d := &h.Denials[i]
		if d.At < from || served[d.Node] || slices.Contains(all, d.Node) {
			continue
		}
		if at, is := first[d.Node]; !is {
			first[d.Node] = d.At
		} else if d.At >= at+gap {
			all = append(all, d.Node)
		}
	}
	return all
}

func putBack(h *checker.Past) bool {
	return slices.ContainsFunc(h.Facts, func(f checker.Fact) bool { _, is := f.What.(*checker.PutBack); return is })
}

func lastFault(h *checker.Past) (last time.Duration) {
	for _, f := range h.Faults {
		last = max(last, f.To)
	}
	for i := range h.Meddled { // what was done by hand lasts until somebody puts it right
		last = max(last, h.Meddled[i].Until)
	}
	return last
}

// notBack lists the nodes that did not seal soon after the last fault.
func notBack(o *scenarios.Outcome) (all []string) {
	h := o.Past
	last := lastFault(h)
	sealed := map[string]bool{}
	for i := range h.Seals {
		if s := &h.Seals[i]; last <= s.Emitted && s.Emitted < last+back {
			sealed[s.Node] = true
		}
	}
	for _, p := range o.Setup.Pools {
		for n := range p.Nodes {
			if node := fmt.Sprintf("node/%s%d", p.Name, n+1); !sealed[node] {
				all = append(all, fmt.Sprintf("%s did not seal within %s after the last fault, which ended at %s", node, back, last))
			}
		}
	}
	return all
}

func fromText(t *testing.T, text string) *scenarios.Scenario {
	t.Helper()
	s, err := scenarios.Parse("given in the test", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
