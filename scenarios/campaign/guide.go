package campaign

import (
	"context"
	"slices"
	"sync"

	"pawl/checker/model"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/sim"
)

// Guided runs go by what earlier ones came to, and are the same for any number of jobs and for any
// cut into parts, by this: the random runs of a campaign lie in blocks, and those of a block in
// generations. Which run is made follows from the seed, from its number, and from what came of all
// runs of earlier generations of its block, taken in the order of their numbers. Nothing is known
// from one block to the next. A part of a campaign that begins within a block makes
// those runs of it besides that come before its own, and so does whoever makes a single run again.
const (
	guidedBlock      = 1000
	guidedGeneration = 8 // once round the turns
)

// A guide says which guided run has a number.
type guide struct {
	of    *Campaign
	chart *model.Chart

	mu  sync.Mutex
	at  int                 // the random run, from 0, with which the generation begins that memory is for
	mem *memory             // of the block, up to that generation; nil: nothing was asked for yet
	had map[int]observation // runs of that generation that were made
}

// by has a campaign's random runs made in the way of a strategy.
func (c *Campaign) by(s Strategy) *Campaign {
	c.strategy = s
	if s.guides() {
		c.guide = &guide{of: c, chart: model.New()}
	}
	return c
}

// generationOf is the first run of a run's generation.
func generationOf(n int) int {
	block := n / guidedBlock * guidedBlock
	return block + (n-block)/guidedGeneration*guidedGeneration
}

// nextGeneration is the first run of the generation after a run's.
func nextGeneration(n int) int {
	return min(generationOf(n)+guidedGeneration, (n/guidedBlock+1)*guidedBlock)
}

// run is the case of a random run by its number, which is as it would be without a guide.
func (g *guide) run(n int, usual scenarios.Case) scenarios.Case {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.reach(generationOf(n))
	return g.choose(n, usual)
}

// choose is the case by what the memory has.
func (g *guide) choose(n int, usual scenarios.Case) scenarios.Case {
	usual.Near = true
	if !g.of.strategy.way(n).guided || g.mem.empty() {
		return usual
	}
	return g.mem.best(n, g.of.Seed, usual)
}

// noted takes what came of a run that was made, if it is one that the guide is waiting for.
func (g *guide) noted(n int, o *scenarios.Outcome) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.mem != nil && generationOf(n) == g.at {
		g.had[n] = observe(o)
	}
}

// reach brings the memory to a generation.
func (g *guide) reach(generation int) {
	block := generation / guidedBlock * guidedBlock
	if g.mem == nil || g.at > generation || g.at < block {
		g.mem, g.at, g.had = &memory{}, block, map[int]observation{}
	}
	for g.at < generation {
		next := nextGeneration(g.at)
		g.fill(next)
		for n := g.at; n < next; n++ {
			g.mem.learn(g.had[n])
		}
		g.mem.look(g.chart)
		g.at, g.had = next, map[int]observation{}
	}
}

// fill makes the runs of the generation that nobody has made.
func (g *guide) fill(next int) {
	var left []int
	for n := g.at; n < next; n++ {
		if _, made := g.had[n]; !made {
			left = append(left, n)
		}
	}
	InOrder(g.of.Jobs, len(left), func() bool { return true }, func(i int) observation {
		c := g.choose(left[i], g.of.usual(left[i]))
		c.NoLog = true
		o, err := g.of.Runner.Run(context.Background(), c)
		if err != nil {
			return observation{}
		}
		defer o.LetGo()
		return observe(&o)
	}, func(i int, x observation) bool {
		g.had[left[i]] = x
		return true
	})
}

// candidates is of how many cases one run is chosen.
const candidates = 6

// best is, of some cases that a run could be, the one that leads to what was reached seldom: in two of
// four rounds of turns one that is drawn anew, for this turn or one of those after it, in the others a
// variation of one that came to something rare.
func (m *memory) best(n int, seed uint64, usual scenarios.Case) scenarios.Case {
	best, most := usual, -1.0
	for k := range candidates {
		c := usual
		if k > 0 {
			c.Seed = SeedOf(seed, "guided", n*candidates+k)
			c.Turn.N += k
		}
		if n/(2*wayRuns)%2 == 1 {
			c = m.parents[m.turns[n%len(m.turns)]].varied(c)
		}
		setup := c.Setup()
		if setup.Validate() != nil {
			continue
		}
		if s := m.rarity(cellsOf(&setup, nil)); s > most {
			best, most = c, s
		}
	}
	return best
}

// varied is a run that came to something, in another way: what its seed draws is another thing, and
// one event is left out, put in place of another, or added.
func (p *parent) varied(c scenarios.Case) scenarios.Case {
	x := c
	x.Setting, x.Home = p.setting, nil
	drawn := x.Setup()
	fresh := drawn.Faults()
	choose := func(what string, n int) int { return sim.NewSource(c.Seed, "guided/"+what).Choose(n) }
	events := slices.Clone(p.events)
	var spare []int
	for i, e := range events {
		if scenarios.Spare(e) {
			spare = append(spare, i)
		}
	}
	how := choose("how", 4)
	if how == 0 && len(spare) > 1 {
		i := spare[choose("out", len(spare))]
		events = slices.Delete(events, i, i+1)
	}
	if how > 0 && len(fresh) > 0 {
		e := fresh[choose("event", len(fresh))]
		if i := choose("place", len(spare)+1); how == 1 && i < len(spare) {
			events[spare[i]] = e
		} else if len(spare) < mostVaried {
			events = append(events, e)
		}
	}
	x.Events = append([]faults.Event{}, events...) // never nil, which would draw some
	return x
}

// mostVaried is how many events a variation has at most, besides what the run is about.
const mostVaried = 7
