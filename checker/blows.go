package checker

import (
	"slices"
	"sort"
	"time"
)

// A Victim is who feels a fault, told as far as it matters to a rotation: an owner is a worker
// that owns the key just then, and all who ask from outside are one.
type Victim string

// The victims, in the order of reports.
const (
	OwnerVictim  Victim = "owner"
	WorkerVictim Victim = "worker"
	NodeVictim   Victim = "node"
	StoreVictim  Victim = "store"
	KeysVictim   Victim = "key service"
	CallerVictim Victim = "caller" // a client, a relying party, a scheduler, an operator
)

// Victims is everybody, in the order of reports.
var Victims = []Victim{OwnerVictim, WorkerVictim, NodeVictim, StoreVictim, KeysVictim, CallerVictim}

// A Blow is a kind of fault that somebody felt, because it changed something, while a key was in a phase.
type Blow struct {
	Kind   string
	Phase  Phase
	Victim Victim
}

// blows are those of a run, each once.
func blows(parts []*Past) []Blow {
	var all []Blow
	for _, h := range parts {
		if !h.Offers.Record {
			continue // nothing tells of its phases
		}
		for i := range h.Faults {
			all = h.blowsOf(&h.Faults[i], all)
		}
	}
	return all
}

// PhaseAt is the phase of a past's key at some time.
func (h *Past) PhaseAt(at time.Duration) Phase {
	for i := sort.Search(len(h.Views), func(i int) bool { return h.Views[i].At > at }); i > 0; i-- {
		if v := &h.Views[i-1]; v.RecordWritten {
			return v.Phase
		}
	}
	return Idle
}

// blowsOf adds those of one fault.
func (h *Past) blowsOf(f *Fault, all []Blow) []Blow {
	for i, at := range f.Bites {
		phase := h.PhaseAt(at)
		for _, m := range f.struck(i) {
			b := Blow{f.Kind, phase, h.victimAt(m, at)}
			if b.Victim != "" && !slices.Contains(all, b) {
				all = append(all, b)
			}
		}
	}
	return all
}

// struck are the machines that felt one bite: both ends of a message that was changed, or
// else all that the fault is about.
func (f *Fault) struck(bite int) []string {
	if bite >= len(f.Between) || f.Between[bite] == [2]string{} {
		return f.On
	}
	return f.Between[bite][:]
}

// victimAt is who a machine is for a key at some time; "" if the machine is not known.
func (h *Past) victimAt(machine string, at time.Duration) Victim {
	switch duty := h.duty[machine]; duty {
	case WorkerDuty:
		for _, t := range h.replayed.tenures {
			if machineOf(t.by) == machine && t.from <= at && at < t.to {
				return OwnerVictim
			}
		}
		return WorkerVictim
	case NodeDuty, StoreDuty, KeysDuty:
		return Victim(duty)
	case ClientDuty, RelyingDuty, OperatorDuty:
		return CallerVictim
	}
	return ""
}
