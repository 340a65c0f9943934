package campaign

import (
	"slices"

	"pawl/checker"
	"pawl/scenarios"
)

// What should have happened and did not is read off the history by the protocol's
// own order and rules, the same for every engine. It is said only where the history
// shows it; most that goes wrong shows in what is there.

// mostMissing is how much is told of it: what comes first explains the rest.
const mostMissing = 2

// An absence is a rule by which something can be seen to be missing.
type absence func(o *scenarios.Outcome, w *writing) string

// absences are all such rules, the most telling first. Each is asked about every
// write that the ending is about.
var absences = []absence{
	skippedPhase, unreadBarrier, unownedWrite, uncomparedWrite, noActive, loneEntry, standingStamp,
}

// A writing is a revision with the one before it that wrote the record.
type writing struct {
	v, prev *checker.View
	i       int  // its place among the views
	cited   bool // the ending speaks of it
}

// missing is what is told of it at most.
func missing(o *scenarios.Outcome, end *ending, about *subject) []string {
	told := twoOperations(o.Past, end)
	told = append(told, belowTarget(o.Past, end)...)
	all := writings(o.Past, end, about)
	for _, rule := range absences {
		for i := range slices.Backward(all) { // the last is the nearest
			if what := rule(o, &all[i]); what != "" {
				told = append(told, what)
				break
			}
		}
	}
	return told[:min(len(told), mostMissing)]
}

// writings are the revisions that an ending is about.
func writings(h *checker.Past, end *ending, about *subject) (all []writing) {
	var prev *checker.View
	for i := range h.Views {
		v := &h.Views[i]
		if v.Key != end.key || v.At > end.until() {
			continue
		}
		cited := slices.Contains(end.cites, v.Cite())
		if prev != nil && (cited || v.Rotation != "" && slices.Contains(about.rotations, v.Rotation)) {
			all = append(all, writing{v, prev, i, cited})
		}
		if v.RecordWritten {
			prev = v
		}
	}
	return all
}
