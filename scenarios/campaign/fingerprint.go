package campaign

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"pawl/checker"
	"pawl/reports"
	"pawl/scenarios"
)

// fingerprint stands for what happened in a run, in kinds: who felt which fault in which
// phase, which goals were reached, what was violated, and the verdict. The trace hash would
// not do, since no two runs have the same: of it one could only say that the next run is new.
func fingerprint(o *scenarios.Outcome) string {
	felt := scenarios.Names(o.Report.Blows, func(b checker.Blow) string { return b.Kind + "," + string(b.Victim) + "," + string(b.Phase) })
	slices.Sort(felt)
	of := []string{string(o.Verdict()), strings.Join(o.Fired(), ";"), strings.Join(o.Report.Goals, ";"), strings.Join(felt, ";")}
	sum := sha256.Sum256(fmt.Append(nil, strings.Join(of, "\n")))
	return hex.EncodeToString(sum[:fingerprintBytes])
}

// fingerprintBytes are enough: of a hundred million kinds no two have the same by chance.
const fingerprintBytes = 10

// toldApart counts kinds of runs.
func toldApart(kinds map[string]int) (f reports.Fingerprints) {
	for _, n := range kinds {
		f.Runs += n
		f.Distinct++
		if n == 1 {
			f.Once++
		}
	}
	return f
}
