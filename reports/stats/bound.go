package stats

import "math"

// Alpha is in how large a share of all campaigns a bound is wrong: each is of 95 % confidence.
const Alpha = 0.05

// NoFailureExplanation is that of [NoFailure].
var NoFailureExplanation = Explanation{"Bound with no failure",
	"Where none of N independent runs failed, the upper 95 % confidence bound on the chance that a run fails is 1 − 0.05^(1/N), which is about 3/N: with a higher chance, fewer than one campaign in 20 of this size would have seen no failure. " +
		"It holds " + PerRun + ". Only runs of fresh seeds count, of one version of the engine: no scenario, no replay, and no run that was guided to where few had been."}

// NoFailure is the upper bound on the chance that a run fails, of so many none of which did;
// with no run it is 1: nothing is known.
func NoFailure(runs int) float64 {
	if runs <= 0 {
		return 1
	}
	return -math.Expm1(math.Log(Alpha) / float64(runs))
}

// IntervalExplanation is that of [Interval].
var IntervalExplanation = Explanation{"Interval with failures",
	"Where k of N independent runs failed, the interval of Clopper and Pearson: below its lower end k failures or more, and above its upper end k or fewer, would be seen in at most one campaign in 40 of this size. Two-sided, 95 % confidence, never too narrow. It holds " + PerRun + "."}

// Interval is that of Clopper and Pearson for the chance that a run fails, of which so many
// did; with no run it is all that there is.
func Interval(failed, runs int) (low, high float64) {
	low, high = 0, 1
	if runs <= 0 {
		return low, high
	}
	failed = min(max(failed, 0), runs)
	k, rest := float64(failed), float64(runs-failed)
	if failed > 0 {
		low = quantile(Alpha/2, k, rest+1)
	}
	if failed < runs {
		high = quantile(1-Alpha/2, k+1, rest)
	}
	return low, high
}

// Upper is the upper bound on the chance that a run fails: [NoFailure] if none did, else the
// upper end of [Interval].
func Upper(failed, runs int) float64 {
	if failed <= 0 {
		return NoFailure(runs)
	}
	_, high := Interval(failed, runs)
	return high
}

// WorstCaseExplanation is that of [WorstCase].
var WorstCaseExplanation = Explanation{"Bound in the worst case",
	"Runs that could not be judged may each have been a failure. This is the upper bound that holds if every one of them was: the same as the other where all could be judged. It holds " + PerRun + "."}

// WorstCase is the upper bound if all runs that could not be judged had failed.
func WorstCase(failed, undecided, runs int) float64 { return Upper(failed+undecided, runs) }
