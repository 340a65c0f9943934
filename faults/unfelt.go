package faults

import "slices"

// Who can feel a fault, in the words of whoever looks for that. An owner is a worker that
// owns the key; a caller is whoever asks from outside.
const (
	anOwner     = owner
	aWorker     = "worker"
	aNode       = "node"
	aStore      = theStore
	aKeyService = "key service"
	aCaller     = "caller"
)

var anybody = []string{anOwner, aWorker, aNode, aStore, aKeyService, aCaller}

// An exemption is why somebody cannot feel some kinds in some phases.
type exemption struct {
	family string  // of kinds; "": those below
	kinds  []*Kind // by name
	who    []string
	phases []string // nil: any
	why    string
}

const beyondAssumptions = "it breaks an assumption, and comes only where that is asked for"

const nobodys = "it is what people do, and strikes no machine"

var (
	nextOfAStep = []*Kind{&drop, &duplicate, &loseReply, &fail, &failLate}
	storeAlone  = []string{"STAGED", "PUBLISHED", "VERIFIED", "DRAINING", "COMMITTED", "ABORTED", "HALTED"}
)

var exemptions = []exemption{
	{family: disks, who: allBut(aNode), why: "only nodes have disks that an engine writes"},
	{family: membership, who: allBut(aNode), why: "only nodes come and go"},
	{family: ofStore, who: allBut(aStore), why: "it happens to the store itself"},
	{family: operators, who: anybody, why: nobodys},
	{family: triggers, who: anybody, why: nobodys},
	{family: outside, who: anybody, why: nobodys},
	{family: policies, who: []string{aStore, aKeyService, aCaller}, why: "only what an engine runs on goes by a policy"},
	{kinds: []*Kind{&crashLoop, &hang}, who: []string{aStore, aKeyService, aCaller}, why: "it happens to machines that an engine runs on"},
	{kinds: []*Kind{&slow}, who: []string{aStore, aKeyService}, why: "a service that is slow is one whose answers are delayed"},
	{kinds: []*Kind{&drift}, who: []string{aKeyService, aCaller}, why: "the key service and callers measure no time by which anything is decided"},
	{kinds: []*Kind{&reject}, who: []string{aStore, aCaller}, why: "only the key service turns down for good what an engine asks"},
	{kinds: []*Kind{&reject}, who: []string{aWorker}, why: "of the workers only a key's owner asks the key service"},
	{kinds: []*Kind{&reject}, who: []string{anOwner}, phases: storeAlone, why: "in these phases a rotation asks nothing of the key service"},
	{kinds: nextOfAStep, who: []string{aCaller}, why: "it strikes what a step sends next, and callers take none"},
	{kinds: nextOfAStep, who: []string{aKeyService}, phases: storeAlone, why: "it strikes what a step sends next, and the steps of these phases ask the store"},
	{kinds: []*Kind{&overload}, who: []string{aKeyService}, phases: []string{"STAGED", "VERIFIED", "DRAINING", "COMMITTED", "ABORTING", "ABORTED", "HALTED"},
		why: "whoever would ask the key service then asks the store first, and is turned down there"},
	{kinds: []*Kind{&overload, &fail, &failLate}, who: []string{aCaller}, why: "callers ask no service"},
	{kinds: []*Kind{&hang, &drift, &failLate}, who: []string{aWorker}, phases: []string{"VERIFIED", "DRAINING", "COMMITTED", "ABORTED"},
		why: "these phases are brief, and a worker that does not own the key hears nothing from the store meanwhile"},
}

func allBut(who string) (all []string) {
	for _, w := range anybody {
		if w != who {
			all = append(all, w)
		}
	}
	return all
}

// Unfelt says why somebody cannot feel a kind of fault in a phase; "" if that can be. Who is
// an owner, a worker that is none, a node, the store, the key service or a caller.
func (k *Kind) Unfelt(who, phase string) string {
	if k.Beyond != "" {
		return beyondAssumptions
	}
	for i := range exemptions {
		x := &exemptions[i]
		of := x.family == k.Family || slices.ContainsFunc(x.kinds, func(o *Kind) bool { return o.Name == k.Name })
		if of && slices.Contains(x.who, who) && (x.phases == nil || slices.Contains(x.phases, phase)) {
			return x.why
		}
	}
	return ""
}
