package cluster

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/faults"
	"pawl/sim"
	"pawl/sim/deploy"
)

func mustRun(t testing.TB, s deploy.Setup) deploy.Result {
	t.Helper()
	r, err := Simulated{}.Run(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// mustHold fails the test on anything that is not a clean pass.
func mustHold(t interface {
	Helper()
	Fatalf(string, ...any)
}, s deploy.Setup, r deploy.Result) {
	t.Helper()
	report := checker.Check(checker.Derive(r.History), checker.Options{Porcupine: 5 * time.Second})
	switch {
	case len(r.Findings) > 0:
		f := r.Findings[0]
		t.Fatalf("seed %d, events %v: %s in %s: %s\n%s", s.Seed, s.Events, f.Kind, f.Process, f.Detail, f.Stack)
	case len(report.Invalid) > 0:
		t.Fatalf("seed %d, events %v: invalid history: %v", s.Seed, s.Events, report.Invalid)
	case report.Violated():
		t.Fatalf("seed %d, events %v: %+v", s.Seed, s.Events, report.Violations()[0])
	case report.Inconclusive():
		t.Fatalf("seed %d, events %v: inconclusive", s.Seed, s.Events)
	}
}

// TestQuietRun walks a run in which nothing goes wrong, as a transcript would.
func TestQuietRun(t *testing.T) {
	s := deploy.Standard(reference.Engine(), 1)
	r := mustRun(t, s)
	mustHold(t, s, r)
	var steps []string
	for _, v := range checker.Derive(r.History).Views {
		for _, e := range v.Audit {
			steps = append(steps, e.Transition)
		}
	}
	rotation := []string{"STAGED", "PUBLISHED", "PROVED", "VERIFIED", "DRAINING", "COMMITTED", "IDLE"}
	retirement := func(v string) []string { return []string{v + " RETIRING", v + " REVOKED", v + " DESTROYED"} }
	v1 := retirement("v1") // destroyed when the nodes have said, with their next grants, that they erased it
	want := slices.Concat([]string{"INTENT", "ACQUIRED"}, rotation, []string{"INTENT"}, rotation,
		v1[:2], []string{"INTENT"}, rotation[:3], v1[2:], rotation[3:], retirement("v2"))
	if !slices.Equal(steps, want) {
		t.Errorf("transitions\n got %v\nwant %v", steps, want)
	}
	if n := len(checker.Derive(r.History).Seals); n < 60 {
		t.Errorf("%d seals, the standard run promises 60", n)
	}
	if n := len(checker.Derive(r.History).Opens); n < 60 {
		t.Errorf("%d opens, the standard run promises 60", n)
	}
}

// TestReplay: the log of a run's decisions gives the run again, whatever the
// seed says, and a log that is not its own does not.
func TestReplay(t *testing.T) {
	s := deploy.Standard(reference.Engine(), 5)
	s.Events = append(s.Events, s.Plan(deploy.Turn{})...)
	first := mustRun(t, s)
	s.Replay = first.Decisions
	again := mustRun(t, s)
	if again.Hash != first.Hash || again.Diverged != nil {
		t.Fatalf("replay: diverged %v, hash equal: %v", again.Diverged, again.Hash == first.Hash)
	}
	s.Replay = slices.Clone(first.Decisions)
	s.Replay[1000].Which = (s.Replay[1000].Which + 1) % s.Replay[1000].Among
	if changed := mustRun(t, s); changed.Hash == first.Hash {
		t.Error("a decision was changed and the hash is the same")
	}
}

// TestFaultsDoNotReachBack: runs that share a seed but not a fault are the same
// up to where it strikes.
func TestFaultsDoNotReachBack(t *testing.T) {
	strike := 12 * time.Second
	for seed := range uint64(5) {
		quiet := traceBefore(t, seed, nil, strike)
		for _, text := range []string{
			"crash owner at 12s for 3s", "pause node/a1 at 12s for 9s", "partition pool/b from store at 12s for 8s",
			"lose-reply worker/1 at 12s", "drift node/c3 by -400ppm at 12s for 5s", "duplicate-trigger x2 at 12s",
		} {
			f, err := faults.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			if got := traceBefore(t, seed, []faults.Event{f}, strike); !slices.Equal(got, quiet) {
				t.Errorf("seed %d: %q changes what was before it", seed, text)
			}
		}
	}
}

func traceBefore(t *testing.T, seed uint64, plan []faults.Event, before time.Duration) []sim.Event {
	s := deploy.Standard(reference.Engine(), seed)
	s.Events, s.Keep = append(s.Events, plan...), true
	var events []sim.Event
	for _, e := range mustRun(t, s).Trace {
		if e.Actor != "plan" && e.At < before {
			e.ID, e.Cause = 0, 0 // the plan's own lines come first and count
			events = append(events, e)
		}
	}
	return events
}

// TestTraceCovers: decisions are hashed by the kernel; that messages, store
// writes and answers reach it is for the cluster to show.
func TestTraceCovers(t *testing.T) {
	s := deploy.Standard(reference.Engine(), 3)
	s.Keep = true
	r := mustRun(t, s)
	count := map[string]int{}
	for _, e := range r.Trace {
		count[e.What]++
	}
	if count[deploy.Sealed] != len(checker.Derive(r.History).Seals) {
		t.Errorf("%d seals in the trace, %d in the history", count[deploy.Sealed], len(checker.Derive(r.History).Seals))
	}
	if n := len(checker.Derive(r.History).Views) + len(checker.Derive(r.History).Stamps); count[deploy.Written] < n {
		t.Errorf("%d store writes in the trace, the history has %d records and stamps", count[deploy.Written], n)
	}
	if count[deploy.Sent] == 0 || count[deploy.Replied] < count[deploy.Sent]/2 {
		t.Errorf("messages are missing: %v", count)
	}
}

// TestSeveralKeys rotates three keys at once, under faults.
func TestSeveralKeys(t *testing.T) {
	for seed := range uint64(30) {
		s := deploy.Standard(reference.Engine(), seed)
		s.Keys = []string{"payments-signing", "sessions", "backups"}
		s.Events = s.Schedule()
		s.Events = append(s.Events, s.Plan(deploy.Turn{})...)
		r := mustRun(t, s)
		mustHold(t, s, r)
		committed := map[string]bool{}
		for _, v := range checker.Derive(r.History).Views {
			if v.Phase == checker.Committed && v.Active >= 1 {
				committed[v.Key] = true
			}
		}
		if len(committed) != 3 {
			t.Errorf("seed %d: only %v committed", seed, committed)
		}
	}
}

// BenchmarkRun is the standard run with random faults, judged, as a campaign makes
// it; BenchmarkFloor is what the kernel alone costs for as many events.
func BenchmarkRun(b *testing.B) {
	b.ReportAllocs()
	events := 0
	var desk checker.Desk
	var paper deploy.Paper
	for i := range b.N {
		s := deploy.Standard(reference.Engine(), uint64(i))
		s.Events, s.NoLog, s.Paper = append(s.Events, s.Plan(deploy.Turn{})...), true, &paper
		r, err := Simulated{}.Run(context.Background(), s)
		if err != nil {
			b.Fatal(err)
		}
		if report := checker.Check(desk.Derive(r.History), checker.Options{}); report.Violated() {
			b.Fatal(report.Violations())
		}
		events += r.Steps
	}
	b.ReportMetric(float64(events)/float64(b.N), "events/op")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "runs/s")
}

// BenchmarkFloor runs as many empty events as a standard run has.
func BenchmarkFloor(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		w := sim.New(sim.Config{})
		n := 0
		var tick sim.Func
		tick = func() {
			if n++; n < 4720 {
				w.After(time.Millisecond, tick)
			}
		}
		w.After(0, tick)
		w.Run(time.Hour)
	}
}

// BenchmarkJudge is the checker on a standard run.
func BenchmarkJudge(b *testing.B) {
	b.ReportAllocs()
	s := deploy.Standard(reference.Engine(), 1)
	s.Events = append(s.Events, s.Plan(deploy.Turn{})...)
	h := checker.Derive(mustRun(b, s).History)
	for b.Loop() {
		checker.Check(h, checker.Options{})
	}
}

// TestPauseOnDue: the owner stops with its commit decided and not sent, another
// one commits, and the store turns the late one down.
func TestPauseOnDue(t *testing.T) {
	s := deploy.Standard(reference.Engine(), 1)
	f, err := faults.Parse("pause actor on commit.due for 12s")
	if err != nil {
		t.Fatal(err)
	}
	s.Events = append(s.Events, f)
	r := mustRun(t, s)
	mustHold(t, s, r)
	paused := checker.Derive(r.History).Faults[0]
	if len(paused.Bites) == 0 {
		t.Errorf("the pause held the commit back and did not bite: %+v", paused)
	}
	if len(checker.Derive(r.History).Refusals) != 1 || checker.Derive(r.History).Refusals[0].At < paused.To {
		t.Errorf("refused late: %+v, want one after %v", checker.Derive(r.History).Refusals, paused.To)
	}
}

// fleetOf is twenty seconds of a standard deployment with other pools.
func fleetOf(pools, nodes int, seed uint64) deploy.Setup {
	s := deploy.Standard(reference.Engine(), seed)
	s.Pools = nil
	for p := range pools {
		s.Pools = append(s.Pools, deploy.Pool{Name: string(rune('a' + p)), Nodes: nodes})
	}
	s.Duration, s.Healed, s.NoLog = 20*time.Second, 10*time.Second, true
	return s
}

// TestFleetsReadMore: what one worker reads of a large fleet is not too much.
func TestFleetsReadMore(t *testing.T) {
	s := fleetOf(10, 100, 1)
	mustHold(t, s, mustRun(t, s))
}

// BenchmarkNodes is a fleet of a few nodes and one of many, for ten seconds after the first
// rotation has begun, judged, as a campaign makes it: what one node costs. Floor is what the kernel
// alone costs for as many events of as many processes, since that grows with a fleet, too.
func BenchmarkNodes(b *testing.B) {
	defer sim.CollectSeldom()()
	for _, fleet := range []struct{ pools, nodes int }{{3, 3}, {10, 10}, {10, 100}} {
		n := fleet.pools * fleet.nodes
		measure := func(name string, once func(seed uint64) (events int)) {
			b.Run(strconv.Itoa(n)+name, func(b *testing.B) {
				events := 0
				for i := range b.N {
					events += once(uint64(i))
				}
				b.ReportMetric(float64(events)/float64(b.N), "events/op")
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(events), "ns/event")
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/node")
			})
		}
		var desk checker.Desk
		var paper deploy.Paper
		measure("", func(seed uint64) int {
			s := fleetOf(fleet.pools, fleet.nodes, seed)
			s.Paper = &paper
			r := mustRun(b, s)
			if report := checker.Check(desk.Derive(r.History), checker.Options{}); report.Violated() || len(report.Invalid) > 0 {
				b.Fatal(report.Violations(), report.Invalid)
			}
			return r.Steps
		})
		measure("/floor", func(uint64) int { return idleFleet(n) })
	}
}

// idleFleet is a fleet whose nodes do nothing but wait, and send what nobody receives.
func idleFleet(nodes int) (events int) {
	const waits = 100 // with a message each: some 200 events a node, as in twenty seconds of a run
	w := sim.New(sim.Config{MaxEvents: 4 * nodes * waits})
	message := sim.Func(func() {})
	for i := range nodes {
		w.Go("idle", func(p *sim.Proc) {
			for range waits {
				w.After(time.Duration(1+i%13)*time.Millisecond, message)
				p.Sleep(time.Duration(150+i%97) * time.Millisecond)
			}
		})
	}
	return w.Run(time.Hour).Steps
}

// TestPanicAtTheStart: an engine that fails while it is made is a finding with its stack, at the
// first start as at any other.
func TestPanicAtTheStart(t *testing.T) {
	for what, e := range map[string]engine.Engine{
		"worker": {Worker: func(engine.Env) engine.Control { panic("not a worker") }},
		"node":   {Agent: func(engine.Env) engine.Serving { panic("not a node") }},
	} {
		right := reference.Engine()
		right.Name = "mine"
		if e.Worker != nil {
			right.Worker = e.Worker
		} else {
			right.Agent = e.Agent
		}
		r := mustRun(t, deploy.Standard(right, 1))
		if len(r.Findings) == 0 || r.Findings[0].Detail != "not a "+what || !strings.Contains(r.Findings[0].Stack, "TestPanicAtTheStart") {
			t.Errorf("%s: %+v", what, r.Findings)
		}
	}
}
