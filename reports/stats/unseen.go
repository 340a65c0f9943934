package stats

// UnseenExplanation is that of [Unseen].
var UnseenExplanation = Explanation{"Chance of something new",
	"The estimate of Good and Turing: of N runs, f₁ came to a kind of behaviour that no other of them came to; then the chance that the next run comes to one that none has come to is about f₁/N. " +
		"It is an estimate and no bound, and it is of behaviour as it was told apart here, which is by what was felt by whom and in which phase, which goals were reached, and what was violated."}

// Unseen estimates the chance that the next run shows what none has shown, where so many
// showed what no other did; with no run it is 1: everything would be new.
func Unseen(once, runs int) float64 {
	if runs <= 0 {
		return 1
	}
	return float64(once) / float64(runs)
}
