package exhaust

import "pawl/scenarios/campaign"

// chosen are the pairs that are made, by their numbers, from the first on: all of them or a
// sample, or a shard of these.
type chosen struct {
	seed   uint64
	from   int // the first of them
	of     int // pairs there are
	sample int // of them; 0: all
	shard  campaign.Shard
}

// all is how many are made by all shards together.
func (c *chosen) all() int {
	if c.sample > 0 && c.sample < c.of {
		return c.sample
	}
	return c.of
}

// meant is how many are made here.
func (c *chosen) meant() int {
	from, to := c.shard.Range(c.all())
	return to - from
}

// number is the n-th that is made here. A sample has one from each of as many stretches of
// one length, drawn from the seed, so that each is in it at most once and they ascend.
func (c *chosen) number(n int) int {
	from, _ := c.shard.Range(c.all())
	n += from
	if c.all() == c.of {
		return c.from + n
	}
	lo, hi := stretch(n, c.of, c.sample), stretch(n+1, c.of, c.sample)
	return c.from + lo + int(campaign.SeedOf(c.seed, "pairs", n)%uint64(hi-lo))
}

// stretch is where the n-th of so many parts of a length begins.
func stretch(n, of, parts int) int {
	return of/parts*n + of%parts*n/parts
}
