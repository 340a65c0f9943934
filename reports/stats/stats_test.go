package stats

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func near(t *testing.T, what string, got, want, by float64) {
	t.Helper()
	if !(math.Abs(got-want) <= by) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// Published: J. A. Hanley and A. Lippman-Hand, "If nothing goes wrong, is everything all
// right?", JAMA 249 (1983), 1743–1745: 26 %, 14 %, 10 %, 6 % and 3 % for 10, 20, 30, 50 and
// 100 without one.
func TestNoFailureAsPublished(t *testing.T) {
	for runs, percent := range map[int]float64{10: 26, 20: 14, 30: 10, 50: 6, 100: 3} {
		near(t, "none of "+big.NewInt(int64(runs)).String(), 100*NoFailure(runs), percent, 0.5)
	}
	near(t, "none of none", NoFailure(0), 1, 0)
	near(t, "none of one", NoFailure(1), 0.95, 1e-15)
	near(t, "none of a billion", NoFailure(1e9), -math.Log(0.05)/1e9, 1e-17)
}

// Published: R. G. Newcombe, "Two-sided confidence intervals for the single proportion:
// comparison of seven methods", Statistics in Medicine 17 (1998), 857–872, table I, method 5;
// and the manual of R's binom.test, for Mendel's peas of W. J. Conover, Practical
// Nonparametric Statistics (1971), p. 97 f.
func TestIntervalAsPublished(t *testing.T) {
	for _, x := range []struct {
		failed, runs  int
		low, high, by float64
	}{
		{81, 263, 0.2527, 0.3676, 5e-5},
		{15, 148, 0.0578, 0.1617, 5e-5},
		{0, 20, 0, 0.1684, 5e-5},
		{1, 29, 0.0009, 0.1776, 5e-5},
		{682, 925, 0.7076683, 0.7654066, 5e-8},
	} {
		low, high := Interval(x.failed, x.runs)
		near(t, "low", low, x.low, x.by)
		near(t, "high", high, x.high, x.by)
	}
	if low, high := Interval(0, 0); low != 0 || high != 1 {
		t.Errorf("of no run: %v to %v", low, high)
	}
}

// Published: W. A. Gale and G. Sampson, "Good–Turing frequency estimation without tears",
// Journal of Quantitative Linguistics 2 (1995), 217–237: of 30,902 tokens 120 were of a type
// that was seen once, which leaves 0.003883 for all that was not seen.
func TestUnseenAsPublished(t *testing.T) {
	near(t, "prosody", Unseen(120, 30_902), 0.003883, 5e-7)
	near(t, "nothing seen", Unseen(0, 0), 1, 0)
}

// tail is the chance of at least k of n, exactly.
func tail(k, n int, p *big.Rat) *big.Rat {
	q := new(big.Rat).Sub(big.NewRat(1, 1), p)
	sum := new(big.Rat)
	for i := k; i <= n; i++ {
		term := new(big.Rat).SetInt(new(big.Int).Binomial(int64(n), int64(i)))
		for range i {
			term.Mul(term, p)
		}
		for range n - i {
			term.Mul(term, q)
		}
		sum.Add(sum, term)
	}
	return sum
}

// The beta function is the tail of a binomial distribution, which fractions can add up.
func TestBetaIsABinomialTail(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(t, "n")
		k := rapid.IntRange(1, n).Draw(t, "k")
		p := big.NewRat(int64(rapid.IntRange(1, 999).Draw(t, "p")), 1000)
		x, _ := p.Float64()
		want, _ := tail(k, n, p).Float64()
		if got := below(x, float64(k), float64(n-k+1)); !(math.Abs(got-want) <= 1e-12*math.Max(1, 1/want)*want+1e-15) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

// At its ends an interval is as unlikely as it says.
func TestIntervalEndsWhereItShould(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		runs := rapid.IntRange(1, 2_000_000).Draw(t, "runs")
		failed := rapid.IntRange(0, runs).Draw(t, "failed")
		low, high := Interval(failed, runs)
		rate := float64(failed) / float64(runs)
		if !(0 <= low && low <= rate && rate <= high && high <= 1) {
			t.Fatalf("%d of %d: %v to %v", failed, runs, low, high)
		}
		if failed > 0 && math.Abs(below(low, float64(failed), float64(runs-failed+1))-Alpha/2) > 1e-6 {
			t.Fatalf("%d of %d: the lower end %v has another tail", failed, runs, low)
		}
		if failed < runs && math.Abs(below(high, float64(failed+1), float64(runs-failed))-(1-Alpha/2)) > 1e-6 {
			t.Fatalf("%d of %d: the upper end %v has another tail", failed, runs, high)
		}
		// Failures and passes change places.
		if a, b := Interval(runs-failed, runs); math.Abs(1-b-low) > 1e-9 || math.Abs(1-a-high) > 1e-9 {
			t.Fatalf("%d of %d: %v to %v, and the other way round %v to %v", failed, runs, low, high, a, b)
		}
	})
}

// More runs make it surer, more failures and more that could not be judged never better.
func TestBoundsMoveTheRightWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		runs := rapid.IntRange(1, 100_000).Draw(t, "runs")
		failed := rapid.IntRange(0, runs-1).Draw(t, "failed")
		undecided := rapid.IntRange(0, runs-failed).Draw(t, "undecided")
		if !(NoFailure(runs+1) < NoFailure(runs)) || !(Upper(failed, runs+1) < Upper(failed, runs)) {
			t.Fatal("with a run more the bound is no lower")
		}
		if !(Upper(failed, runs) < Upper(failed+1, runs)) {
			t.Fatal("with a failure more the bound is no higher")
		}
		if worst := WorstCase(failed, undecided, runs); worst < Upper(failed, runs) || undecided == 0 && worst != Upper(failed, runs) {
			t.Fatalf("the worst case %v is better than %v", worst, Upper(failed, runs))
		}
		if p := Unseen(failed, runs); p < 0 || p > 1 {
			t.Fatal(p)
		}
	})
}

// Who reads a bound reads what it is not.
func TestBoundsSayWhatTheyAreNot(t *testing.T) {
	for _, d := range Explanations {
		if d.Name == "" || d.Text == "" {
			t.Errorf("%q is not explained", d.Name)
		}
		if d != UnseenExplanation && !strings.Contains(d.Text, PerRun) {
			t.Errorf("%s does not say that it is %s", d.Name, PerRun)
		}
	}
}
