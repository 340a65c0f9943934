package sim

// A Branch is a run that goes another way from somewhere on: it follows the log that it is
// given through its first After decisions, and draws all later ones from a seed of its own.
// As ever, what a place draws there follows from that seed, its name and how often it has
// been asked, so that a branch by the seed that made the log is the run of the log.
//
// The log may be longer than what is followed. A run that ends before it has made so many
// decisions, or makes another one than the log has, diverges.
type Branch struct {
	After int // decisions; less than 0 is 0
	Seed  uint64
}

// followed is what of the log must be followed: all of it, unless the run branches off.
func (c *Config) followed() []Decision {
	if c.Branch == nil {
		return c.Replay
	}
	return c.Replay[:min(max(c.Branch.After, 0), len(c.Replay))]
}

// draws says whether the decision of a number, from 0, is drawn by the branch. One that is
// to follow more than there is comes to the end of the log.
func (c *Config) draws(i int) bool { return c.Branch != nil && i >= c.Branch.After }

// redraw is what a branch's seed has for the decision that a source has just drawn.
func (b *Branch) redraw(s *Source, n int32) int32 {
	return below(mix(keyOf(b.Seed, s.place)+s.drawn*golden), int(n))
}
