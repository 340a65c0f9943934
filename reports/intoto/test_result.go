package intoto

import "pawl/reports"

// TestResult is the predicate for one call of a test suite.
type TestResult struct {
	Result        string       `json:"result"` // "PASSED" or "FAILED"
	Configuration []Descriptor `json:"configuration"`
	PassedTests   []string     `json:"passedTests"`
	WarnedTests   []string     `json:"warnedTests"`
	FailedTests   []string     `json:"failedTests"`
}

// OfResults states what results say, of the evidence that has them and of the engines that
// they are about.
//
// A warning counts as a pass to whoever verifies by policy: only what was judged in part is
// one. What was not judged, or could not be, is failed: it must not be taken for a test that
// was run and came out well.
func OfResults(evidence []Descriptor, results []reports.Result) []byte {
	r := TestResult{Result: Came(results), Configuration: []Descriptor{}, PassedTests: []string{}, WarnedTests: []string{}, FailedTests: []string{}}
	for _, one := range results {
		h := reports.HeadOf(one)
		if id := h.Identity; id != nil {
			evidence = add(evidence, "engine", id.Engine)
			for _, x := range [][2]string{{"harness", id.Harness}, {"fault-model", id.FaultModel}, {"scenarios", id.Scenarios}, {"policy", id.Policy}, {"executable", id.Executable}} {
				r.Configuration = add(r.Configuration, x[0], x[1])
			}
		}
		for _, t := range reports.Tests(one) {
			name := h.Command + ": " + t.Suite + ": " + t.Name
			switch t.Grade {
			case reports.Passed:
				r.PassedTests = append(r.PassedTests, name)
			case reports.InPart:
				r.WarnedTests = append(r.WarnedTests, name)
			default:
				r.FailedTests = append(r.FailedTests, name)
			}
		}
	}
	return state(evidence, TestResultType, r)
}

// Came is what results come to as a test result: passed is only what passes all of them, and
// of none nothing was shown.
func Came(results []reports.Result) string {
	for _, r := range results {
		if reports.HeadOf(r).Verdict != reports.Pass {
			return "FAILED"
		}
	}
	if len(results) == 0 {
		return "FAILED"
	}
	return "PASSED"
}

// add names a thing once, if it is known.
func add(all []Descriptor, name, digest string) []Descriptor {
	d := Descriptor{name, Digests{digest}}
	for _, x := range all {
		if x == d {
			return all
		}
	}
	if digest == "" {
		return all
	}
	return append(all, d)
}
