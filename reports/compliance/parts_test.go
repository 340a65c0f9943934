package compliance

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"pawl/reports"
)

// Shares are told so that they never claim more than they are.
func TestSharesAreRoundedToTheSideThatClaimsLess(t *testing.T) {
	for share, want := range map[float64]string{0.005972: "0.60 %", 0.00301: "0.31 %", 1: "100 %", 0.95: "95 %", 0.0999: "10.0 %", 0.000003: "0.00030 %", 0: "0 %", 0.02: "2.0 %"} {
		if got := atMost(share); got != want {
			t.Errorf("at most %v: %s, want %s", share, got, want)
		}
	}
	if got := atLeast(0.00309); got != "0.30 %" {
		t.Errorf("at least: %s", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		share := rapid.Float64Range(1e-9, 1).Draw(t, "share")
		if read(t, atMost(share)) < share*(1-1e-6) || read(t, atLeast(share)) > share*(1+1e-6) {
			t.Fatalf("%v: %s, %s", share, atMost(share), atLeast(share))
		}
	})
}

func TestStatistics(t *testing.T) {
	wants(t, section(t, Compose(green(t)), "statistics"), "Bound with no failure | at most 0.60 % | none of them failed", "Bound in the worst case | at most 0.60 % | every run could be judged",
		"with a chance of about 40.0 %: 500 runs showed 300 kinds, of which 200 were shown by one run alone", "30 or more | 1 | 9.6 %", "none | 0 | no bound", "small | 0 | 10 | 10 | 10 | 0")
	s := green(t)
	s.Check.RandomOutcomes = reports.Outcomes{Passed: 480, Violated: 2, Inconclusive: 10, Invalid: 5, Unjudged: 2, Missed: 1}
	wants(t, section(t, Compose(s), "statistics"), "Interval with failures | 0.048 % to 1.5 % | 2 of them failed", "Bound in the worst case | at most 5.9 % | 17 could not be judged, and are counted as failures")
}

// Of the failures one of each invariant is told, with what it takes and how to have it again.
func TestFailuresAreTold(t *testing.T) {
	text := section(t, Compose(red(t)), "results")
	wants(t, text, "S2: The sealing version is a linearizable register that only grows. | node/a1 sealed under v1 after v2",
		"In a random run, run seed 18446744073709551615, at 5.100 s of simulated time. Of 4 faults it takes only 1:", "\ncrash owner on commit.sent for 2s\n",
		"\npawl replay pawl-repros/S2-no-drain-1.repro\n", "4.000 | scheduler | asks for a rotation", "3 more failures of it kept beside this one", "operator: abort at 5s", "It cannot be replayed")
	if n := strings.Count(text, "S2: The sealing version"); n != 1 {
		t.Errorf("S2 is told %d times", n)
	}
	text = section(t, Compose(red(t)), "exceptions")
	wants(t, text, "S2 | 18446744073709551615 | standard | crash owner on commit.sent for 2s\n", "To replay them, in the same order:\npawl replay", "seal #1 twice", "S2 | it is being mended | the team | 2026-10-31: it had run out", "S5 | likewise | nobody: it is no waiver | no date")
}

func TestDetection(t *testing.T) {
	text := section(t, Compose(red(t)), "detection")
	wants(t, text, "Caught were 2 of 4", "silent-halt | 7 | L4 | not caught in 1,200 runs", "late | 7 | L4 | not hunted", "check-then-act-admission | 12, by S1", "Of 3 others it was not measured how many random runs it takes",
		"rotate.go:12:5 | *Owner.Write | comparison off by one", "rotate.go:12:5 | (no function)", "noticed | 66.6 %", "by an invariant | 33.3 %", "survived | 33.4 %, 2")
}

func TestMatrixAndMethod(t *testing.T) {
	wants(t, section(t, Compose(red(t)), "matrix"), "crash, owner | 3 | none", "only nodes have disks | 20", "crash, felt by the owner in INTENT")
	wants(t, section(t, Compose(red(t)), "method"), "phase | 0 | 0.049 | INTENT", "owner | 0.049 | 8.009 | worker/1", "B2 | 7.899 | no stamp", "version 1 | 7.999 | 18 | DEPRECATED", "seal-lease | 10s |")
	wants(t, section(t, Compose(red(t)), "map"), "2 results in it: 1 violation, 1 pass.", "2026-10-03 | abd | violation | 900")
	wants(t, section(t, Compose(red(t)), "results"), "S2 back | 1,300, broken 1,200", "S2 grows | never put to the test", "S8 | eight | not judged | not known | not built yet", "takeover | never | demanded")
}

// read is the share that a text tells.
func read(t *rapid.T, text string) float64 {
	v, err := strconv.ParseFloat(strings.TrimSuffix(text, " %"), 64)
	if err != nil {
		t.Fatal(err)
	}
	return v / 100
}
