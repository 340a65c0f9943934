package faults

import "strings"

// A Meaning is a moment in a rotation that a fault can wait for: a step, and how
// far it has got.
type Meaning struct{ Name, Text string }

// A Moment is an index of Meanings: what a deployment passes on its hot path.
type Moment uint8

func (m Moment) String() string { return Meanings[m].Name }

// MeaningOf finds a meaning by its name. Look up once, not at each moment.
func MeaningOf(name string) (Moment, bool) {
	for i := range Meanings {
		if Meanings[i].Name == name {
			return Moment(i), true
		}
	}
	return 0, false
}

// Stages are how far a step can have got, in order. At *due* the decision is
// taken and the request has not left: a process that stops there acts later on
// what it knew before.
var Stages = []Meaning{
	{"due", "is about to be sent"},
	{"sent", "has been sent"},
	{"applied", "has been applied, the reply not yet sent"},
	{"answered", "has been answered"},
}

// A Step is a request that a rotation is made of.
type Step struct {
	Name, Text string
	Reads      bool // it has no effect that could be applied
}

// Steps are all that faults know by name.
var Steps = []Step{
	{"admit", "the transaction that admits a trigger's window", false},
	{"acquire", "the transaction that makes a worker the owner", false},
	{"stage", "the write of STAGED", false},
	{"publish", "the write of PUBLISHED", false},
	{"prove", "the write of the publish barrier's evidence", false},
	{"verify", "the write of VERIFIED", false},
	{"drain", "the write of DRAINING", false},
	{"undrain", "the write that goes back from DRAINING to PUBLISHED", false},
	{"commit", "the commit", false},
	{"settle", "the write that goes from COMMITTED to IDLE", false},
	{"abort", "the write of ABORTING", false},
	{"aborted", "the write of ABORTED", false},
	{"halt", "the write of HALTED", false},
	{"resume", "an operator's resume of a halted rotation", false},
	{"retire", "the write of RETIRING of an old version", false},
	{"revoke", "the write of REVOKED of an old version", false},
	{"destroyed", "the write of DESTROYED of an old version", false},
	{"mint", "the key service's creation of material", false},
	{"destroy", "the key service's destruction of material", false},
	{"barrier", "the scan of the stamps that a barrier waits for", true},
	{"stamp", "a node's grant or renewal of a stamp", false},
	{"lease", "a node's request for a lease", false},
}

// Meanings are all that a fault can wait for: every step at every stage.
var Meanings = everyMeaning()

func everyMeaning() []Meaning {
	var all []Meaning
	for _, step := range Steps {
		for _, stage := range Stages {
			if !step.Reads || stage.Name != "applied" {
				all = append(all, Meaning{step.Name + "." + stage.Name, step.Text + " " + stage.Text})
			}
		}
	}
	return all
}

func unknownMeaning(name string) *complaint {
	of, known := meaningsLike(name)
	return &complaint{wrong(name, "is no meaning"), suggest(name, known, "want "+of)}
}

// meaningsLike are those of the same step, or all if there is no such step.
func meaningsLike(name string) (of string, like []string) {
	step, _, _ := strings.Cut(name, ".")
	var all []string
	for _, m := range Meanings {
		all = append(all, m.Name)
		if strings.HasPrefix(m.Name, step+".") {
			like = append(like, m.Name)
		}
	}
	if like == nil {
		return `a step and a moment, such as "commit.sent"`, all
	}
	return strings.Join(like, " or "), like
}
