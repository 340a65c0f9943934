package campaign

import (
	"context"
	"fmt"

	"pawl/checker"
	"pawl/reports"
)

// Rates tell an engine that breaks no rule and is of no use: one that does not serve,
// never tidies up, or asks for the same over and over. What an engine comes to in the
// first random runs of a campaign is held against what another comes to in the very
// same runs: the same seeds, settings and faults. Where there is no other, because it is
// the measure itself, what it did is held against what it was asked for.
//
// Half and double are the bounds: an engine may be more careful than the measure, or
// quicker, and not half as useful, or twice as dear. By chance alone they are not
// crossed: even of different samples of the measure's own runs, which differ in seeds,
// settings and faults as two engines never do here, none is half or double of another. Runs
// of very many rotations are the exception, since one of them has as many as all others
// of a sample; two engines have them both.

// sampledRuns are how many random runs of the measure are made to compare with.
const sampledRuns = 30

const (
	half   = 50 // percent
	double = 200
)

// few is how much of what was done may be turned away besides: what hardly ever happens
// doubles by chance. It is a share, one in so many.
const few = 10

// A compared is one number that engines are held to.
type compared struct {
	name    string
	of      func(c *checker.Counts) int
	most    bool                        // it must not be much more; else not much less
	besides func(c *checker.Counts) int // of the measure, what one in few of may be more
	record  bool                        // only of an engine that tells of its record
}

var comparisons = []compared{
	{name: "seals", of: func(c *checker.Counts) int { return c.Seals }},
	{name: "opens", of: func(c *checker.Counts) int { return c.Opens }},
	{name: "denials", of: func(c *checker.Counts) int { return c.Denials }, most: true, besides: func(c *checker.Counts) int { return c.Seals }},
	{name: "unavailable opens", of: func(c *checker.Counts) int { return c.Unavailable }, most: true, besides: func(c *checker.Counts) int { return c.Opens }},
	{name: "commits", of: func(c *checker.Counts) int { return c.Commits }, record: true},
	{name: "destroyed versions", of: func(c *checker.Counts) int { return c.Destroyed }, record: true},
	{name: "requests of nodes", of: func(c *checker.Counts) int { return c.Nodes }, most: true},
	{name: "requests of workers", of: func(c *checker.Counts) int { return c.Workers }, most: true},
}

// against holds what an engine came to against what the measure came to.
func against(c, measure *checker.Counts) (all []reports.Rate) {
	for _, x := range comparisons {
		if x.record && !c.Record {
			continue
		}
		r := reports.Rate{Measure: x.name, Count: x.of(c), Against: x.of(measure), Of: reports.TheMeasures, Least: half}
		r.Met = 100*r.Count >= half*r.Against
		if x.most {
			r.Least, r.Most = 0, double
			allowed := double * r.Against
			if x.besides != nil {
				allowed += 100 * x.besides(measure) / few
			}
			r.Met = 100*r.Count <= allowed
		}
		all = append(all, r)
	}
	return append(all, always(c)...)
}

// mostLeft is how many keys an engine may leave in the store for each thing that happened, in
// percent. What does not follow from anything, such as a line for each look at the store, is more
// than that after a minute, and has no end.
const mostLeft = 400

// always holds an engine to what needs no other to compare with.
func always(c *checker.Counts) []reports.Rate {
	return []reports.Rate{
		{Measure: acts, Count: c.Acts - c.Unsupported, Against: c.Acts, Of: "those that operators asked for", Least: half, Met: 100*(c.Acts-c.Unsupported) >= half*c.Acts},
		{Measure: keysLeft, Count: c.Left, Against: c.Happened, Of: "things that happened", Most: mostLeft, Met: 100*c.Left <= mostLeft*c.Happened},
	}
}

// The rates that are no more of the one than of the other.
const (
	acts     = "halts, resumes and aborts that there are"
	keysLeft = "keys left in the store"
)

// advice is what to do about a rate that was missed.
func advice(measure string) string {
	switch measure {
	case acts:
		return "Have Operate do them, or what it has of them: an engine that nobody can stop is not fit. If it never promised to, leave S18 out of what its View claims."
	case keysLeft:
		return "Delete what nobody needs any more, or write it over: a store that grows while nothing happens is full one day. What may be left is what a request, a start of a machine, or a step of a rotation or of a version led to."
	}
	return fmt.Sprintf("Look at what the engine does in its random runs, all day long: %s count as much as safety.", measure)
}

// asked holds what an engine did against what it was asked for: half of it is the least.
// What is asked for is admitted, and then commits; a version that another one has replaced is
// destroyed in the end.
func asked(c *checker.Counts) []reports.Rate {
	rate := func(name string, done, of int, what string) reports.Rate {
		return reports.Rate{Measure: name, Count: done, Against: of, Of: what, Least: half, Met: 100*done >= half*of}
	}
	all := []reports.Rate{
		rate("seals", c.Seals, c.Seals+c.Denials, "those asked for"),
		rate("opens", c.Opens, c.Opens+c.Unavailable, "those asked for"),
		rate("admitted rotations", c.Admitted, c.Windows, "windows that were asked for"),
	}
	if c.Record {
		all = append(all, rate("commits", c.Commits, c.Admitted, "admitted rotations"),
			rate("destroyed versions", c.Destroyed, c.Replaced, "replaced versions"))
	}
	return append(all, always(c)...)
}

// rates are how much the engine does, of what it came to in the first so many random runs.
func (g *Gate) rates(ctx context.Context, counts *checker.Counts, sampled int) (reports.Rates, error) {
	r := reports.Rates{Runs: sampled}
	switch {
	case sampled == 0:
	case g.Measure.Name == g.Engine.Name || g.Measure.Name == "":
		r.Rates = asked(counts)
	default:
		measure, err := g.measured(ctx, sampled)
		if err != nil {
			return r, err
		}
		r.Measure, r.Rates = g.Measure.Name, against(counts, &measure)
	}
	return r, nil
}

// measured is what the measure comes to in the first random runs of a campaign.
func (g *Gate) measured(ctx context.Context, runs int) (sum checker.Counts, err error) {
	m := (&Campaign{Runner: simulated(), Engine: g.Measure, Seed: g.Seed, Runs: runs, Jobs: g.Jobs}).by(g.Strategy)
	once := func(i int) Making {
		quick := m.Case(i)
		quick.NoLog = true
		o, err := m.Runner.Run(context.WithoutCancel(ctx), quick)
		o.LetGo()
		return Making{Outcome: o, Err: err}
	}
	take := func(_ int, r Making) bool {
		err = r.Err
		sum.Add(r.Outcome.Report.Counts)
		return err == nil
	}
	InOrder(g.Jobs, runs, func() bool { return true }, once, take)
	return sum, err
}

// missedRates are the criteria that a rate has missed.
func missedRates(r *reports.Rates) (all []criterion) {
	for _, x := range r.Rates {
		if !x.Met {
			all = append(all, criterion{x.Missed(r.Measure), advice(x.Measure)})
		}
	}
	return all
}
