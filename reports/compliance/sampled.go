package compliance

import "pawl/reports"

// A sample is what the runs of fresh seeds came to, on which alone a bound can stand.
type sample struct {
	runs, failed, undecided int
	why                     string // there is none; "" if there is
}

// sampled is that of a campaign. In what came to nothing that could be judged nothing is known
// of failures, whatever the reason.
func sampled(c *reports.Check) sample {
	o := c.RandomOutcomes
	s := sample{runs: c.RandomRuns, failed: o.Violated, undecided: o.Inconclusive + o.Invalid + o.Unjudged}
	switch {
	case c.RandomRuns == 0:
		s.why = "no run of a fresh seed was made"
	case o.Passed+o.Missed+s.failed+s.undecided != c.RandomRuns:
		s.why = "the result does not say what its runs of fresh seeds came to"
	case len(c.Determinism.Different) > 0:
		s.why = "the same seed gave two different runs"
	}
	return s
}
