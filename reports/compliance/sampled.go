package compliance

import "pawl/reports"

// A sample is what the runs of fresh seeds came to, on which alone a bound can stand.
type sample struct {
	runs, failed, undecided int
	counted                 bool   // what they came to is known
	why                     string // there is no bound; "" if there is
}

// sampled is that of a campaign. In what came to nothing that could be judged nothing is known
// of failures, whatever the reason.
func sampled(c *reports.Check) sample {
	o := c.RandomOutcomes
	s := sample{runs: c.RandomRuns, failed: o.Violated, undecided: o.Inconclusive + o.Invalid + o.Unjudged}
	s.counted = c.RandomRuns > 0 && o.Passed+o.Missed+s.failed+s.undecided == c.RandomRuns
	switch {
	case c.RandomRuns == 0:
		s.why = "no run of a fresh seed was made"
	case !s.counted:
		s.why = "the result does not say what its runs of fresh seeds came to"
	case len(c.Determinism.Different) > 0:
		s.why = "the same seed gave two different runs"
	}
	return s
}
