package engine

// An Engine is what a deployment runs: how to start its two kinds of process,
// and how to read what it stores.
type Engine struct {
	Name   string
	Worker func(Env) Control // for each start of a worker's machine
	Agent  func(Env) Serving // for each start of a node
	// Describe turns one stored key into the neutral view; nil for an engine
	// that stores nothing.
	Describe func(KV) (Observation, bool)
}

// Control is the control plane on one machine. Its methods are entered by
// processes of which only one runs at a time; they switch at port calls only.
type Control interface {
	Run(key string) // drives rotations of a key; does not return
	Admit(Trigger) Answer
	Operate(Act) Answer
}

// Serving is the engine on one node.
type Serving interface {
	Run(key string) // keeps the node fit to serve a key; does not return
	Seal(key string, plaintext []byte) (Sealed, error)
	Open(key string, s Sealed) ([]byte, error)
	Push(Command) error
	Rev(key string) uint64 // of the stamp it serves under, for the log; 0 for none
}

// A Step does the next thing for a rotation in one phase, or for one old version
// in one state. It returns how long it may be left alone; zero means that it got
// somewhere and the next step is due at once.
type Step func(o *Owner, version uint32) (Pause, error)

// Table is the engine as data: which step runs when. A step that misbehaves is
// put in place of one of these, nowhere else.
type Table struct {
	Admit    func(*Worker, Trigger) Answer
	Rotation [phases]Step // version is Next
	Old      [states]Step // version is the old one
	Write    func(*Owner, Record, Change) error
	Rights   func(*Record) Rights
}

// Reference is the right one.
func Reference() Table {
	t := Table{Admit: Admit, Write: WriteFenced, Rights: RightsUnder}
	t.Rotation = [phases]Step{
		Idle:      rest,
		Intent:    Stage,
		Staged:    Publish,
		Published: Verify,
		Verified:  Drain,
		Draining:  Commit,
		Committed: Settle,
		Aborting:  FinishAbort,
		Aborted:   Settle,
		Halted:    Tell,
	}
	t.Old = [states]Step{
		Pending:    rest,
		Active:     rest,
		Deprecated: StartRetire,
		Retiring:   Revoke,
		Revoked:    DestroyOld,
		Destroyed:  rest,
		Burnt:      rest,
	}
	return t
}

// Engine makes the table into an engine of the given name.
func (t Table) Engine(name string) Engine {
	return Engine{
		Name:     name,
		Worker:   func(env Env) Control { return NewWorker(env, &t) },
		Agent:    func(env Env) Serving { return NewAgent(env, t.Rights) },
		Describe: Describe,
	}
}

// rest does nothing until something changes.
func rest(*Owner, uint32) (Pause, error) { return untilChange, nil }
