package stats

// A Definition says what a figure is, for those who read it.
type Definition struct {
	Name string
	Text string
}

// PerRun stands beside every bound: what it is a bound on, and what it is not.
const PerRun = "per run drawn from this generator; not a probability of failure in production"

// Definitions are those of all figures, in the order in which they are explained.
var Definitions = []Definition{NoFailureDefinition, IntervalDefinition, WorstCaseDefinition, UnseenDefinition}
