package faults

import "strings"

// A Step is a request that a rotation is made of, with all that is to be known
// of it: this table is the only place that lists them.
type Step struct {
	Name, Text string
	Reads      bool     // it has no effect that could be applied
	Often      bool     // it is repeated all the time, others come about once a rotation
	Keyless    bool     // it is about no key
	Pivotal    []string // the stages at which an engine goes wrong if it goes wrong
	Kept       bool     // it is about what is kept for good, which not every run has; such steps come last
	Transition string   // the word in an audit entry that tells the write apart; empty if no entry does
}

// Steps are all that events know by name.
//
// Pivotal are the moments at which something has been read and not yet acted on,
// or done and not yet known.
var Steps = []Step{
	{Name: "admit", Text: "the transaction that admits a trigger's window", Transition: "INTENT", Pivotal: []string{"due", "applied"}},
	{Name: "acquire", Text: "the transaction that makes a worker the owner", Transition: "ACQUIRED", Pivotal: []string{"due", "applied"}},
	{Name: "stage", Text: "the write of STAGED", Transition: "STAGED"},
	{Name: "publish", Text: "the write of PUBLISHED", Transition: "PUBLISHED", Pivotal: []string{"due"}},
	{Name: "let-in", Text: "the write that lets the next pool in", Transition: "REACHED"},
	{Name: "prove", Text: "the write of the publish barrier's evidence", Transition: "PROVED"},
	{Name: "verify", Text: "the write of VERIFIED", Transition: "VERIFIED", Pivotal: []string{"due"}},
	{Name: "drain", Text: "the write of DRAINING", Transition: "DRAINING", Pivotal: []string{"due"}},
	{Name: "undrain", Text: "the write that goes back from DRAINING to PUBLISHED", Transition: "UNDRAINED"},
	{Name: "commit", Text: "the commit", Transition: "COMMITTED", Pivotal: []string{"due", "sent", "applied"}},
	{Name: "settle", Text: "the write that goes from COMMITTED to IDLE", Transition: "IDLE"},
	{Name: "abort", Text: "the write of ABORTING", Transition: "ABORTING", Pivotal: []string{"due"}},
	{Name: "aborted", Text: "the write of ABORTED", Transition: "ABORTED"},
	{Name: "halt", Text: "the write of HALTED", Transition: "HALTED"},
	{Name: "resume", Text: "an operator's resume of a halted rotation", Transition: "RESUMED"},
	{Name: "allocate", Text: "the write of a spare's number", Transition: "PENDING"},
	{Name: "spared", Text: "the write that lets nodes have a spare", Transition: "SPARED"},
	{Name: "spare-shown", Text: "the write that has every stamp open a spare", Transition: "SPARE-SHOWN"},
	{Name: "spare-proved", Text: "the write of the evidence for a spare", Transition: "SPARE-PROVED"},
	{Name: "retire", Text: "the write of RETIRING of an old version", Transition: "RETIRING", Pivotal: []string{"due"}},
	{Name: "revoke", Text: "the write of REVOKED of an old version", Transition: "REVOKED", Pivotal: []string{"due"}},
	{Name: "destroyed", Text: "the write of DESTROYED of an old version", Transition: "DESTROYED"},
	{Name: "mint", Text: "the key service's creation of material", Pivotal: []string{"due", "applied"}},
	{Name: "destroy", Text: "the key service's destruction of material", Pivotal: []string{"due", "applied"}},
	{Name: "barrier", Text: "the scan of the stamps that a barrier waits for", Reads: true, Often: true, Pivotal: []string{"sent"}},
	{Name: "stamp", Text: "a node's grant or renewal of a stamp", Often: true, Pivotal: []string{"due", "applied"}},
	{Name: "lease", Text: "a node's request for a lease", Often: true, Keyless: true},
	{Name: "keep", Text: "a node's put of a text that is to be kept for good", Often: true, Kept: true, Pivotal: []string{"due", "applied"}},
	{Name: "undertake", Text: "the transaction by which one node takes it on to move what is kept", Kept: true, Pivotal: []string{"applied"}},
	{Name: "rewrap", Text: "a transaction that moves some of what is kept to the active version", Kept: true, Pivotal: []string{"due", "applied"}},
}

// stepOf is the step of a meaning, nil if there is none.
func stepOf(meaning string) *Step {
	name, _, _ := strings.Cut(meaning, ".")
	for i := range Steps {
		if Steps[i].Name == name {
			return &Steps[i]
		}
	}
	return nil
}

// Repeated says that the step of a meaning comes all the time, where others come about once
// a rotation.
func Repeated(meaning string) bool {
	s := stepOf(meaning)
	return s != nil && s.Often
}
