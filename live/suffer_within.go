package live

import (
	"context"
	"slices"
	"time"

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

// Restore makes the disk of a machine that is down what it was for good some time ago.
func (s within) Restore(name string, ago time.Duration) {
	m := s.r.byName[name]
	if err := m.putBack(s.r.now() - ago); err != nil {
		s.r.misses("the disk of " + name + " is not what it was: " + err.Error())
	}
}

// KeepCopies has copies be kept of what the key service keeps, from now on.
func (s within) KeepCopies() {
	if p, is := s.r.ground.(*plot); is { // else it is only asked whether the run can be made
		p.house.KeepCopies()
	}
}

// Forget ends the key service, and puts what it keeps back to what it was some time ago.
func (s within) Forget(ago time.Duration) (start func()) {
	if !s.Crash(s.r.keys.name) {
		return nil
	}
	s.r.ground.(*plot).house.Forget(ago)
	return func() { s.Restart(s.r.keys.name) }
}

// FailDisk makes a machine's disk refuse to write, or to sync.
func (s within) FailDisk(name string, sync bool, bit func()) (stop func()) {
	m, u := s.r.byName[name], &unwell{sync, bit}
	m.full = append(m.full, u)
	return func() {
		m.full = slices.DeleteFunc(m.full, func(other *unwell) bool { return other == u })
	}
}

// LosePower ends a machine at its next sync of something that is not durable.
func (s within) LosePower(name string, _ bool, lost func()) (stop func()) {
	m, o := s.r.byName[name], &outage{lost}
	m.outages = append(m.outages, o)
	return func() {
		m.outages = slices.DeleteFunc(m.outages, func(other *outage) bool { return other == o })
	}
}

// Drift makes a machine's clock run at another rate.
func (s within) Drift(name string, ppm int, bit func()) { s.r.byName[name].clock.set(int64(ppm), bit) }

// Steady makes a machine's clock run right again.
func (s within) Steady(name string) { s.r.byName[name].clock.set(0, nil) }

// JumpWall puts a machine's time of day off by some more; by 0 ends that.
func (s within) JumpWall(name string, by time.Duration) (running bool) {
	m := s.r.byName[name]
	m.clock.jump(by)
	return m.life != nil
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

	restorer   = "Restorer"
	powerLoser = "PowerLoser"
	drifter    = "Drifter"
	wallJumper = "WallJumper"
)

// needs says whether an event is of a kind that has one of some needs.
func needs(e faults.Event, some ...string) bool {
	i := slices.IndexFunc(faults.All, func(k faults.Kind) bool { return k.Name == e.Kind })
	return i >= 0 && slices.Contains(some, faults.All[i].Needs)
}

// half refuses to leave halves of files: each is written beside the old one, and made durable, before
// it takes its name.
func half(e faults.Event) string {
	if e.Kind == faults.TearKind {
		return "a file takes its name when all of it is durable, so that half of one is never there"
	}
	return ""
}

// ofAService refuses to make the clock of the store wrong, and the rate of the key service's.
func ofAService(e faults.Event) string {
	if e.Target == deploy.StoreName && needs(e, drifter, wallJumper) || needs(e, drifter) && slices.Contains([]string{deploy.KeysName, "everything"}, e.Target) {
		return "it goes by the clock of this machine, which nobody sets"
	}
	return ""
}

// tooLate refuses to make the steps of a service late: none passes here.
func tooLate(e faults.Event) string {
	if needs(e, slower, hanger) && slices.Contains([]string{deploy.StoreName, deploy.KeysName, "everything"}, e.Target) {
		return "no step of a service passes here, so that none could be late"
	}
	return ""
}
