package stats

import "math"

// quantile is the place below which so much of the beta distribution of a and b lies. It is
// found by halving, until no number is left between: the places that matter are next to 0,
// where a fixed number of halves would be too few.
func quantile(p, a, b float64) float64 {
	low, high := 0.0, 1.0
	for {
		middle := low + (high-low)/2
		if middle <= low || middle >= high {
			return middle
		}
		if below(middle, a, b) < p {
			low = middle
		} else {
			high = middle
		}
	}
}

// below is the regularized incomplete beta function: how much of the distribution of a and b
// lies below x. Its continued fraction is quick on one side of the mean; the other side is
// the same of what lies above.
func below(x, a, b float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2):
		return 1 - below(1-x, b, a)
	}
	all, _ := math.Lgamma(a + b)
	ga, _ := math.Lgamma(a)
	gb, _ := math.Lgamma(b)
	front := math.Exp(all - ga - gb + a*math.Log(x) + b*math.Log1p(-x))
	return front / (a * fraction(x, a, b))
}

// terms is how many of the fraction are looked at most: it takes about as many as the root
// of the number of runs, and no campaign has 10^12.
const terms = 1 << 20

// fraction is 1 + d1/(1 + d2/(1 + …)), in the notation of the NIST Handbook of Mathematical Functions,
// 8.17.22, from the front, as Lentz does it: two ratios are kept, and no sum that could
// overflow. A ratio that comes to nothing is put at what is next to it.
func fraction(x, a, b float64) float64 {
	const tiny = 1e-300
	away := func(v float64) float64 {
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	value, c, d := 1.0, 1.0, 0.0
	for i := 1; i < terms; i++ {
		m := float64(i / 2)
		term := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		if i%2 == 1 {
			term = -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		}
		c, d = away(1+term/c), 1/away(1+term*d)
		value *= c * d
		if math.Abs(c*d-1) < 1e-15 {
			break
		}
	}
	return value
}
