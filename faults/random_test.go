package faults

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// standard is the space of a standard run.
var standard = Space{
	Machines: []string{
		"worker/1", "worker/2", "worker/3",
		"node/a1", "node/a2", "node/a3", "node/b1", "node/b2", "node/b3", "node/c1", "node/c2", "node/c3",
	},
	Pools:   []string{"pool/a", "pool/b", "pool/c"},
	Nodes:   []string{"node/a1", "node/a2", "node/a3", "node/b1", "node/b2", "node/b3", "node/c1", "node/c2", "node/c3"},
	Workers: []string{"worker/1", "worker/2", "worker/3"},
	Clients: []string{"client/1", "client/2"},
	From:    2 * time.Second, Until: 40 * time.Second,
	Lease: 10 * time.Second, LongestPause: 15 * time.Second,
	DriftPPM: 200,
}

// dice is a source of choices that depend on the seed and the place only.
type dice struct {
	seed   int
	asked  map[string]int // how often each place was
	forced map[string]int // what some places choose, whatever the seed
}

func (d *dice) at(place string) Chooser {
	d.asked[place]++
	return die{d, place}
}

type die struct {
	d     *dice
	place string
}

func (x die) Choose(n int) int {
	if c, ok := x.d.forced[x.place]; ok {
		return c
	}
	h := fnv.New64a()
	h.Write([]byte(strconv.Itoa(x.d.seed) + " " + x.place))
	u := h.Sum64() // FNV alone leaves its last byte in the lowest bits
	u ^= u >> 33
	u *= 0xff51afd7ed558ccd
	u ^= u >> 33
	return int(u % uint64(n))
}

func roll(seed int, s Space) []Fault {
	return Random((&dice{seed: seed, asked: map[string]int{}}).at, s)
}

const seeds = 2000

func TestRandomStaysInBounds(t *testing.T) {
	for seed := range seeds {
		some := roll(seed, standard)
		if len(some) < 1 || len(some) > 5 {
			t.Errorf("seed %d: %d faults", seed, len(some))
		}
		for _, f := range some {
			checkBounds(t, f)
		}
	}
}

func checkBounds(t *testing.T, f Fault) {
	t.Helper()
	if err := f.Validate(); err != nil {
		t.Error(err)
	}
	if got, err := Parse(f.String()); err != nil || got != f {
		t.Errorf("%q parses as %+v, %v", f, got, err)
	}
	s := standard
	if f.On == "" && (f.At < s.From || f.At >= s.Until || f.At+f.For > s.Until) {
		t.Errorf("%q is not within %v and %v", f, s.From, s.Until)
	}
	if f.For > s.Until-s.From || f.Kind == "pause" && f.For > s.LongestPause {
		t.Errorf("%q lasts too long", f)
	}
	if max(f.PPM, -f.PPM) > s.DriftPPM {
		t.Errorf("%q is beyond the bound", f)
	}
}

// TestRandomCovers wants every shape of fault that a campaign relies on.
func TestRandomCovers(t *testing.T) {
	seen := map[string]int{}
	for seed := range seeds {
		for _, f := range roll(seed, standard) {
			for _, shape := range shapes(f) {
				seen[shape]++
			}
		}
	}
	for _, shape := range wantedShapes() {
		if seen[shape] == 0 {
			t.Errorf("no fault of %d seeds is of the shape %q", seeds, shape)
		}
	}
}

// shapes are what is remarkable about a fault; names are left out.
func shapes(f Fault) []string {
	placed := " at"
	if f.On != "" {
		placed = " on"
	}
	kind, _, _ := strings.Cut(f.Target, "/")
	peer, _, _ := strings.Cut(f.Peer, "/")
	all := []string{f.Kind + placed, f.Kind + " " + kind, f.Kind + " " + kind + placed, f.Kind + " " + kind + " " + peer, f.On}
	if f.For != 0 {
		all = append(all, f.Kind+" "+size(f.For))
	}
	if f.PPM == standard.DriftPPM || f.PPM == -standard.DriftPPM {
		all = append(all, "drift at the bound")
	}
	if f.PPM < 0 {
		all = append(all, "drift slower")
	}
	return append(all, "count "+strconv.Itoa(f.Count), "nth "+strconv.Itoa(f.Nth))
}

func size(d time.Duration) string {
	switch {
	case d < 100*time.Millisecond:
		return "short"
	case d < standard.Lease:
		return "below a lease"
	default:
		return "above a lease"
	}
}

func wantedShapes() []string {
	want := []string{
		"pause owner at", "pause owner on", "pause actor on", "pause node at", "pause node on",
		"crash pool", "crash workers", "crash owner on", "crash actor on",
		"partition node store", "partition node everything", "partition pool store",
		"partition worker store", "partition worker keys", "partition owner store",
		"partition-one-way node store", "partition-one-way store node",
		"partition-one-way everything node", "partition-one-way worker keys", "partition-one-way keys worker",
		"lose-reply actor on", "lose-reply worker at", "lose-reply node at",
		"drift at the bound", "drift slower", "count 1", "count 2", "count 3", "nth 1", "nth 2", "nth 20",
	}
	for _, k := range All {
		want = append(want, k.Name+" at", k.Name+" on")
		if k.has("<duration>") {
			want = append(want, k.Name+" short", k.Name+" below a lease")
			if k.bound == nil || k.bound(standard) > standard.Lease {
				want = append(want, k.Name+" above a lease")
			}
		}
	}
	for _, m := range Meanings {
		want = append(want, m.Name)
	}
	return want
}

// TestSwarmLeavesKindsOut: a run that always has every kind is no swarm.
func TestSwarmLeavesKindsOut(t *testing.T) {
	without := map[string]int{}
	for seed := range seeds {
		d := &dice{seed: seed, asked: map[string]int{}, forced: map[string]int{"faults/count": mostRandom - 1}}
		some := Random(d.at, standard)
		for _, k := range All {
			if !slices.ContainsFunc(some, func(f Fault) bool { return f.Kind == k.Name }) {
				without[k.Name]++
			}
		}
	}
	for _, k := range All {
		if n := without[k.Name]; n < seeds/2 {
			t.Errorf("only %d of %d runs have no %s", n, seeds, k.Name)
		}
	}
}

func TestSwarmHasAtLeastOneKind(t *testing.T) {
	none := map[string]int{}
	for _, k := range All {
		none["faults/swarm/"+k.Name] = 0
	}
	d := &dice{asked: map[string]int{}, forced: none}
	if len(Random(d.at, standard)) == 0 {
		t.Error("a run whose swarm chose no kind has no fault")
	}
}

func TestEveryPlaceIsAskedOnce(t *testing.T) {
	for seed := range 100 {
		d := &dice{seed: seed, asked: map[string]int{}}
		Random(d.at, standard)
		for place, n := range d.asked {
			if n != 1 || !strings.HasPrefix(place, "faults/") {
				t.Errorf("seed %d asked %q %d times", seed, place, n)
			}
		}
	}
}

// TestOneChoiceShiftsNoOther forces one fault and compares the others.
func TestOneChoiceShiftsNoOther(t *testing.T) {
	for seed := range 100 {
		two := map[string]int{"faults/count": 2}
		a := Random((&dice{seed: seed, asked: map[string]int{}, forced: two}).at, standard)
		two["faults/1/kind"], two["faults/1/placed-by"] = 0, 1
		b := Random((&dice{seed: seed, asked: map[string]int{}, forced: two}).at, standard)
		if a[0] != b[0] || a[2] != b[2] {
			t.Errorf("seed %d: another second fault turned %q into %q", seed, a, b)
		}
	}
}

func TestSpaceRestricts(t *testing.T) {
	for _, row := range []struct {
		name  string
		limit func(s *Space)
		ok    func(f Fault) bool
	}{
		{"no meanings", func(s *Space) { s.Meanings = []Moment{} }, func(f Fault) bool { return f.On == "" }},
		{"one meaning", func(s *Space) { s.Meanings = []Moment{moment(t, "halt.answered")} }, func(f Fault) bool {
			return f.On == "" || f.On == "halt.answered" && f.Kind != "lose-reply"
		}},
		{"one kind", func(s *Space) { s.Kinds = []string{"drift"} }, func(f Fault) bool { return f.Kind == "drift" }},
		{"no drift", func(s *Space) { s.DriftPPM = 0 }, func(f Fault) bool { return f.Kind != "drift" }},
		{"no pause", func(s *Space) { s.LongestPause = 0 }, func(f Fault) bool { return f.Kind != "pause" }},
		{"nothing but triggers", func(s *Space) { *s = Space{Until: time.Second} }, func(f Fault) bool { return f.Kind == "duplicate-trigger" }},
		{"a window shorter than a lease", func(s *Space) { s.Until = s.From + time.Second }, func(f Fault) bool { return f.For <= time.Second }},
		{"a window of an instant", func(s *Space) { s.Until = s.From + time.Millisecond }, func(f Fault) bool {
			return f.On != "" || f.At == standard.From
		}},
	} {
		s := standard
		row.limit(&s)
		for seed := range 200 {
			some := roll(seed, s)
			if len(some) == 0 {
				t.Errorf("%s: seed %d has no fault", row.name, seed)
			}
			for _, f := range some {
				if err := f.Validate(); err != nil || !row.ok(f) {
					t.Errorf("%s: %q, %v", row.name, f, err)
				}
			}
		}
	}
	if some := roll(1, Space{}); some != nil {
		t.Errorf("an empty space has %q", some)
	}
}
