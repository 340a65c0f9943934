package campaign

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"pawl/cmd/house/lengthy"
	"pawl/engine/reference"
)

// enoughForFeedback is three generations.
const enoughForFeedback = 3 * guidedGeneration

// hashesBy are the hashes of the runs of a campaign of one strategy.
func hashesBy(t *testing.T, strategy string, jobs int, shard Shard) []byte {
	t.Helper()
	s, err := StrategyOf(strategy)
	if err != nil {
		t.Fatal(err)
	}
	c := (&Campaign{Runner: simulated(), Engine: reference.Engine(), Seed: 7, Runs: enoughForFeedback, Jobs: jobs, Shard: shard}).by(s)
	f, err := c.Run(context.Background())
	if err != nil || len(f.Inconsistent) > 0 {
		t.Fatal(err, f.Inconsistent)
	}
	return f.Hashes
}

// TestEachStrategyIsTheSame for any number of jobs, is another one than the usual, and is the sum of
// its parts, those that begin in the middle of a block too.
func TestEachStrategyIsTheSame(t *testing.T) {
	t.Parallel()
	usual := hashesBy(t, "random", 1, Shard{})
	others := Strategies[1:]
	if !lengthy.Wanted() {
		others = others[:1]
	}
	for _, s := range others {
		whole := hashesBy(t, s.Name, 1, Shard{})
		if bytes.Equal(whole, usual) {
			t.Errorf("%s makes the usual runs", s.Name)
		}
		if !bytes.Equal(whole, hashesBy(t, s.Name, 4, Shard{})) {
			t.Errorf("%s: four jobs make other runs than one", s.Name)
		}
		if !s.guides() {
			continue
		}
		var parts []byte
		for n := range 2 {
			parts = append(parts, hashesBy(t, s.Name, 2, Shard{Number: n + 1, Of: 2})...)
		}
		if !bytes.Equal(whole, parts) {
			t.Errorf("%s: in two parts there are other runs", s.Name)
		}
	}
}

// TestAGuideGoesByWhatWasReached: what is made after the first generation follows from what that
// came to, and not from its number alone.
func TestAGuideGoesByWhatWasReached(t *testing.T) {
	t.Parallel()
	guided, _ := StrategyOf("guided")
	campaign := func() *Campaign {
		return (&Campaign{Runner: simulated(), Engine: reference.Engine(), Seed: 7, Runs: enoughForFeedback}).by(guided)
	}
	c := campaign()
	for n := range guidedGeneration {
		if got, want := c.Case(n), c.usual(n); got.Seed != want.Seed || got.Events != nil {
			t.Errorf("run %d, of which nothing is known before, is not the usual one", n)
		}
	}
	plans := func(c *Campaign) (all []string) {
		for n := guidedGeneration; n < enoughForFeedback; n++ {
			x := c.Case(n)
			setup := x.Setup()
			for _, e := range setup.Events {
				all = append(all, e.String())
			}
		}
		return all
	}
	others := campaign()
	for n := range guidedGeneration { // as if the runs had come to what those of others come to
		x := others.usual(n + enoughForFeedback)
		x.Near, x.NoLog = true, true
		o, err := others.Runner.Run(context.Background(), x)
		if err != nil {
			t.Fatal(err)
		}
		others.guide.run(0, others.usual(0))
		others.guide.noted(n, &o)
	}
	if first, second := plans(c), plans(others); slices.Equal(first, second) {
		t.Error("whatever the first generation comes to, the next ones are the same")
	}
}

// TestARareCellIsPreferred over one that many runs have reached, and one that was never drawn
// over one that was drawn in vain.
func TestARareCellIsPreferred(t *testing.T) {
	t.Parallel()
	m := &memory{}
	m.learn(observation{drawn: []string{"often", "in vain"}, reached: []string{"often"}})
	never, vain, often := m.rarity([]string{"never"}), m.rarity([]string{"in vain"}), m.rarity([]string{"often"})
	if never <= vain || vain <= often {
		t.Errorf("never drawn %g, in vain %g, reached %g", never, vain, often)
	}
}

// TestWhatARunCameTo is told by phase, meaning, fault, role and outcome, and by how near bounds came.
func TestWhatARunCameTo(t *testing.T) {
	t.Parallel()
	c := (&Campaign{Engine: reference.Engine(), Seed: 7}).usual(1)
	c.Near = true
	o, err := simulated().Run(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	x := observe(&o)
	for _, kind := range []string{"felt ", "kind ", "at ", "goal commit", "near publish deadline", "near lease", "near settle bound"} {
		if !slices.ContainsFunc(x.reached, func(c string) bool { return strings.HasPrefix(c, kind) }) {
			t.Errorf("nothing of %q in %q", kind, x.reached)
		}
	}
}

// TestStrategyOf takes names only.
func TestStrategyOf(t *testing.T) {
	t.Parallel()
	for _, s := range Strategies {
		if got, err := StrategyOf(s.Name); err != nil || got.Name != s.Name || s.Text == "" {
			t.Errorf("%s: %v", s.Name, err)
		}
	}
	if s, err := StrategyOf(""); err != nil || s.Name != "random" || s.guides() {
		t.Errorf("the usual is %q: %v", s.Name, err)
	}
	if _, err := StrategyOf("pcr"); err == nil || !strings.Contains(err.Error(), `"pct"`) {
		t.Errorf("pcr: %v", err)
	}
}
