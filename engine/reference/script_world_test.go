package reference

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/conform"
)

// theKey is the key that scripts are about.
const theKey = "k"

// world is a scripted deployment: one store, one key service, one pager, and machines
// with their processes. Requests take no time; time passes when the script says so,
// and then everything happens in an order that depends on nothing else.
type world struct {
	t        *testing.T
	policy   engine.Policy
	store    *conform.Model
	vault    *vault
	pages    []engine.Alert
	machines []*machine
	procs    []*process
	running  *process // that the engine's code is in, nil between two
	mishaps  []*mishap
	strays   []stray
	answered map[answer]bool // errors that were given as answers
	served   func(*process)  // hears of each request when it is asked; nil if nobody wants to
	silence  silence

	records map[int64]Record  // of the key, by revision
	saved   map[string][]byte // values that may be put back, by stored key
	out     transcript
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, policy: engine.StandardPolicy(), store: conform.NewModel(), vault: newVault(),
		answered: map[answer]bool{}, records: map[int64]Record{}, saved: map[string][]byte{}}
	w.policy.Due = 0 // where nothing else is said: most scripts have long waits in which nobody asks for anything
	t.Cleanup(func() {
		for _, p := range w.procs {
			p.kill()
		}
	})
	return w
}

func (w *world) now() time.Duration { return w.store.Now() }

// machine is one start of a machine, or was.
type machine struct {
	w       *world
	name    string
	boots   int
	started time.Duration
	control engine.Control // of a worker
	serving engine.Serving // of a node
	disk    *disk
	lags    []time.Duration // by which the next readings of its clock find it late
}

func (m *machine) role() engine.Role {
	if strings.HasPrefix(m.name, "node/") {
		return engine.NodeRole
	}
	return engine.WorkerRole
}

// machine finds a machine by name; a new one is switched off.
func (w *world) machine(name string) *machine {
	i := slices.IndexFunc(w.machines, func(m *machine) bool { return m.name == name })
	if i < 0 {
		i = len(w.machines)
		w.machines = append(w.machines, &machine{w: w, name: name, disk: newDisk()})
	}
	return w.machines[i]
}

// boot starts a machine, with its process that runs the key.
func (w *world) boot(name, pool string) *machine {
	m := w.machine(name)
	m.boots++
	m.started = w.now()
	env := engine.Env{Role: m.role(), Name: name, Boot: fmt.Sprint(m.boots), Pool: pool, Policy: w.policy}.Through(m)
	if m.role() == engine.NodeRole {
		m.serving = Engine().Agent(env)
		w.start(m, name, func() { m.serving.Run(theKey) }, nil)
		if w.policy.Rewrap {
			w.start(m, name+" rewrap", func() { m.serving.(engine.Keeping).Rewrap(theKey) }, nil)
		}
		return m
	}
	m.control = Engine().Worker(env)
	w.start(m, name, func() { m.control.Run(theKey) }, nil)
	return m
}

// crash ends a machine. What its disk had not made durable is gone.
func (w *world) crash(name string) {
	w.end(name)
	w.machine(name).disk.crash()
}

// end ends all that runs on a machine.
func (w *world) end(name string) {
	m := w.machine(name)
	for _, p := range slices.Clone(w.procs) {
		if p.m == m {
			p.kill()
			w.gone(p)
		}
	}
	m.control, m.serving = nil, nil
}

// Now is the machine's own clock.
func (m *machine) Now() time.Duration {
	if len(m.lags) > 0 {
		m.w.store.Sleep(m.lags[0])
		m.lags = m.lags[1:]
	}
	return m.w.now() - m.started
}

// Wall is true time of day.
func (m *machine) Wall() time.Duration { return m.w.now() }

// Ask hands the request of the process that is running to the script.
func (m *machine) Ask(r engine.Request) (engine.Reply, error) { return m.w.running.ask(r) }

// record is the key's record as the store has it.
func (w *world) record() (rec Record, mod int64) {
	kv := w.get(RecordKey(theKey))
	rec, err := decodeRecord(kv.Value)
	if err != nil {
		w.t.Fatalf("the record cannot be read: %v", err)
	}
	return rec, kv.Mod
}

func (w *world) get(key string) engine.KV { return first(w.reads(engine.Get(key))) }

func (w *world) reads(op engine.Op) []engine.KV {
	res, err := w.store.Txn(engine.Txn{Then: []engine.Op{op}})
	if err != nil {
		w.t.Fatalf("read: %v", err)
	}
	return res.Reads[0]
}

// write is somebody else's write, of whom no process knows.
func (w *world) write(op engine.Op) {
	if _, err := w.store.Txn(engine.Txn{Then: []engine.Op{op}}); err != nil {
		w.t.Fatalf("write: %v", err)
	}
}
