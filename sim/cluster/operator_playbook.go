package cluster

import (
	"slices"

	"pawl/checker"
	"pawl/engine"
	"pawl/sim"
	"pawl/sim/deploy"
	"pawl/sim/deploy/people"
)

// follow does what a playbook says, step by step, as far as it leads.
func (o *operator) follow(p *sim.Proc, book *engine.Playbook, a *engine.Alert) {
	for _, step := range o.slips.Followed(book, a.Key, o.c.setup.Engine.View.Playbooks, o.errs.Choose) {
		if !o.does(p, &step, a) {
			return
		}
	}
}

// does carries out one step, and says whether to go on to the next.
func (o *operator) does(p *sim.Proc, step *engine.Instruction, a *engine.Alert) (goOn bool) {
	switch step.Do {
	case engine.WaitStep:
		p.Sleep(o.pace.Between(step.For, step.For+people.Dawdle))
	case engine.LookStep:
		return o.looks(p, step)
	case engine.HandStep:
		return false // who takes over has means that nothing here has
	case engine.EraseStep:
		for _, node := range a.Nodes {
			if m := o.c.machine(node); m != nil {
				m.erasedByHand(a.Key, a.Version)
			}
		}
	default:
		o.operate(people.ByPlaybook(step, a), "")
	}
	return true
}

// looks tries something until it answers; who tries in vain hands over.
func (o *operator) looks(p *sim.Proc, step *engine.Instruction) (answers bool) {
	for until := o.c.w.Now() + step.For; ; p.Sleep(people.LookAgain) {
		if _, err, answered := o.m.plain(o.c.keys.m, lookAsk{}).run(deploy.CallTimeout); answered && err == nil {
			return true
		}
		if o.c.w.Now() >= until {
			return false
		}
	}
}

// lookAsk asks a service for nothing, to see whether it answers.
type lookAsk struct{}

func (lookAsk) Verb() engine.Verb { return "look" }

// erasedByHand has somebody take a version off a machine's disk, whether or not the machine
// is up. They know its material when they see it, whatever the engine calls its files.
func (m *machine) erasedByHand(key string, version uint32) {
	for _, f := range slices.Clone(m.disk.current()) {
		if m.c.witness.Is(f.data, key, version) {
			m.c.w.Emit(m.name, deploy.OnDisk, "erased by hand", int64(version), 0)
			m.disk.remove(f.name)
			m.c.witness.OnDisk(m.self, checker.OnDisk{Did: checker.DiskRemove, File: f.name}, nil, m.c.w.Now())
			m.disk.sync(m.c.w.Now())
			m.diskBecomes(checker.DiskSync)
		}
	}
}
