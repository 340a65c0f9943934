package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

// ran is one run and what it is worth.
type ran struct{ scenarios.Outcome }

func run(t *testing.T, s deploy.Setup) ran {
	t.Helper()
	r, err := cluster.Simulated{}.Run(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		t.Errorf("%v", f)
	}
	return ran{scenarios.Judge(s, r)}
}

// with is the days' run, and what happens in it.
func with(t *testing.T, e engine.Engine, seed uint64, events ...string) deploy.Setup {
	t.Helper()
	s := days(e, seed)
	own, err := faults.ParseAll(events...)
	if err != nil {
		t.Fatal(err)
	}
	s.Events = append(s.Events, own...)
	return s
}

// random is the run of a seed with what is drawn for it.
func random(e engine.Engine, seed uint64) deploy.Setup {
	s := days(e, seed)
	s.Events = append(s.Events, s.Plan(deploy.Turn{Campaign: 1, N: int(seed)})...)
	return s
}

var both = []engine.Engine{Engine(), Docker()}

// seeds is how often each named run is made.
const seeds = 6

// fired has each seed's run violate an invariant, "" is none, and no other but S5, which is about
// the same answers and needs a text that is younger than a minute; and replays it.
func fired(t *testing.T, e engine.Engine, want string, events ...string) {
	t.Helper()
	for seed := uint64(1); seed <= seeds; seed++ {
		s := with(t, e, seed, events...)
		r := run(t, s)
		if !r.Bit() {
			t.Errorf("%s, seed %d: %v came to nothing", e.Name, seed, events)
		}
		got := r.Fired()
		if rest := slices.DeleteFunc(slices.Clone(got), func(id string) bool { return id == want || want == "S3" && id == "S5" }); len(rest) > 0 || (want != "") != slices.Contains(got, want) {
			t.Errorf("%s, seed %d: %v violates %v, want %q: %v", e.Name, seed, events, got, want, r.Report.Violations())
		}
		s.Replay = r.Decisions
		if again := run(t, s); again.Hash != r.Hash || again.Diverged != nil {
			t.Errorf("%s, seed %d: %v is another run when it is replayed", e.Name, seed, events)
		}
	}
}

// unknown counts the opens of gossip that were answered with unknown key, of what was sealed in a
// time.
func (r *ran) unknown(from, to time.Duration) (n int) {
	sealed := map[int]time.Duration{}
	for _, s := range r.Past.Seals {
		if s.Key == gossip {
			sealed[s.ID] = s.Emitted
		}
	}
	for _, o := range r.Past.Opens {
		if at, ok := sealed[o.Seal]; ok && at >= from && at < to && o.Answer == checker.UnknownKey {
			n++
		}
	}
	return n
}

// alike wants that all that was sealed under one number was sealed under one key.
func (r *ran) alike() bool {
	prints := map[string]string{}
	for _, s := range r.Past.Seals {
		of := fmt.Sprint(s.Key, s.Version)
		if prints[of] == "" {
			prints[of] = s.Print
		}
		if prints[of] != s.Print {
			return false
		}
	}
	return true
}

// versions are those of a key that something was sealed under.
func (r *ran) versions(key string) (all []uint32) {
	for _, s := range r.Past.Seals {
		if s.Key == key && !slices.Contains(all, s.Version) {
			all = append(all, s.Version)
		}
	}
	return all
}

// Without faults nothing is violated, each of seven rotations gives another primary key, and one
// seed is one run, whatever runs beside it.
func TestFaultFree(t *testing.T) {
	for _, e := range both {
		for seed := uint64(1); seed <= 3; seed++ {
			s := days(e, seed)
			first := run(t, s)
			if first.Verdict() != scenarios.Passed || len(first.versions(gossip)) != 8 || len(first.versions(ipsec)) != 8 {
				t.Errorf("%s, seed %d: %s, %v, %v", e.Name, seed, first.Verdict(), first.Fired(), first.versions(gossip))
			}
			for i := range 4 {
				t.Run(fmt.Sprintf("%s/%d/%d", e.Name, seed, i), func(t *testing.T) {
					t.Parallel()
					if again := run(t, s); again.Hash != first.Hash {
						t.Errorf("%x, and before %x", again.Hash, first.Hash)
					}
				})
			}
		}
	}
}
