package live

import (
	"context"
	"slices"
	"sync"
	"time"

	"pawl/engine/host"
	"pawl/faults"
	"pawl/sim/deploy"
)

// run is one run while it is made.
type run struct {
	setup  *deploy.Setup
	clock  host.Boottime
	began  time.Duration // on the clock
	ground ground
	ctx    context.Context // ends with the run
	end    context.CancelFunc

	// One thing happens at a time, as the injector and the witness want it. What takes time
	// is waited for without.
	mu       sync.Mutex
	inject   *faults.Injector
	census   *faults.Census // nil: not asked for
	witness  *deploy.Witness
	observer *observer
	acting   *crossing // that has reached a moment, while events strike at it
	over     bool      // nothing is noted any more
	missed   []string  // what could not be seen
	wavered  bool      // the machine was too slow
	troubled bool      // something was done to the store, so that it may be slow
	putsBack bool      // a disk may be put back to what it was
	backsUp  bool      // the store may be
	timers   []*time.Timer

	machines                []*machine
	nodes, workers, clients []*machine
	relying                 []*machine
	byName                  map[string]*machine
	store, keys             *machine
	scheduler               *scheduler
	operator                *operator

	ways  *source        // how much longer messages take
	under sync.WaitGroup // requests that are under way at whoever serves them
}

func newRun(s *deploy.Setup) *run {
	r := &run{setup: s, clock: host.NewBoottime(), byName: map[string]*machine{}, witness: deploy.NewWitness(s)}
	r.ways = r.source("ways")
	r.putsBack = slices.ContainsFunc(s.Events, func(e faults.Event) bool { return needs(e, restorer, powerLoser) })
	r.store, r.keys = r.add(deploy.StoreName, ""), r.add(deploy.KeysName, "")
	for i := range s.Workers {
		m := r.add(deploy.WorkerName(i), s.Pools[i%len(s.Pools)].Name)
		m.begins = m.startsEngine
		r.workers = append(r.workers, m)
	}
	for _, p := range s.Pools {
		for i := range p.Nodes {
			m := r.add(deploy.NodeName(p.Name, i), p.Name)
			m.node, m.begins = true, m.startsEngine
			r.nodes = append(r.nodes, m)
		}
	}
	for i := range s.Clients {
		r.clients = append(r.clients, r.addClient(deploy.ClientName(i), i))
	}
	for i, kind := range s.Relying {
		r.relying = append(r.relying, r.addRelying(deploy.RelyingName(i), kind))
	}
	r.scheduler = newScheduler(r)
	r.operator = newOperator(r)
	return r
}

// makes has the run happen on a ground that is ready.
func (r *run) makes(ctx context.Context, y yard, g ground) (deploy.Result, error) {
	r.ground = g
	r.ctx, r.end = context.WithCancel(ctx)
	defer r.end()
	observer, err := newObserver(r, g)
	if err != nil {
		return deploy.Result{}, err
	}
	r.observer = observer
	defer observer.close()
	if err := r.begin(y.suffers(r)); err != nil {
		return deploy.Result{}, err
	}
	r.under.Go(r.feelsPulse)
	if r.backsUp {
		r.under.Go(r.copiesStore)
	}
	pass(ctx, r.setup.Duration-r.now())
	r.ends()
	if ctx.Err() != nil {
		return deploy.Result{}, ctx.Err()
	}
	return r.result(), nil
}

// begin sets the events in motion and starts the machines.
func (r *run) begin(d faults.Deployment) (err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.began = r.clock.Now()
	r.scheduler.Plan(r.setup.Events)
	r.inject, err = faults.NewInjector(r.setup.Events, d, r.setup.Keys, r.now, r.setup.Healed)
	if err != nil {
		return err
	}
	if r.setup.Census {
		r.census = faults.NewCensus(d, r.setup.Keys, r.now)
	}
	for _, m := range r.machines {
		if !m.absent {
			m.boots()
		}
	}
	return nil
}

// ends stops all machines, and waits until what they have asked for is known: then the
// observer has all of it to tell.
func (r *run) ends() {
	r.mu.Lock()
	r.over = true
	for _, t := range r.timers {
		t.Stop()
	}
	for _, m := range r.machines {
		m.stops()
	}
	r.mu.Unlock()
	r.end()
	r.under.Wait()
	r.observer.settle()
}

// result is what there is to tell.
func (r *run) result() deploy.Result {
	r.mu.Lock()
	defer r.mu.Unlock()
	injections := r.inject.Report()
	h := r.witness.Close(r.now(), injections)
	tighten(h.Facts)
	h.Missed = append(h.Missed, r.missed...)
	return deploy.Result{History: h, Injections: injections, Moments: r.census.All()}
}

// pass waits, and not a bit longer than it has to.
func pass(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// now is true time since the run began.
func (r *run) now() time.Duration { return r.clock.Now() - r.began }

// after calls f, as one thing at a time, once d has passed.
func (r *run) after(d time.Duration, f func()) {
	if r.ctx == nil {
		return // it only was asked whether the run can be made
	}
	r.timers = append(r.timers, time.AfterFunc(d, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if !r.over {
			f()
		}
	}))
}

// misses notes that something could not be seen.
func (r *run) misses(what string) { r.missed = append(r.missed, what) }
