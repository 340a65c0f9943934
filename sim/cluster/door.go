package cluster

import (
	"slices"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/faults"
	"pawl/sim"
	"pawl/sim/deploy"
)

// door is the one way out of the engine's processes on a machine. What is asked of
// another machine becomes a message; what is asked of this one's disk and clock takes
// its time here. All of it is a scheduling point, but for a look at a clock.
type door struct{ m *machine }

// Now is the machine's monotonic clock.
func (d door) Now() time.Duration {
	if p := d.m.c.w.Current(); p != nil {
		p.Check()
		d.m.looks()
	}
	return d.m.now()
}

// Wall is the machine's time of day.
func (d door) Wall() time.Duration {
	if p := d.m.c.w.Current(); p != nil {
		p.Check()
		d.m.looks()
	}
	return d.m.wall.read(d.m.c.w.Now())
}

// Ask has a request served. It hands on the request as it came: one that was taken
// out of the interface would be allocated anew.
func (d door) Ask(request engine.Request) (engine.Reply, error) {
	c := d.m.c
	switch r := request.(type) {
	case engine.Sleep:
		c.w.Current().Sleep(d.m.clock.lasts(r.For))
		return nil, nil
	case engine.Nodes:
		return slices.DeleteFunc(c.namesOf(r.Pool), func(name string) bool { return c.machine(name).absent }), nil // who has never been there nobody has heard of
	case engine.Read, engine.Write, engine.Remove, engine.Sync:
		return d.m.onDisk(request)
	case engine.Await:
		return d.await(request, r.After, r.Wait)
	case engine.Push:
		return d.ask(c.machine(r.Node), request)
	case engine.Page:
		return d.ask(c.operator.m, request)
	case engine.Create, engine.Lookup, engine.Destroy, engine.Fetch:
		return d.ask(c.keys.m, request)
	}
	return d.ask(c.store.m, request)
}

// ask sends a request to another machine; when no answer comes in time nobody can
// know what became of it.
func (d door) ask(to *machine, r engine.Request) (engine.Reply, error) {
	if to == nil || to.serve == nil {
		return nil, engine.ErrRejected
	}
	reply, err, answered := d.exchange(to, r).run(deploy.CallTimeout)
	if !answered {
		return nil, engine.ErrUnknown
	}
	return reply, err
}

// await waits at the store for a change. When the wait is over without one nothing
// was learned, not even that the store can be reached: as with a watch.
func (d door) await(r engine.Request, after int64, wait time.Duration) (engine.Reply, error) {
	reply, err, answered := d.exchange(d.m.c.store.m, r).run(d.m.clock.lasts(wait))
	if !answered {
		return engine.News{Revision: after}, nil
	}
	return reply, err
}

// exchange prepares a request, with the step of a rotation that the engine's view
// says it is.
func (d door) exchange(to *machine, r engine.Request) *exchange {
	step, key := "", ""
	if name := d.m.c.setup.Engine.View.Step; name != nil {
		step, key = name(d.m.role, r)
	}
	var x *exchange
	if step == "" {
		x = d.m.plain(to, r)
	} else {
		x = d.m.c.blank()
		x.from, x.to, x.request, x.label, x.moments = d.m, to, r, step, faults.MomentsAt(step)
	}
	x.key, x.step, x.engines = key, step, true
	return x
}

// namesOf lists the nodes of a pool, or of all for "".
func (c *cluster) namesOf(pool string) []string {
	var names []string
	for _, m := range c.nodes {
		if pool == "" || m.pool == pool {
			names = append(names, m.name)
		}
	}
	return names
}

// What a disk takes.
const (
	diskTime = 100 * time.Microsecond
	syncTime = 2 * time.Millisecond
)

// onDisk does something on the machine's own disk.
func (m *machine) onDisk(r engine.Request) (engine.Reply, error) {
	took := diskTime
	if _, is := r.(engine.Sync); is {
		took = syncTime
		m.powerless()
	}
	m.asks(r)
	m.c.w.Current().Sleep(took)
	reply, err := m.disk.do(r, m.c.w.Now())
	m.moves(sizeOfReply(reply), r.Verb())
	m.tellDisk(r, err)
	sum := 31*m.c.sums.of(r) + m.c.sums.reply(reply, err)
	m.c.w.Tell(sim.Event{Actor: m.name, What: deploy.OnDisk, Detail: string(r.Verb()), Sum: sum})
	return reply, err
}

// tellDisk tells the witness of a change that is asked of the disk.
func (m *machine) tellDisk(r engine.Request, err error) {
	d, data := checker.OnDisk{Bad: err != nil}, []byte(nil)
	switch r := r.(type) {
	case engine.Write:
		d.Did, d.File, data = checker.DiskWrite, r.Name, r.Data
	case engine.Remove:
		d.Did, d.File = checker.DiskRemove, r.Name
	case engine.Sync:
		d.Did = checker.DiskSync
	default:
		return
	}
	m.c.witness.OnDisk(m.self, d, data, m.c.w.Now())
}

// diskBecomes tells the witness of what becomes of a disk by itself.
func (m *machine) diskBecomes(did checker.DiskEvent) {
	m.c.witness.OnDisk(m.self, checker.OnDisk{Did: did}, nil, m.c.w.Now())
}
