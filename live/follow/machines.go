package follow

import (
	"slices"
	"strings"

	"pawl/checker"
)

// machines are those that a window's facts are of. Without them a history could be judged here,
// and not by whoever is given it as a file: there each actor has to be one of them.
//
// Who holds stamps is a node, and nobody knows of which pool. All others are taken for workers:
// a store does not show who writes past the engine, and somebody called an outsider would have
// each write that names nobody be one by hand.
func (w *window) machines() []checker.Machine {
	duties := map[string]checker.Duty{}
	for i := range w.facts {
		name, _, _ := strings.Cut(w.facts[i].Actor, "#")
		if w.facts[i].What.(*checker.Wrote).Stamp != nil {
			duties[name] = checker.NodeDuty
		} else if duties[name] == "" {
			duties[name] = checker.WorkerDuty
		}
	}
	all := make([]checker.Machine, 0, len(duties)+1)
	if len(duties) == 0 { // a file has to name one
		duties[somebody] = checker.WorkerDuty
	}
	for name, duty := range duties {
		all = append(all, checker.Machine{Name: name, Duty: duty})
	}
	slices.SortFunc(all, func(a, b checker.Machine) int { return strings.Compare(a.Name, b.Name) })
	return all
}
