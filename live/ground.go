package live

import (
	"context"

	"pawl/engine"
	"pawl/engine/host"
	"pawl/faults"
)

// A yard makes the grounds of runs.
type yard interface {
	// refuses says why an event cannot be done to what runs on its grounds; "": it can, as
	// far as the ground is concerned.
	refuses(faults.Event) string
	// suffers is a run as faults see it: what its type lacks is refused.
	suffers(*run) faults.Deployment
	// open has the store of a run ready.
	open(context.Context, *run) (ground, error)
}

// A ground is what the processes of a run stand on.
type ground interface {
	endpoints() []string // of the store's members
	direct() bool        // processes of the engine reach the store from here
	keys() keyhouse
	// start starts the engine's process of a life, which it names before that asks for anything.
	start(*life) (process, error)
	// pause and resume stop a machine, beyond that nothing of it gets out or in. They are
	// called by who has the run's lock, and do not wait.
	pause(machine string)
	resume(machine string)
	// down and up end and start what the store or the key service runs on.
	down(machine string)
	up(machine string)
	// disk is a machine's, for whoever looks at it by hand, with the names of its files.
	disk(machine string) (host.Files, []string)
	// wipe empties the disk of a machine that is down.
	wipe(machine string)
	close()
}

// A process is an engine's, on a worker or on a node.
type process interface {
	// kill ends it at once, wherever it is. It hands nothing back.
	kill()

	admit(context.Context, engine.Trigger) engine.Answer
	operate(context.Context, engine.Act) engine.Answer

	seal(ctx context.Context, key string, plain []byte) (engine.Sealed, error)
	// open tells the stamp, too, under which the node serves the key.
	open(ctx context.Context, key string, s engine.Sealed) (plain []byte, rev uint64, err error)
	push(context.Context, engine.Command) error
	announced(ctx context.Context, key string) ([]engine.Announced, error)
	keep(ctx context.Context, key, name string, plain []byte) error
	kept(ctx context.Context, key, name string) ([]byte, error)
}

// startsEngine starts an engine's process.
func (m *machine) startsEngine(l *life) {
	m.r.under.Go(func() {
		p, err := m.r.ground.start(l)
		m.r.mu.Lock()
		defer m.r.mu.Unlock()
		switch {
		case err != nil:
			m.r.misses(m.name + " does not start: " + err.Error())
			l.end()
		case l.ctx.Err() != nil:
			m.r.under.Go(p.kill)
		default:
			l.process = p
		}
	})
}
