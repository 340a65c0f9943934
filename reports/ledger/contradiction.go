package ledger

import (
	"fmt"
	"slices"

	"pawl/reports"
)

// contradiction says what of a line cannot be so beside the rest of it; "" if all can.
func (l *Line) contradiction() string {
	for _, x := range []struct {
		name string
		n    int
	}{{"each", l.Each}, {"runs", l.Runs}, {"random_runs", l.RandomRuns}, {"violated_runs", l.ViolatedRuns}, {"unjudged_runs", l.UnjudgedRuns}} {
		if x.n < 0 {
			return fmt.Sprintf("%s is %d", x.name, x.n)
		}
	}
	for _, x := range []struct{ name, is string }{{"engine", l.Engine}, {"engine_digest", l.EngineDigest}, {"harness", l.Harness}, {"seed", l.Seed}} {
		if x.is == "" {
			return x.name + " is empty"
		}
	}
	if wrong := l.countsContradict(); wrong != "" {
		return wrong
	}
	return l.verdictContradicts()
}

func (l *Line) countsContradict() string {
	judged := l.RandomRuns - l.ViolatedRuns
	switch {
	case l.RandomRuns > l.Runs:
		return fmt.Sprintf("random_runs is %d, of %d runs in all", l.RandomRuns, l.Runs)
	case l.ViolatedRuns > l.RandomRuns || l.UnjudgedRuns > judged:
		return fmt.Sprintf("of %d random runs %d were violated and %d not judged", l.RandomRuns, l.ViolatedRuns, l.UnjudgedRuns)
	case !l.Whole && l.RandomRuns > 0:
		return "there are random runs, though scenarios were named"
	case len(l.Scenarios) == 0 && l.Runs > l.RandomRuns:
		return fmt.Sprintf("%d runs were not random, and no scenario was run", l.Runs-l.RandomRuns)
	case len(l.Scenarios) == 0 && l.Each > 0, len(l.Scenarios) > 0 && l.Each > (l.Runs-l.RandomRuns)/len(l.Scenarios):
		return fmt.Sprintf("%d runs were not random, and each of %d scenarios was run %d times", l.Runs-l.RandomRuns, len(l.Scenarios), l.Each)
	}
	return ""
}

func (l *Line) verdictContradicts() string {
	known := slices.ContainsFunc(reports.Verdicts, func(r reports.Row) bool { return r.Verdict == l.Verdict })
	blames := l.Verdict == reports.Violation || l.Verdict == reports.Waived
	switch {
	case !known:
		return fmt.Sprintf("verdict is %.40q, which is none", l.Verdict)
	case blames && len(l.Violated) == 0:
		return fmt.Sprintf("verdict is %s, and nothing is in violated", l.Verdict)
	case l.Verdict == reports.Pass && len(l.Violated)+l.ViolatedRuns > 0:
		return "verdict is pass, and something was violated"
	case l.ViolatedRuns > 0 && len(l.Violated) == 0:
		return fmt.Sprintf("%d runs violated something, and nothing is in violated", l.ViolatedRuns)
	case l.Verdict == reports.Pass && l.Runs == 0:
		return "verdict is pass, and nothing was run"
	}
	return ""
}
