package campaign

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

// drained is the scenario in which no-drain fails, and found a failure of it there as a repro:
// looked for once, and a repro of the caller's own.
const drained = "sealing-on-both-sides"

func found(t *testing.T) *Repro {
	t.Helper()
	f, err := foundOnce()
	if err != nil {
		t.Fatal(err)
	}
	r := NewRepro(f)
	r.Events = slices.Clone(r.Events)
	return r
}

var foundOnce = sync.OnceValues(func() (Failure, error) {
	s, err := scenarios.Load("../library/" + drained + ".yaml")
	if err != nil {
		return Failure{}, err
	}
	e, _ := wrong.Find("no-drain")
	c := Campaign{Runner: simulated(), Engine: e.Engine, Seed: 1, Scenarios: []*scenarios.Scenario{s}, Each: 3}
	f, err := c.Run(context.Background())
	if err != nil || len(f.Failures) == 0 {
		return Failure{}, fmt.Errorf("no-drain does not fail in %s: %w", drained, err)
	}
	return traced(context.Background(), f.Failures[0])
})

func fromLibrary(t *testing.T, name string) *scenarios.Scenario {
	t.Helper()
	s, err := scenarios.Load("../library/" + name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// as is an engine under the name of another: what it is once it was mended, or broken anew.
func as(name string, e engine.Engine) engine.Engine {
	e.Name = name
	return e
}

// remembering is what a small check of an engine comes to that has a corpus of these.
func remembering(t *testing.T, e engine.Engine, shard Shard, repros ...*Repro) *reports.Check {
	t.Helper()
	dir := t.TempDir()
	for _, r := range repros {
		if _, err := r.Save(dir); err != nil {
			t.Fatal(err)
		}
	}
	c, err := LoadCorpus(dir)
	if err != nil {
		t.Fatal(err)
	}
	return rememberingAll(t, e, shard, c)
}

func rememberingAll(t *testing.T, e engine.Engine, shard Shard, c *Corpus) *reports.Check {
	t.Helper()
	g := Gate{Engine: e, Named: []*scenarios.Scenario{fromLibrary(t, "trigger-storm")}, Runs: 4, Seed: 7, SeedGiven: true, Shard: shard,
		ReproDir: t.TempDir(), Command: "pawl", Corpus: c, Again: "pawl check"}
	r, err := g.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var undivided Shard

// one is the only repro of a corpus that has one.
func one(t *testing.T, r *reports.Check) reports.CorpusRepro {
	t.Helper()
	if r.Corpus == nil || len(r.Corpus.Repros) != 1 {
		t.Fatalf("corpus: %+v", r.Corpus)
	}
	return r.Corpus.Repros[0]
}

func noDrain(t *testing.T) engine.Engine {
	t.Helper()
	w, ok := wrong.Find("no-drain")
	if !ok {
		t.Fatal("there is no no-drain")
	}
	return w.Engine
}

// TestCorpusStillFails: what was found fails as it did, and that is a violation, whatever the
// campaign finds.
func TestCorpusStillFails(t *testing.T) {
	e := noDrain(t)
	r := remembering(t, e, undivided, found(t))
	x := one(t, r)
	if x.Outcome != reports.StillFailing || x.Runs != 1 || x.Rebased != "" || r.Corpus.StillFailing != 1 || r.Verdict != reports.Violation {
		t.Errorf("%s: %+v", r.Verdict, x)
	}
	if !slices.ContainsFunc(r.Violations, func(f reports.Failure) bool { return f.Scenario == reports.OfCorpus(x.File) && f.Repro == x.File }) {
		t.Errorf("no violation tells of it: %+v", r.Violations)
	}
}

// TestCorpusFixed: the engine was mended. The campaign is what it is without a corpus, to the hash.
func TestCorpusFixed(t *testing.T) {
	mended := as("no-drain", reference.Engine())
	repro := found(t)
	r := remembering(t, mended, undivided, repro)
	x := one(t, r)
	if x.Outcome != reports.Mended || x.Runs != CorpusRuns+1 || r.Corpus.Fixed != 1 || len(r.Violations) > 0 {
		t.Errorf("%s: %+v", r.Verdict, x)
	}
	without := rememberingAll(t, mended, undivided, nil)
	if r.TraceHash != without.TraceHash || r.Runs != without.Runs || r.Verdict != without.Verdict || !reflect.DeepEqual(r.Invariants, without.Invariants) ||
		!reflect.DeepEqual(r.Outcomes, without.Outcomes) {
		t.Errorf("%d runs, hash %s, %s; without a corpus %d, %s, %s", r.Runs, r.TraceHash, r.Verdict, without.Runs, without.TraceHash, without.Verdict)
	}
}

// TestCorpusRebased: the run is another one, and the same events do the same harm in a run that is
// looked for. It has a repro of its own, which replays.
func TestCorpusRebased(t *testing.T) {
	broken, _ := wrong.Find("drain-by-sleep")
	for what, e := range map[string]engine.Engine{"another build": noDrain(t), "broken in another way": as("no-drain", broken.Engine)} {
		repro := found(t)
		repro.Decisions = repro.Decisions[:len(repro.Decisions)/2] // it can only diverge
		r := remembering(t, e, undivided, repro)
		x := one(t, r)
		if what == "broken in another way" && x.Outcome == reports.Mended {
			continue // these events are no trouble to it, which is what fixed says
		}
		if x.Outcome != reports.StillFailing || x.Rebased == "" || r.Verdict != reports.Violation {
			t.Errorf("%s: %+v", what, x)
			continue
		}
		again, err := LoadRepro(x.Rebased)
		if err != nil {
			t.Fatal(err)
		}
		if replayed, err := Replay(context.Background(), simulated(), again, e); err != nil || !replayed.Reproduced() {
			t.Errorf("%s: the new repro does not replay: error %v", what, err)
		}
	}
}

// TestCorpusStale: events that change nothing any more, or cannot be tried, and files of another
// release, say nothing of what was found; they are told with the reason, and fail nothing.
func TestCorpusStale(t *testing.T) {
	mended := as("no-drain", reference.Engine())
	never, err := faults.Parse("crash owner on resume.sent for 2s")
	if err != nil {
		t.Fatal(err)
	}
	unfelt := found(t)
	unfelt.Events = append(unfelt.Events, never)
	nobody, err := faults.Parse("crash node/z9 at 5s for 2s")
	if err != nil {
		t.Fatal(err)
	}
	untried := found(t)
	untried.Events = append(untried.Events, nobody)
	for what, repro := range map[string]*Repro{"in none of 20 runs did this change anything any more: crash owner on resume.sent": unfelt, "z9": untried} {
		r := remembering(t, mended, undivided, repro)
		if x := one(t, r); x.Outcome != reports.GoneStale || !strings.Contains(x.Why, what) || len(r.Violations) > 0 || r.Corpus.Stale != 1 {
			t.Errorf("%+v, want it stale: %s", x, what)
		}
	}
	dir := t.TempDir()
	old := bytes.Replace(unfelt.Bytes(), fmt.Appendf(nil, `"schema_version": %d`, reproVersion), []byte(`"schema_version": 7`), 1)
	if err := os.WriteFile(filepath.Join(dir, "old.repro"), old, 0o666); err != nil {
		t.Fatal(err)
	}
	c, err := LoadCorpus(dir)
	if err != nil {
		t.Fatal(err)
	}
	if x := one(t, rememberingAll(t, mended, undivided, c)); x.Outcome != reports.GoneStale || !strings.Contains(x.Why, "another release") {
		t.Errorf("%+v", x)
	}
}

// TestCorpusSkips: what another engine did, and what was beyond what policy covers, is not held
// against this one.
func TestCorpusSkips(t *testing.T) {
	repro := found(t)
	if x := one(t, remembering(t, reference.Engine(), undivided, repro)); x.Outcome != reports.OtherEngines || x.Engine != "no-drain" || x.Runs != 0 {
		t.Errorf("%+v", x)
	}
	beyond := smallRepro()
	beyond.Engine = reference.Engine().Name
	beyond.Violated = []ReproViolated{{unfinished, promises[unfinished], "window w1: refused"}}
	if x := one(t, remembering(t, reference.Engine(), undivided, beyond)); x.Outcome != reports.BeyondPolicy || x.Runs != 0 {
		t.Errorf("%+v", x)
	}
	clocks := smallRepro()
	clocks.Engine, clocks.Setting.Truth = beyond.Engine, deploy.Truth{DriftPPM: 900, Beyond: true}
	clocks.Violated = clocks.Violated[:1]
	if x := one(t, remembering(t, reference.Engine(), undivided, clocks)); x.Outcome != reports.BeyondPolicy {
		t.Errorf("%+v", x)
	}
	jump, err := faults.Parse("wall-jump nodes by -1.05s at 1s for 9s")
	if err != nil {
		t.Fatal(err)
	}
	clocks.Setting.Truth.DriftPPM, clocks.Setting.Policy.KeyLife, clocks.Events = 0, 2*time.Minute, append(clocks.Events, jump)
	if x := one(t, remembering(t, reference.Engine(), undivided, clocks)); x.Outcome != reports.BeyondPolicy {
		t.Errorf("%+v", x)
	}
}

// TestCorpusDamaged: it is said which file, and where in it.
func TestCorpusDamaged(t *testing.T) {
	dir := t.TempDir()
	good := smallRepro().Bytes()
	for name, data := range map[string][]byte{"a.repro": good, "b.repro": good[:len(good)/2], "c.state": []byte("not for us")} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	c, err := LoadCorpus(dir)
	if err != nil || len(c.Files) != 2 || c.Files[0].Damaged != nil {
		t.Fatalf("%+v, error %v", c, err)
	}
	if err := c.Damaged(); err == nil || !strings.Contains(err.Error(), "b.repro: line ") {
		t.Errorf("error %v, want the file and the place", err)
	}
}

// TestCorpusOfShards: the first part has it, no other has, and the whole has it once.
func TestCorpusOfShards(t *testing.T) {
	e := noDrain(t)
	repro := found(t)
	first := remembering(t, e, Shard{1, 2}, repro)
	second := remembering(t, e, Shard{2, 2}, repro)
	if first.Corpus == nil || second.Corpus != nil {
		t.Fatalf("the first has %+v, the second %+v", first.Corpus, second.Corpus)
	}
	first.Identity, second.Identity = &reports.Identity{}, &reports.Identity{}
	sum, err := reports.Merged([]reports.Given{{Path: "1", Check: first}, {Path: "2", Check: second}})
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, f := range sum.Violations {
		if f.Scenario == reports.OfCorpus(first.Corpus.Repros[0].File) {
			told++
		}
	}
	if !reflect.DeepEqual(sum.Corpus, first.Corpus) || told != len(repro.Violated) {
		t.Errorf("%+v, told %d times, want %d", sum.Corpus, told, len(repro.Violated))
	}
}

// TestCorpusWithoutTime: what was not replayed makes no pass.
func TestCorpusWithoutTime(t *testing.T) {
	repro := found(t)
	dir := t.TempDir()
	if _, err := repro.Save(dir); err != nil {
		t.Fatal(err)
	}
	c, err := LoadCorpus(dir)
	if err != nil {
		t.Fatal(err)
	}
	g := Gate{Engine: as("no-drain", reference.Engine()), Named: []*scenarios.Scenario{fromLibrary(t, "trigger-storm")}, Runs: 1, Budget: 8, Corpus: c, ReproDir: dir}
	r, err := g.Run(context.Background())
	if err != nil || r.Corpus.NotReplayed != 1 || r.Verdict == reports.Pass {
		t.Errorf("error %v, %+v", err, r.Corpus)
	}
	r.Runs, r.Corpus.NotReplayed = 1, 1
	if !slices.Contains(g.verdicts(r), reports.Inconclusive) {
		t.Errorf("%v", g.verdicts(r))
	}
}

// TestCorpusJobs: the same for any number of jobs.
func TestCorpusJobs(t *testing.T) {
	e := noDrain(t)
	a, b := found(t), found(t)
	b.Decisions = b.Decisions[:len(b.Decisions)/2]
	dir, out := t.TempDir(), t.TempDir()
	for _, r := range []*Repro{a, b} {
		if _, err := r.Save(dir); err != nil {
			t.Fatal(err)
		}
	}
	c, err := LoadCorpus(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []*reports.FoundBefore
	for _, jobs := range []int{1, 4} {
		g := Gate{Engine: e, Named: []*scenarios.Scenario{fromLibrary(t, "trigger-storm")}, Runs: 1, Seed: 7, Jobs: jobs, Corpus: c, ReproDir: out, Command: "pawl"}
		r, err := g.Run(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r.Corpus)
	}
	if !reflect.DeepEqual(all[0], all[1]) || len(all[0].Repros) != 2 {
		t.Errorf("%+v\n%+v", all[0], all[1])
	}
}
