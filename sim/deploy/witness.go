package deploy

import (
	"slices"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/faults"
)

// A Witness writes the history of a run. It is told what crosses the ports, and what
// the deployment alone knows, by values; times are true time since the start of the
// run. Who acted it takes from the deployment, never from the engine.
type Witness struct {
	view  engine.View
	h     *checker.History
	keys  map[string]*keyNow
	vault vault
	*Paper
}

// keyNow is what can be seen of a key now.
type keyNow struct {
	fence    uint64
	owner    string
	stored   string // where its record is
	rotation string
	active   uint32
	next     uint32
	oldest   uint32 // version that is not revoked; 0: none is there
}

// Noted is the number of a fact, for what becomes of it later; 0: none.
type Noted int

// NewWitness begins the history of a run.
func NewWitness(s *Setup) *Witness {
	v := s.Engine.View
	w := &Witness{view: v, keys: map[string]*keyNow{}, Paper: s.Paper.blank()}
	w.h = &checker.History{
		Engine: s.Engine.Name, Keys: s.Keys, Offers: Offers(v), Machines: machinesOf(s),
		Policy: checker.Policy(s.Policy), CallTimeout: CallTimeout,
		Facts: w.facts,
	}
	if s.NewPolicy != nil {
		p := checker.Policy(*s.NewPolicy)
		w.h.NewPolicy = &p
	}
	for _, k := range s.Keys {
		w.keys[k] = &keyNow{}
	}
	return w
}

// Offers says in the checker's words what a view has.
func Offers(v engine.View) checker.Offers {
	if v.Describe == nil {
		return checker.Offers{}
	}
	o := checker.Offers{Record: v.Record, Audit: v.Audit, Stamps: v.Stamps, Ownership: v.Ownership, Dues: v.Dues, Limits: v.Limits, Issues: v.Issues, Ends: v.Ends, Rewraps: v.Rewraps, Turns: v.Turns, Spares: v.Spares, Promises: v.Promises, Generations: v.Generations, Doubts: v.Doubts, Chain: checker.Chain(v.Chain), TurnedAway: checker.Chain(v.TurnedAway), Body: checker.Body(v.Body)}
	for _, d := range v.Deadlines {
		o.Deadlines = append(o.Deadlines, checker.Deadline{Name: d.Name, May: d.May, Of: checker.Term(d.Of)})
	}
	for i := range v.Playbooks {
		b := &v.Playbooks[i]
		o.Playbooks = append(o.Playbooks, checker.Playbook{Name: b.Name, Occasion: checker.Occasion(b.Occasion), Class: b.Class, Escalation: b.Escalation,
			Answers: checker.Answers{EncryptionAffected: b.EncryptionAffected, DecryptionValid: b.DecryptionValid, CustomersMustAct: b.CustomersMustAct, ManualWorkSafe: b.ManualWorkSafe}})
	}
	return o
}

func machinesOf(s *Setup) (all []checker.Machine) {
	add := func(name string, duty checker.Duty, pool string) {
		all = append(all, checker.Machine{Name: name, Duty: duty, Pool: pool})
	}
	add(StoreName, checker.StoreDuty, "")
	add(KeysName, checker.KeysDuty, "")
	for i := range s.Workers {
		add(WorkerName(i), checker.WorkerDuty, "")
	}
	for _, p := range s.Pools {
		for i := range p.Nodes {
			add(NodeName(p.Name, i), checker.NodeDuty, p.Name)
		}
	}
	for i := range s.Clients {
		add(ClientName(i), checker.ClientDuty, "")
	}
	for i := range s.Relying {
		add(RelyingName(i), checker.RelyingDuty, "")
	}
	add(SchedulerName, checker.OperatorDuty, "")
	add(OperatorName, checker.OperatorDuty, "")
	add(OutsideName, checker.OutsideDuty, "")
	return all
}

// note adds a fact.
func (w *Witness) note(f checker.Fact) Noted {
	f.ID = len(w.h.Facts) + 1
	if n := len(w.h.Facts); n == cap(w.h.Facts) {
		w.h.Facts = slices.Grow(w.h.Facts, n) // by itself it would grow by a quarter, and a long history be copied five times
	}
	w.h.Facts = append(w.h.Facts, f)
	return Noted(f.ID)
}

// fact is a fact that was noted before; nil for none.
func (w *Witness) fact(f Noted) *checker.Fact {
	if f == 0 {
		return nil
	}
	return &w.h.Facts[f-1]
}

// now is what can be seen of a key now; nothing of one that there is not.
func (w *Witness) now(key string) keyNow {
	if k := w.keys[key]; k != nil {
		return *k
	}
	return keyNow{}
}

// Owner is the machine that owns a key now; "" for none.
func (w *Witness) Owner(key string) string { return MachineOf(w.now(key).owner) }

// Rotation is the one that anyone can see in flight now; "" for none.
func (w *Witness) Rotation(key string) string { return w.now(key).rotation }

// Oldest is the oldest version of a key that anyone can see is not revoked yet; 0 for none.
func (w *Witness) Oldest(key string) uint32 { return w.now(key).oldest }

// Active is the version of a key that anyone can see is sealed under; 0 for none.
func (w *Witness) Active(key string) uint32 { return w.now(key).active }

// Next is the version of a key that anyone can see comes next; 0 for none.
func (w *Witness) Next(key string) uint32 { return w.now(key).next }

// StoredAt is where the store has the record of a key, or had it; "" if it never did.
func (w *Witness) StoredAt(key string) string { return w.now(key).stored }

// Close ends the history.
func (w *Witness) Close(end time.Duration, injections []faults.Injection) *checker.History {
	w.h.End = end
	for i := range injections {
		in := &injections[i]
		if !in.Event.IsFault() {
			continue
		}
		w.note(checker.Fact{Key: in.Event.Key, Times: checker.Times{Early: in.From, At: in.From}, What: &checker.Fault{
			Kind: in.Event.Kind, Text: in.Event.String(), From: in.From, To: in.To, Injected: in.Injected, Bites: in.Bites, On: in.Machines, Between: in.Between}})
	}
	w.facts = w.h.Facts // there may be more room
	return w.h
}
