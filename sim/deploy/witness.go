package deploy

import (
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/faults"
)

// A Witness writes the history of a run. It is told what crosses the ports, and what
// the deployment alone knows, by values; times are true time since the start of the
// run.
type Witness struct {
	view   engine.View
	h      *checker.History
	grants map[string]*standing // stored stamps that stand, by stored key; looked up only
	kept   map[string]kept      // stored records and entries, by stored key; looked up only
	keys   map[string]*keyNow
}

// keyNow is what is known of a key's ownership.
type keyNow struct {
	fence    uint64
	owner    string
	former   map[string]bool // processes that have owned it; looked up only
	rotation string          // as anyone can see it
}

// NewWitness begins the history of a run.
func NewWitness(s *Setup) *Witness {
	v := s.Engine.View
	w := &Witness{view: v, grants: make(map[string]*standing, 48), kept: map[string]kept{}, keys: map[string]*keyNow{}}
	w.h = &checker.History{
		Engine: s.Engine.Name, Keys: s.Keys, Offers: offersOf(v),
		Policy: checker.Policy(s.Policy), CallTimeout: CallTimeout,
		Stamps: make([]checker.Grant, 0, 448), // room for what a standard run has
		Seals:  make([]checker.Seal, 0, 112),
		Opens:  make([]checker.Open, 0, 112),
		Views:  make([]checker.View, 0, 48),
	}
	for _, k := range s.Keys {
		w.keys[k] = &keyNow{former: map[string]bool{}}
	}
	return w
}

func offersOf(v engine.View) checker.Offers {
	if v.Describe == nil {
		return checker.Offers{}
	}
	o := checker.Offers{Record: v.Record, Audit: v.Audit, Stamps: v.Stamps, Ownership: v.Ownership, Chain: checker.Chain(v.Chain)}
	for _, d := range v.Deadlines {
		o.Deadlines = append(o.Deadlines, checker.Deadline(d))
	}
	return o
}

// Owner is the machine that owns a key now; "" for none.
func (w *Witness) Owner(key string) string {
	if k := w.keys[key]; k != nil {
		return MachineOf(k.owner)
	}
	return ""
}

// Rotation is the one that anyone can see in flight now; "" for none.
func (w *Witness) Rotation(key string) string {
	if k := w.keys[key]; k != nil {
		return k.rotation
	}
	return ""
}

// Close ends the history.
func (w *Witness) Close(end time.Duration, injections []faults.Injection) *checker.History {
	w.h.End = end
	for i := range w.h.Stamps {
		if w.h.Stamps[i].Until < 0 {
			w.h.Stamps[i].Until = end
		}
	}
	for _, in := range injections {
		if !in.Event.IsFault() {
			continue
		}
		if in.Injected {
			w.h.Healed = max(w.h.Healed, in.To)
		}
		w.h.Faults = append(w.h.Faults, checker.Fault{Kind: in.Event.Kind, Text: in.Event.String(),
			From: in.From, To: in.To, Injected: in.Injected, Bit: in.Bit})
	}
	return w.h
}
