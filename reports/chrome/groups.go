package chrome

import (
	"slices"

	"pawl/reports/film"
)

// Groups of threads, which a viewer calls processes. They are shown in this order.
const (
	keysGroup   = iota + 1 // phases, versions and owners of each key
	eventsGroup            // faults and what was asked for, and violations
	machines               // the first of those of machines
)

// A group of machines is shown under one name.
type group struct {
	name  string
	kinds []string
	pool  string // of nodes
}

// groupsOf are the groups of machines that a run has, those of nodes by pool.
func groupsOf(f *film.Film) []group {
	all := []group{
		{name: "store and key service", kinds: []string{film.StoreLane, film.KeysLane}},
		{name: "workers", kinds: []string{film.WorkerLane}},
	}
	for i := range f.Lanes {
		l := &f.Lanes[i]
		if l.Kind == film.NodeLane && !slices.ContainsFunc(all, func(g group) bool { return g.holds(l) }) {
			all = append(all, group{name: "nodes of pool " + l.Pool, kinds: []string{film.NodeLane}, pool: l.Pool})
		}
	}
	return append(all,
		group{name: "clients", kinds: []string{film.ClientLane, film.RelyingLane}},
		group{name: "people and schedulers", kinds: []string{film.SchedulerLane, film.OperatorLane, film.OutsideLane}})
}

func (g *group) holds(l *film.Track) bool {
	return slices.Contains(g.kinds, l.Kind) && (l.Kind != film.NodeLane || g.pool == l.Pool)
}
