package live

import (
	"pawl/checker"
	"pawl/engine"
	"pawl/sim/deploy"
	"pawl/sim/deploy/people"
)

// follow does what a playbook says, step by step, as far as it leads.
func (o *operator) follow(l *life, book *engine.Playbook, a *engine.Alert) {
	var steps []engine.Instruction
	if l.told(func() { steps = o.slips.Followed(book, a.Key, o.r.setup.Engine.View.Playbooks, o.pick.Choose) }) != nil {
		return
	}
	for i := range steps {
		if !o.does(l, &steps[i], a) {
			return
		}
	}
}

// does carries out one step, and says whether to go on to the next.
func (o *operator) does(l *life, step *engine.Instruction, a *engine.Alert) (goOn bool) {
	switch step.Do {
	case engine.WaitStep:
		return l.sleeps(o.pick.between(step.For, step.For+people.Dawdle))
	case engine.LookStep:
		return o.looks(l, step)
	case engine.HandStep:
		return false // who takes over has means that nothing here has
	case engine.EraseStep:
		return o.erases(a)
	}
	o.operate(l, people.ByPlaybook(step, a), "")
	return true
}

// looks tries the key service until it answers; who tries in vain hands over.
func (o *operator) looks(l *life, step *engine.Instruction) (answers bool) {
	for until := o.r.now() + step.For; ; {
		if _, err, answered := l.plain(o.r.keys, lookAsk{}, o.r.keysServe).run(deploy.CallTimeout); answered && err == nil {
			return true
		}
		if o.r.now() >= until || !l.sleeps(people.LookAgain) {
			return false
		}
	}
}

// erases has somebody take a version off the disks that an alert names, whether or not their
// machines are up. They know its material when they see it, whatever the engine calls its
// files.
func (o *operator) erases(a *engine.Alert) bool {
	for _, name := range a.Nodes {
		if m := o.r.byName[name]; m != nil {
			o.r.erasedByHand(m, a.Key, a.Version)
		}
	}
	return true
}

func (r *run) erasedByHand(m *machine, key string, version uint32) {
	files, names := r.ground.disk(m.name)
	for _, name := range names {
		f, err := files.Read(name)
		if err != nil || !r.is(f.Data, key, version) || files.Remove(name) != nil || files.Sync() != nil {
			continue
		}
		r.mu.Lock()
		r.witness.OnDisk(m.selfName(), checker.OnDisk{Did: checker.DiskRemove, File: name}, nil, r.now())
		r.witness.OnDisk(m.selfName(), checker.OnDisk{Did: checker.DiskSync}, nil, r.now())
		r.mu.Unlock()
	}
}

func (r *run) is(data []byte, key string, version uint32) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.witness.Is(data, key, version)
}
