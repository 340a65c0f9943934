package follow_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/live/follow"
	"pawl/reports"
	"pawl/scenarios/campaign"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

// A tape is what a simulated run's store shows, and what a run is that it is of.
type tape struct {
	engine    engine.Engine
	policy    engine.Policy
	revisions []follow.Revision
	end       time.Duration
}

// record runs a run with what goes wrong in it, and keeps what its store shows. No tape: in the
// run something is done that is no engine's, or that no follower is told of.
func record(t *testing.T, e engine.Engine, seed uint64, faulty bool) *tape {
	t.Helper()
	s := deploy.Drawn(e, seed)
	if faulty {
		s.Events = append(s.Events, s.Plan(deploy.Turn{})...)
	}
	s.NoLog = true
	if s.NewPolicy != nil {
		return nil
	}
	r, err := cluster.Simulated{}.Run(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return taped(e, s.Policy, r.History)
}

func taped(e engine.Engine, p engine.Policy, h *checker.History) *tape {
	x := &tape{engine: e, policy: p, end: h.End}
	stands := map[string][]byte{}
	for i := range h.Facts {
		f := &h.Facts[i]
		switch w := f.What.(type) {
		case *checker.PutBack:
			return nil
		case *checker.Wrote:
			if f.Actor == deploy.OutsideName {
				return nil
			}
			if n := len(x.revisions); n == 0 || x.revisions[n-1].N != f.Revision {
				x.revisions = append(x.revisions, follow.Revision{N: f.Revision, At: f.At})
			}
			kv := engine.KV{Key: w.Object, Value: w.Value, Mod: f.Revision, Lease: engine.Lease(w.Lease)}
			if w.Deleted {
				kv = engine.KV{Key: w.Object}
			}
			last := &x.revisions[len(x.revisions)-1]
			last.Changes = append(last.Changes, follow.Change{KV: kv, Before: stands[w.Object]})
			if stands[w.Object] = w.Value; w.Deleted {
				delete(stands, w.Object)
			}
		}
	}
	return x
}

// base is before all that a run has.
const base = time.Hour

// play has a follower follow a tape from a revision on, with a look at the store every second.
func (x *tape) play(f *follow.Follower, from int) (all []follow.Discovery) {
	var held []engine.KV
	at, revision := base, int64(0)
	for _, r := range x.revisions[:from] {
		at, revision = base+r.At, r.N
		for _, c := range r.Changes {
			held = slices.DeleteFunc(held, func(kv engine.KV) bool { return kv.Key == c.KV.Key })
			if c.KV.Mod != 0 {
				held = append(held, c.KV)
			}
		}
	}
	f.Begin(revision, held, at)
	next := at
	for _, r := range x.revisions[from:] {
		for ; next <= base+r.At; next += time.Second {
			f.Pulse(next, revision)
			all = append(all, f.Judge(false)...)
		}
		f.Took(follow.Revision{N: r.N, At: base + r.At + time.Millisecond, Changes: r.Changes})
		revision = r.N
		if f.Full() {
			all = append(all, f.Judge(false)...)
		}
	}
	f.Pulse(base+x.end, revision)
	return append(all, f.Judge(true)...)
}

// TestTheRightEngineIsClean follows what goes wrong and what does not, from the beginning and from
// the middle. What a follower does not see must not make it accuse anybody.
func TestTheRightEngineIsClean(t *testing.T) {
	tapes, revisions := 0, 0
	looked := map[string]bool{}
	for seed := range uint64(40) {
		x := record(t, reference.Engine(), seed, seed%4 != 0)
		if x == nil {
			continue
		}
		tapes++
		for _, from := range []int{0, len(x.revisions) / 3, len(x.revisions) * 3 / 5} {
			f := follow.New(&x.engine, x.policy)
			for _, v := range x.play(f, from) {
				t.Errorf("seed %d from %d: %s %s: %s", seed, from, v.Invariant, v.Clause, v.Detail)
			}
			if g := f.Account().Gaps; len(g) > 0 {
				t.Errorf("seed %d from %d: %v", seed, from, g)
			}
			revisions += f.Account().Revisions
			for _, id := range f.Account().Looked() {
				looked[id] = true
			}
		}
	}
	if tapes < 20 {
		t.Errorf("%d runs are too few to tell", tapes)
	}
	for _, id := range strings.Fields("S1 S2 S4 S7 S8 S9 S10 S11 S12 S13 S15 S16 S17 L1 L4 V0") {
		if !looked[id] {
			t.Errorf("nothing of %s was judged in %d revisions", id, revisions)
		}
	}
}

// shown are engines whose fault shows in the store, and the invariant by which.
var shown = map[string]string{
	"steps-from-outside":    "S4",
	"publish-without-raise": "S9",
	"no-drain":              "S9",
	"no-publish-barrier":    "S9",
	"commit-in-two-writes":  "S10",
	"newest-wins":           "S11",
	"reads-once":            "S11",
	"short-overlap":         "S13",
	"audit-after-the-fact":  "S13",
	"restart-from-scratch":  "S1",
}

// TestWrongEnginesAreCaughtFromOutside wants those whose fault shows in the store to be caught by
// an invariant that they break.
func TestWrongEnginesAreCaughtFromOutside(t *testing.T) {
	for name, by := range shown {
		t.Run(name, func(t *testing.T) {
			w, _ := wrong.Find(name)
			for seed := range uint64(8) {
				x := record(t, w.Engine, seed, true)
				if x == nil {
					continue
				}
				f := follow.New(&x.engine, x.policy)
				for _, d := range x.play(f, 0) {
					judgedAsAFile(t, d)
				}
				if slices.Contains(f.Account().Violated, by) {
					return
				}
			}
			t.Errorf("not caught by %s", by)
		})
	}
}

// judgedAsAFile wants whoever reads the history of a finding from a file to find the same in it.
func judgedAsAFile(t *testing.T, d follow.Discovery) {
	t.Helper()
	var file bytes.Buffer
	if err := d.History.Write(&file); err != nil {
		t.Fatal(err)
	}
	h, err := checker.ReadHistory(&file)
	if err != nil {
		t.Fatal(err)
	}
	r := campaign.Judge(h, "a file")
	if !slices.ContainsFunc(r.Violations, func(v reports.JudgedViolation) bool { return v.Invariant == d.Invariant && v.Detail == d.Detail }) {
		t.Errorf("%s %s is not found again: %s, %v", d.Invariant, d.Detail, r.Verdict, r.Invalid)
	}
}

// TestThePastHasNoTimes: what was there before anybody looked is told in no time, and may have
// taken any. Nobody is to be accused of having been too quick with it.
func TestThePastHasNoTimes(t *testing.T) {
	tapes, told := 0, 0
	for seed := range uint64(20) {
		x := record(t, reference.Engine(), seed, seed%4 != 0)
		if x == nil {
			continue
		}
		tapes++
		f := follow.New(&x.engine, x.policy)
		f.Begin(0, nil, base)
		last := int64(0)
		for i, r := range x.revisions {
			last = r.N
			for _, step := range f.Took(follow.Revision{N: r.N, At: base + time.Duration(i), Past: true, Changes: r.Changes}) {
				if told++; !step.Past {
					t.Errorf("seed %d: %+v is told as if it came now", seed, step)
				}
			}
		}
		f.Pulse(base, last)
		for _, v := range f.Judge(true) {
			t.Errorf("seed %d: %s %s: %s", seed, v.Invariant, v.Clause, v.Detail)
		}
	}
	if tapes < 10 || told < 100 {
		t.Errorf("%d runs with %d transitions are too few to tell", tapes, told)
	}
}

// TestThePastCanBeJudgedAsAFile: what is found in what was there before, ahead of any look at where
// the store is, is found again by whoever is given its history.
func TestThePastCanBeJudgedAsAFile(t *testing.T) {
	w, _ := wrong.Find("steps-from-outside")
	for seed := range uint64(8) {
		x := record(t, w.Engine, seed, true)
		if x == nil {
			continue
		}
		f := follow.New(&x.engine, x.policy)
		f.Begin(0, nil, base)
		for i, r := range x.revisions {
			f.Took(follow.Revision{N: r.N, At: base + time.Duration(i), Past: true, Changes: r.Changes})
		}
		all := f.Judge(true)
		for _, d := range all {
			judgedAsAFile(t, d)
		}
		if len(all) > 0 {
			return
		}
	}
	t.Error("nothing was found")
}
