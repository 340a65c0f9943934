package cluster

import (
	"slices"
	"strings"
	"time"

	"pawl/sim"
)

// What faults do to the simulated deployment. Each method is what one kind of
// fault asks for; the kinds are in package faults.

// Members are the machines a target stands for now.
func (c *cluster) Members(target string) []string {
	switch target {
	case "owner":
		if m := c.observe.owner(c.setup.Keys[0]); m != "" {
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
	if pool, ok := strings.CutPrefix(target, "pool/"); ok {
		return names(slices.DeleteFunc(slices.Clone(c.nodes), func(m *machine) bool { return m.pool != pool }))
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

// soon runs f now, or, inside a process, as soon as that process waits: it has
// just sent what the fault waited for, and does nothing else before it waits.
func (c *cluster) soon(f func()) {
	if c.w.Current() != nil {
		c.w.After(0, sim.Func(f))
		return
	}
	f()
}

// Crash ends a machine's processes in the middle of whatever they do.
func (c *cluster) Crash(name string) bool {
	m := c.machine(name)
	if !m.up {
		return false
	}
	m.up = false // from this moment no message is taken
	c.soon(m.crashes)
	return true
}

// Restart starts a machine that has crashed.
func (c *cluster) Restart(name string) {
	if m := c.machine(name); !m.up {
		m.boots()
	}
}

// Pause stops a machine's processes where they are.
func (c *cluster) Pause(name string, bit func()) {
	m := c.machine(name)
	m.paused, m.bit = true, bit
	c.soon(func() {
		if m.paused {
			m.pauses()
		}
	})
}

// Resume lets a paused machine go on.
func (c *cluster) Resume(name string) { c.machine(name).resumes() }

// Cut drops what one machine sends to another until it is healed.
func (c *cluster) Cut(from, to string, bit func()) func() {
	i := c.link(c.machine(from), c.machine(to))
	k := &cut{bit}
	c.net.cuts[i] = append(c.net.cuts[i], k)
	return func() {
		c.net.cuts[i] = slices.DeleteFunc(c.net.cuts[i], func(other *cut) bool { return other == k })
	}
}

// LoseReply drops the next n replies to a machine, after what they answer was done.
func (c *cluster) LoseReply(name string, n int, bit func()) func() {
	m := c.machine(name)
	l := &loss{n, bit}
	m.losing = append(m.losing, l)
	return func() {
		m.losing = slices.DeleteFunc(m.losing, func(other *loss) bool { return other == l })
	}
}

// Drift makes a machine's clock run at another rate.
func (c *cluster) Drift(name string, ppm int, bit func()) {
	c.machine(name).clock.set(c.w.Now(), int64(ppm), bit)
}

// Steady makes a machine's clock right again.
func (c *cluster) Steady(name string) { c.machine(name).clock.set(c.w.Now(), 0, nil) }

// DuplicateTrigger delivers a trigger n times more, each to a worker of its own
// choice: the one that is being sent, else the next one, else the last there was.
func (c *cluster) DuplicateTrigger(n int, bit func()) func() {
	r := &again{n: n, bit: bit}
	if c.scheduler.open == 0 && c.scheduler.left > 0 {
		c.scheduler.owed = append(c.scheduler.owed, r)
		return func() {
			c.scheduler.owed = slices.DeleteFunc(c.scheduler.owed, func(other *again) bool { return other == r })
		}
	}
	c.scheduler.repeat(r)
	return func() {}
}
