package cluster

import (
	"slices"
	"strings"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/faults"
	"pawl/sim"
	"pawl/sim/deploy"
	"pawl/sim/deploy/people"
)

// What events do to the simulated deployment. Each method is a primitive that some
// kinds of event ask for; the kinds are in package faults. All of them are called from
// the kernel, never from inside a process.

// Members are the machines a target stands for now; owner is that of the key.
func (c *cluster) Members(target, key string) []string {
	switch target {
	case "owner":
		if m := c.witness.Owner(key); m != "" {
			return []string{m}
		}
		return nil
	case "nodes":
		return names(c.nodes)
	case "workers":
		return names(c.workers)
	case "clients":
		return names(c.clients)
	case "everything":
		return names(c.machines)
	}
	if pool, ok := strings.CutPrefix(target, deploy.PoolName("")); ok {
		return c.namesOf(pool)
	}
	if c.machine(target) != nil {
		return []string{target}
	}
	return nil
}

func names(ms []*machine) []string {
	all := make([]string, len(ms))
	for i, m := range ms {
		all[i] = m.name
	}
	return all
}

// After is the deployment's clock: true time.
func (c *cluster) After(d time.Duration, f func()) { c.w.After(d, sim.Func(f)) }

// Crash ends a machine's processes in the middle of whatever they do.
func (c *cluster) Crash(name string) bool {
	m := c.machine(name)
	if !m.up {
		return false
	}
	m.crashes()
	return true
}

// Restart starts a machine that has crashed.
func (c *cluster) Restart(name string) {
	if m := c.machine(name); !m.up {
		m.boots()
	}
}

// Pause stops a machine's processes where they are.
func (c *cluster) Pause(name string, bit func()) { c.machine(name).pauses(bit) }

// Resume lets a paused machine go on.
func (c *cluster) Resume(name string) { c.machine(name).resumes() }

// Slow makes each step of a machine's processes that much late.
func (c *cluster) Slow(name string, lag time.Duration, bit func()) { c.machine(name).slows(lag, bit) }

// Intercept shows f each message that leaves from a machine or for it.
func (c *cluster) Intercept(name string, f func(*faults.Passage) faults.Fate) (stop func()) {
	m, t := c.machine(name), &tap{f}
	m.taps = append(m.taps, t)
	return func() {
		m.taps = slices.DeleteFunc(m.taps, func(other *tap) bool { return other == t })
	}
}

// Drift makes a machine's clock run at another rate.
func (c *cluster) Drift(name string, ppm int, bit func()) {
	c.machine(name).clock.set(c.w.Now(), int64(ppm), bit)
}

// Steady makes a machine's clock as right again as it is in truth.
func (c *cluster) Steady(name string) {
	c.machine(name).clock.set(c.w.Now(), c.setup.Truth.Rate(name), unnoticed)
}

// unnoticed is that a clock is seen to be wrong which no fault has made so.
func unnoticed() {}

// JumpWall puts a machine's time of day off by some more; by 0 ends that.
func (c *cluster) JumpWall(name string, by time.Duration) (running bool) {
	m := c.machine(name)
	m.wall.jumped = by
	return m.up
}

// Slip has the operator get playbooks wrong.
func (c *cluster) Slip(how faults.Slip, key string, bit func()) (stop func()) {
	return c.operator.slips.Slip(how, key, bit)
}

// Trigger has the scheduler ask for a rotation, in somebody's name.
func (c *cluster) Trigger(window, key string, attempt int, by string) {
	c.scheduler.trigger(engine.Trigger{Key: key, Window: window, Attempt: attempt, Caller: by})
}

// Act has an operator do something.
func (c *cluster) Act(verb, key, by string, how faults.Manner) {
	c.operator.act(engine.Act{Verb: verb, Key: key, Operator: by}, how)
}

// BadRequest has the scheduler or an operator ask for what cannot be.
func (c *cluster) BadRequest(defect faults.Defect, key string) {
	if t, is := people.BadTrigger(defect, key); is {
		c.scheduler.spoilt(t)
		return
	}
	c.operator.spoilt(people.BadAct(defect, key))
}

// Hang stops one process of a machine: the one that has reached the moment, else one of
// those that were started first.
func (c *cluster) Hang(name string, bit func()) (release func()) {
	m := c.machine(name)
	p := c.acting
	if p == nil || !slices.Contains(m.procs, p) {
		m.sweep()
		if len(m.procs) == 0 {
			return func() {}
		}
		p = m.procs[c.w.Source(name+"/hang").Choose(min(len(m.procs), len(c.setup.Keys)))]
	}
	return m.hangs(p, bit)
}

// Absent keeps a machine from being started with the others.
func (c *cluster) Absent(name string) { c.machine(name).absent = true }

// Join starts a machine that is absent.
func (c *cluster) Join(name string) (wasAbsent bool) {
	m := c.machine(name)
	if wasAbsent = m.absent; wasAbsent {
		m.absent = false
		m.boots()
	}
	return wasAbsent
}

// Govern has a machine that is down start under the new policy, or under the first one.
func (c *cluster) Govern(name string, renewed bool) { c.machine(name).renewed = renewed }

// Wipe puts an empty disk into a machine that is down.
func (c *cluster) Wipe(name string) {
	m := c.machine(name)
	m.disk.wipe()
	m.diskBecomes(checker.DiskWipe)
}

// Restore puts the disk of a machine that is down back to what it was some time ago.
func (c *cluster) Restore(name string, ago time.Duration) {
	m, now := c.machine(name), c.w.Now()
	files := m.disk.back(now - ago)
	m.disk.becomes(files, now)
	m.diskBecomes(checker.DiskWipe)
	for _, f := range files {
		c.witness.OnDisk(m.self, checker.OnDisk{Did: checker.DiskWrite, File: f.name}, f.data, now)
	}
	m.diskBecomes(checker.DiskSync)
}

// Demote leaves the store without a leader. Etcd's next one lets leases live longer by the time
// of an election, for which policies leave no room: none is added here.
func (c *cluster) Demote() (elected func()) {
	end := c.store.demote()
	return func() { end(0) }
}

// BreakWatches ends all waits for news.
func (c *cluster) BreakWatches() { c.store.breakWatches() }

// Compact makes the store forget its past.
func (c *cluster) Compact() { _ = c.store.compact(c.store.rev) } // there may be none to forget

// FailDisk makes a machine's disk refuse to write, or to sync.
func (c *cluster) FailDisk(name string, sync bool, bit func()) (stop func()) {
	return c.machine(name).disk.fails(sync, bit)
}

// LosePower ends a machine at its next sync of something that is not durable.
func (c *cluster) LosePower(name string, torn bool, lost func()) (stop func()) {
	return c.machine(name).disk.losesPower(torn, lost)
}

// DuplicateTrigger delivers a trigger n times more, each to a worker of its own
// choice.
func (c *cluster) DuplicateTrigger(n int, bit func()) (stop func()) {
	return c.scheduler.Duplicate(n, bit)
}
