package live

import (
	"context"
	"slices"

	"pawl/checker"
	"pawl/faults"
	"pawl/sim/deploy"
)

// within is a run of which this process has all that is inside: disks, and waits for news.
type within struct{ sufferer }

// Wipe puts an empty disk into a machine that is down.
func (s within) Wipe(name string) {
	m := s.r.byName[name]
	s.r.ground.wipe(name)
	s.r.witness.OnDisk(m.selfName(), checker.OnDisk{Did: checker.DiskWipe}, nil, s.r.now())
}

// FailDisk makes a machine's disk refuse to write, or to sync.
func (s within) FailDisk(name string, sync bool, bit func()) (stop func()) {
	m, u := s.r.byName[name], &unwell{sync, bit}
	m.full = append(m.full, u)
	return func() {
		m.full = slices.DeleteFunc(m.full, func(other *unwell) bool { return other == u })
	}
}

// BreakWatches ends all waits for news. In containers an engine's client mends them by itself,
// and nobody would notice.
func (s within) BreakWatches() {
	o := s.r.observer
	o.breaks()
	o.waits, o.breaks = context.WithCancel(s.r.ctx)
}

// Some needs of kinds of event.
const (
	crasher = "Crasher"
	pauser  = "Pauser"
	slower  = "Slower"
	hanger  = "Hanger"
)

// needs says whether an event is of a kind that has one of some needs.
func needs(e faults.Event, some ...string) bool {
	i := slices.IndexFunc(faults.All, func(k faults.Kind) bool { return k.Name == e.Kind })
	return i >= 0 && slices.Contains(some, faults.All[i].Needs)
}

// tooLate refuses to make the steps of a service late: none passes here.
func tooLate(e faults.Event) string {
	if needs(e, slower, hanger) && slices.Contains([]string{deploy.StoreName, deploy.KeysName, "everything"}, e.Target) {
		return "no step of a service passes here, so that none could be late"
	}
	return ""
}
