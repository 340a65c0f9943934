package faults

import "strings"

// A Meaning is a moment in a rotation that a fault can wait for: a step, and how
// far it has got. Of a step, *sent* is when the request has left the process,
// *applied* when the store or the key service has done it and the reply has not
// left yet, *answered* when the reply has reached the process.
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

// Meanings are all that a fault can wait for.
var Meanings = []Meaning{
	{"admit.sent", "the transaction that admits a trigger's window has been sent"},
	{"admit.applied", "the transaction that admits a trigger's window has been applied, the reply not yet sent"},
	{"admit.answered", "the reply to the transaction that admits a trigger's window has arrived"},
	{"acquire.sent", "the transaction that makes a worker the owner has been sent"},
	{"acquire.applied", "the transaction that makes a worker the owner has been applied, the reply not yet sent"},
	{"acquire.answered", "the reply to the transaction that makes a worker the owner has arrived"},
	{"stage.sent", "the write of STAGED has been sent"},
	{"stage.applied", "the write of STAGED has been applied, the reply not yet sent"},
	{"stage.answered", "the reply to the write of STAGED has arrived"},
	{"publish.sent", "the write of PUBLISHED has been sent"},
	{"publish.applied", "the write of PUBLISHED has been applied, the reply not yet sent"},
	{"publish.answered", "the reply to the write of PUBLISHED has arrived"},
	{"prove.sent", "the write of the publish barrier's evidence has been sent"},
	{"prove.applied", "the write of the publish barrier's evidence has been applied, the reply not yet sent"},
	{"prove.answered", "the reply to the write of the publish barrier's evidence has arrived"},
	{"verify.sent", "the write of VERIFIED has been sent"},
	{"verify.applied", "the write of VERIFIED has been applied, the reply not yet sent"},
	{"verify.answered", "the reply to the write of VERIFIED has arrived"},
	{"drain.sent", "the write of DRAINING has been sent"},
	{"drain.applied", "the write of DRAINING has been applied, the reply not yet sent"},
	{"drain.answered", "the reply to the write of DRAINING has arrived"},
	{"undrain.sent", "the write that goes back from DRAINING to PUBLISHED has been sent"},
	{"undrain.applied", "the write that goes back from DRAINING to PUBLISHED has been applied, the reply not yet sent"},
	{"undrain.answered", "the reply to the write that goes back from DRAINING to PUBLISHED has arrived"},
	{"commit.sent", "the commit has been sent"},
	{"commit.applied", "the commit has been applied, the reply not yet sent"},
	{"commit.answered", "the reply to the commit has arrived"},
	{"settle.sent", "the write that goes from COMMITTED to IDLE has been sent"},
	{"settle.applied", "the write that goes from COMMITTED to IDLE has been applied, the reply not yet sent"},
	{"settle.answered", "the reply to the write that goes from COMMITTED to IDLE has arrived"},
	{"abort.sent", "the write of ABORTING has been sent"},
	{"abort.applied", "the write of ABORTING has been applied, the reply not yet sent"},
	{"abort.answered", "the reply to the write of ABORTING has arrived"},
	{"aborted.sent", "the write of ABORTED has been sent"},
	{"aborted.applied", "the write of ABORTED has been applied, the reply not yet sent"},
	{"aborted.answered", "the reply to the write of ABORTED has arrived"},
	{"halt.sent", "the write of HALTED has been sent"},
	{"halt.applied", "the write of HALTED has been applied, the reply not yet sent"},
	{"halt.answered", "the reply to the write of HALTED has arrived"},
	{"resume.sent", "an operator's resume of a halted rotation has been sent"},
	{"resume.applied", "an operator's resume of a halted rotation has been applied, the reply not yet sent"},
	{"resume.answered", "the reply to an operator's resume of a halted rotation has arrived"},
	{"retire.sent", "the write of RETIRING, of an old version has been sent"},
	{"retire.applied", "the write of RETIRING, of an old version has been applied, the reply not yet sent"},
	{"retire.answered", "the reply to the write of RETIRING, of an old version has arrived"},
	{"revoke.sent", "the write of REVOKED, of an old version has been sent"},
	{"revoke.applied", "the write of REVOKED, of an old version has been applied, the reply not yet sent"},
	{"revoke.answered", "the reply to the write of REVOKED, of an old version has arrived"},
	{"destroyed.sent", "the write of DESTROYED, of an old version has been sent"},
	{"destroyed.applied", "the write of DESTROYED, of an old version has been applied, the reply not yet sent"},
	{"destroyed.answered", "the reply to the write of DESTROYED, of an old version has arrived"},
	{"mint.sent", "the key service's creation of material has been sent"},
	{"mint.applied", "the key service's creation of material has been applied, the reply not yet sent"},
	{"mint.answered", "the reply to the key service's creation of material has arrived"},
	{"destroy.sent", "the key service's destruction of material has been sent"},
	{"destroy.applied", "the key service's destruction of material has been applied, the reply not yet sent"},
	{"destroy.answered", "the reply to the key service's destruction of material has arrived"},
	{"barrier.sent", "the scan of the stamps that a barrier waits for has been sent"},
	{"barrier.answered", "the reply to the scan of the stamps that a barrier waits for has arrived"},
	{"stamp.sent", "a node's grant or renewal of a stamp has been sent"},
	{"stamp.applied", "a node's grant or renewal of a stamp has been applied, the reply not yet sent"},
	{"stamp.answered", "the reply to a node's grant or renewal of a stamp has arrived"},
	{"lease.sent", "a node's request for a lease has been sent"},
	{"lease.applied", "a node's request for a lease has been applied, the reply not yet sent"},
	{"lease.answered", "the reply to a node's request for a lease has arrived"},
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
