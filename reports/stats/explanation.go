package stats

// An Explanation says what a figure is, for those who read it.
type Explanation struct {
	Name string
	Text string
}

// PerRun stands beside every bound: what it is a bound on, and what it is not.
const PerRun = "per run drawn from this generator; not a probability of failure in production"

// Explanations are those of all figures, in the order in which they are explained.
var Explanations = []Explanation{NoFailureExplanation, IntervalExplanation, WorstCaseExplanation, UnseenExplanation}
