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
	Pools:    []string{"pool/a", "pool/b", "pool/c"},
	Nodes:    []string{"node/a1", "node/a2", "node/a3", "node/b1", "node/b2", "node/b3", "node/c1", "node/c2", "node/c3"},
	Workers:  []string{"worker/1", "worker/2", "worker/3"},
	Clients:  []string{"client/1", "client/2"},
	Services: theServices,
	Keys:     []string{"orders"},
	Windows:  []string{"w1", "w2"},
	From:     2 * time.Second, Until: 40 * time.Second,
	Lease: 10 * time.Second, LongestPause: 15 * time.Second,
	DriftPPM: 200, WallJump: time.Minute, Shows: things,
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

func roll(seed int, s Space) []Event { return rollOf(All, seed, s, Turn{}) }

func rollOf(kinds Table, seed int, s Space, turn Turn) []Event {
	return kinds.random((&dice{seed: seed, asked: map[string]int{}}).at, s, turn)
}

// rollTurn is the plan of a campaign's run of that number.
func rollTurn(kinds Table, n int, s Space) []Event {
	return rollOf(kinds, n, s, Turn{N: n, Order: (&dice{seed: 7, asked: map[string]int{}}).at})
}

const seeds = 2000

func TestRandomStaysInBounds(t *testing.T) {
	for seed := range seeds {
		some := roll(seed, standard)
		small := isLone(some) || isEncounter(some) || isSequel(some)
		if !small && len(some) < fewestRandom || len(some) > mostRandom {
			t.Errorf("seed %d: %d events", seed, len(some))
		}
		for _, f := range some {
			checkBounds(t, f)
		}
		for _, f := range rollTurn(All, seed, standard) {
			checkBounds(t, f)
		}
	}
}

// isLone says whether a plan is what comes once in a run.
func isLone(plan []Event) bool {
	return slices.ContainsFunc(slices.Concat(loneWays, outsideWays, lastWays), func(w loneWay) bool {
		e := plan[len(plan)-1]
		if plan[0].Kind == destroyByHand.Name { // a node that needs the material comes with it
			return len(plan) == 2 && e.Kind == replace.Name && e.When == plan[0].When
		}
		held := len(plan) == 2 && plan[0].Kind == "pause" && plan[0].Target == actor && plan[0].When == e.When && plan[0].For <= standard.LongestPause
		held = held || len(plan) == 2 && plan[0].Kind == halt.Name && e.Kind == wrongStep.Name && plan[0].When == e.When
		return slices.Contains(w.kinds, e.Kind) && slices.Contains(w.on, e.On) && (held || len(plan) == 1 && !w.held)
	})
}

// TestLone wants every kind at every moment of each way.
func TestLone(t *testing.T) {
	s := standard
	s.Keys, s.Strangers = []string{"orders", "refunds"}, []string{"mallory"}
	seen := map[string]int{}
	for n := 5; n < 4*8*seeds; n += 8 {
		p := rollTurn(All, n, s)
		if !isLone(p) {
			t.Fatalf("run %d has no lone event: %q", n, p)
		}
		e := p[len(p)-1]
		if got, err := Parse(e.String()); err != nil || got != e || e.ValidateKeys(s.Keys) != nil {
			t.Errorf("%q parses as %+v, %v; %v", e, got, err, e.ValidateKeys(s.Keys))
		}
		if (e.Kind == "trigger") != (e.By == "mallory") {
			t.Errorf("%q: by whom?", e)
		}
		seen[e.Kind+" "+e.On]++
		seen[p[0].Kind+" "+e.On]++
	}
	for _, w := range slices.Concat(loneWays, outsideWays) {
		for _, kind := range w.kinds {
			for _, on := range w.on {
				if seen[kind+" "+on] == 0 {
					t.Errorf("never %s at %s", kind, on)
				}
			}
		}
	}
}

// TestLast wants what ends a run at every moment, seldom, and only where somebody can know.
func TestLast(t *testing.T) {
	s, seen, had := standard, map[string]int{}, 0
	s.Generations = true
	for n := 7; n < 8*seeds; n += 8 {
		if p := rollTurn(All, n, s); len(p) == 1 && p[0].Kind == rewind.Name {
			had++
			seen[p[0].On]++
			if p[0].Nth < 2 {
				t.Errorf("run %d: %q comes before there is anything to lose", n, p)
			}
		}
		for _, e := range rollTurn(All, n, standard) {
			if e.Kind == rewind.Name {
				t.Errorf("run %d: %q, of which nobody can know", n, e)
			}
		}
	}
	if len(seen) != len(lastWays[0].on) || had < seeds/lastOf/2 || had > 2*seeds/lastOf {
		t.Errorf("%d of %d runs: %v", had, seeds, seen)
	}
}

// isEncounter says whether a plan is two events about one rotation of one node, and perhaps a
// third, by which nobody hears of the second.
func isEncounter(plan []Event) bool {
	if len(plan) < 2 || len(plan) > 3 || len(plan) == 3 && (plan[1].Kind != halt.Name || plan[2].Target != onDuty) {
		return false
	}
	first, then := plan[0], plan[1]
	aboutOne := then.Target == "" || then.Target == first.Target
	return (strings.HasPrefix(first.Target, "node/") || strings.HasPrefix(first.Target, "pool/")) && aboutOne && first.Nth == then.Nth && first.When.Key == then.When.Key
}

// TestEncounters wants every pair of halves, on every node and pool, in the order in which a
// rotation comes to them.
func TestEncounters(t *testing.T) {
	s := standard
	s.Keys = []string{"orders", "refunds"}
	pairs, nodes := map[string]int{}, map[string]int{}
	for n := 6; n < 8*seeds; n += 8 {
		p := rollTurn(All, n, s)
		if !isEncounter(p) || p[0].When.Key == "" {
			t.Fatalf("run %d has no encounter: %q", n, p)
		}
		for _, e := range p {
			checkEncounter(t, e, s)
		}
		pairs[p[0].Kind+" "+p[1].Kind]++
		nodes[p[0].Target]++
	}
	if len(pairs) != 3*4+4*5+2 || len(nodes) != len(s.Nodes)+len(s.Pools) {
		t.Errorf("%d pairs on %d nodes: %v", len(pairs), len(nodes), pairs)
	}
}

func checkEncounter(t *testing.T, e Event, s Space) {
	t.Helper()
	if got, err := Parse(e.String()); err != nil || got != e || e.ValidateKeys(s.Keys) != nil {
		t.Errorf("%q parses as %+v, %v; %v", e, got, err, e.ValidateKeys(s.Keys))
	}
	if e.For > s.Until-s.From || e.Kind == "hang" && e.For > s.LongestPause {
		t.Errorf("%q lasts too long", e)
	}
}

func checkBounds(t *testing.T, f Event) {
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
	if f.Kind == "drift" && max(f.Amount, -f.Amount) > int64(s.DriftPPM) {
		t.Errorf("%q is beyond the bound", f)
	}
	if All.named(f.Kind).has("<lag>") && time.Duration(f.Amount) > s.Lease/2 {
		t.Errorf("%q takes longer than half a lease", f)
	}
	if err := f.ValidateKeys(s.Keys); err != nil {
		t.Error(err)
	}
}

// TestRandomCovers wants every shape of event that a campaign relies on.
func TestRandomCovers(t *testing.T) {
	seen, keeps := map[string]int{}, standard
	keeps.Keeps, keeps.TwoPolicies = true, true
	for seed := range seeds {
		for _, s := range []Space{standard, keeps} {
			for _, f := range roll(seed, s) {
				for _, shape := range shapes(f) {
					seen[shape]++
				}
			}
		}
	}
	for _, shape := range wantedShapes() {
		if seen[shape] == 0 {
			t.Errorf("no event of %d seeds is of the shape %q", seeds, shape)
		}
	}
}

// shapes are what is remarkable about an event; names are left out.
func shapes(f Event) []string {
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
	if f.Kind == "drift" && max(f.Amount, -f.Amount) == int64(standard.DriftPPM) {
		all = append(all, "drift at the bound")
	}
	if f.Amount < 0 {
		all = append(all, "drift slower")
	}
	if All.named(f.Kind).has("<lag>") {
		all = append(all, f.Kind+" "+size(time.Duration(f.Amount))+" lag")
	}
	return append(all, f.Kind+" "+f.Word, f.Kind+" amount "+strconv.FormatInt(f.Amount, 10), "nth "+strconv.Itoa(f.Nth))
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
		"drift at the bound", "drift slower", "lose-reply amount 1", "lose-reply amount 2", "lose-reply amount 3",
		"trigger w1", "trigger w2", "trigger amount 0", "trigger amount 2", "delay short lag", "delay below a lease lag",
		"nth 1", "nth 2", "nth 20",
	}
	for _, k := range All {
		if k.Name == rewind.Name || k.Beyond != "" {
			continue // TestLast wants the first, and TestBeyond none of the others
		}
		want = append(want, k.Name+" on")
		if !k.neverAt && !k.seldom {
			want = append(want, k.Name+" at")
		}
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

// TestThemesLeaveKindsOut: a run that always has every kind has no theme.
func TestThemesLeaveKindsOut(t *testing.T) {
	without := map[string]int{}
	for seed := range seeds {
		d := &dice{seed: seed, asked: map[string]int{}, forced: map[string]int{"faults/count": mostRandom - fewestRandom}}
		some := Random(d.at, standard, Turn{})
		for _, k := range All {
			if !slices.ContainsFunc(some, func(f Event) bool { return f.Kind == k.Name }) {
				without[k.Name]++
			}
		}
		if n := len(kindsOf(some)); n < 1 || n > mostKinds {
			t.Errorf("seed %d has %d kinds: %q", seed, n, some)
		}
	}
	for _, k := range All {
		if n := without[k.Name]; n < seeds/2 {
			t.Errorf("only %d of %d runs have no %s", n, seeds, k.Name)
		}
	}
}

func kindsOf(plan []Event) map[string]bool {
	kinds := map[string]bool{}
	for _, e := range plan {
		kinds[e.Kind] = true
	}
	return kinds
}

// TestThemesAreOfAFamilyOrTwo, unless they are of the core.
func TestThemesAreOfAFamilyOrTwo(t *testing.T) {
	for seed := range seeds {
		if seed%8 == 7 { // it may be a sequel
			continue
		}
		families, core := map[string]bool{}, true
		for name := range kindsOf(rollTurn(All, seed, standard)) {
			families[All.named(name).Family] = true
			core = core && All.named(name).core
		}
		if len(families) > mostFamilies && !core {
			t.Errorf("run %d has %d families", seed, len(families))
		}
	}
}

func TestEveryPlaceIsAskedOnce(t *testing.T) {
	for seed := range 100 {
		d := &dice{seed: seed, asked: map[string]int{}}
		order := &dice{seed: 7, asked: map[string]int{}}
		Random(d.at, standard, Turn{N: seed, Order: order.at})
		for _, asked := range []map[string]int{d.asked, order.asked} {
			for place, n := range asked {
				if n != 1 || !strings.HasPrefix(place, "faults/") {
					t.Errorf("seed %d asked %q %d times", seed, place, n)
				}
			}
		}
	}
}

// TestOneChoiceShiftsNoOther forces one event and compares the others.
func TestOneChoiceShiftsNoOther(t *testing.T) {
	for seed := range 100 {
		two := map[string]int{"faults/count": 2, "faults/small": 0}
		a := Random((&dice{seed: seed, asked: map[string]int{}, forced: two}).at, standard, Turn{})
		two["faults/1/kind"], two["faults/1/placed-by"] = 0, 1
		b := Random((&dice{seed: seed, asked: map[string]int{}, forced: two}).at, standard, Turn{})
		if a[0] != b[0] || a[2] != b[2] {
			t.Errorf("seed %d: another second event turned %q into %q", seed, a, b)
		}
	}
}

func TestSpaceRestricts(t *testing.T) {
	for _, row := range []struct {
		name  string
		limit func(s *Space)
		ok    func(f Event) bool
	}{
		{"no meanings", func(s *Space) { s.Meanings = []Moment{} }, func(f Event) bool { return f.On == "" }},
		{"one meaning", func(s *Space) { s.Meanings = []Moment{moment(t, "halt.answered")} }, func(f Event) bool {
			return f.On == "" || f.On == "halt.answered" && f.Kind != "lose-reply"
		}},
		{"one kind", func(s *Space) { s.Kinds = []string{"drift"} }, func(f Event) bool { return f.Kind == "drift" }},
		{"no drift", func(s *Space) { s.DriftPPM = 0 }, func(f Event) bool { return f.Kind != "drift" }},
		{"no pause", func(s *Space) { s.LongestPause = 0 }, func(f Event) bool { return f.Kind != "pause" }},
		{"nothing but triggers", func(s *Space) { *s = Space{Until: time.Second} }, func(f Event) bool { return f.Kind == "duplicate-trigger" }},
		{"no keys", func(s *Space) { s.Keys = nil }, func(f Event) bool { return f.Kind == "trigger" || f.IsFault() }},
		{"no windows", func(s *Space) { s.Windows = nil }, func(f Event) bool { return f.Kind != "trigger" }},
		{"a window shorter than a lease", func(s *Space) { s.Until = s.From + time.Second }, func(f Event) bool { return f.For <= time.Second }},
		{"a window of an instant", func(s *Space) { s.Until = s.From + time.Millisecond }, func(f Event) bool {
			return f.On != "" || f.At == standard.From
		}},
	} {
		s := standard
		row.limit(&s)
		for seed := range 200 {
			some := append(roll(seed, s), rollTurn(All, seed, s)...)
			if len(some) == 0 {
				t.Errorf("%s: seed %d has no event", row.name, seed)
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

// TestSeveralKeys: whatever is drawn says which key it is about, or waits for a
// moment that does.
func TestSeveralKeys(t *testing.T) {
	s := standard
	s.Keys = []string{"orders", "refunds"}
	seen := map[string]int{}
	for n := range 2 * seeds {
		for _, e := range rollTurn(All, n, s) {
			if err := e.ValidateKeys(s.Keys); err != nil {
				t.Error(err)
			}
			if e.On == "" {
				seen[e.Target]++
			} else if stepOf(e.On).Keyless {
				seen["keyless "+e.Target+" "+e.Key]++
			} else {
				seen["on "+e.Target+" "+e.When.Key]++
			}
		}
	}
	for _, shape := range []string{
		"owner/orders", "owner/refunds", "on owner orders", "on owner refunds", "on owner ", "on actor orders",
		"keyless owner/orders ", "keyless  refunds", "on  orders",
	} {
		if seen[shape] == 0 {
			t.Errorf("nothing is of the shape %q", shape)
		}
	}
}
