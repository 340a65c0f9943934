package campaign

import (
	"fmt"
	"slices"

	"pawl/scenarios"
	"pawl/sim/deploy"
)

// A Strategy is how a campaign comes to its random runs. The zero Strategy is the usual one.
type Strategy struct {
	Name string
	Text string // what its runs are
	ways []way  // in turn; none: the usual one
}

// A way is that of some runs.
type way struct {
	order  deploy.Order // of requests that contend
	guided bool         // what earlier runs came to decides which is made
}

// Strategies are all that there are, the usual one first.
var Strategies = []Strategy{
	{"random", "plans that go round faults and moments, and all else as it is drawn", nil},
	{"pct", "the same plans, and requests that contend ordered by the ranks of their processes, which fall a few times", []way{{order: deploy.ByPriority}}},
	{"uniform", "the same plans, and each order of requests that contend as likely", []way{{order: deploy.Evenly}}},
	{"guided", "of several plans the one that leads to what earlier runs have not come to", []way{{guided: true}}},
	{"mix", "eight runs each: random, guided, pct, guided", []way{{}, {guided: true}, {order: deploy.ByPriority}, {guided: true}}},
}

// StrategyOf is that of a name; "" stands for the usual one.
func StrategyOf(name string) (Strategy, error) {
	if name == "" {
		return Strategies[0], nil
	}
	for _, s := range Strategies {
		if s.Name == name {
			return s, nil
		}
	}
	names := scenarios.Names(Strategies, func(s Strategy) string { return s.Name })
	return Strategy{}, fmt.Errorf("no strategy is called %q; %s", name, scenarios.Suggest(name, names))
}

// wayRuns is how many runs that follow each other go one way: as many as turns take to go round.
const wayRuns = 8

// way is that of the random run of a number, from 0.
func (s *Strategy) way(n int) way {
	if len(s.ways) == 0 {
		return way{}
	}
	return s.ways[n/wayRuns%len(s.ways)]
}

// guides says whether earlier runs decide on later ones.
func (s *Strategy) guides() bool {
	return slices.ContainsFunc(s.ways, func(w way) bool { return w.guided })
}

// told is the name where it is to be told.
func (s *Strategy) told() string {
	if len(s.ways) == 0 {
		return ""
	}
	return s.Name
}
