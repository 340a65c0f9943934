package reference

import (
	"errors"

	"pawl/engine"
)

// A store that is put back to an older copy has forgotten what was decided since: numbers
// that are used are free in it, windows that were served are open, and the version in use may
// be one that was replaced. Nothing that is stored tells so; the generation of the store
// does, which stands outside. A record names the one in which it was begun, and all that goes
// by the record is bound to that. In another generation it is halted, and nothing ends that
// halt: what is missing is known to nobody here.

// errPutBack: the store has been put back to an older copy since the record was begun.
var errPutBack = errors.New("the store was put back to an older copy of its data, and nothing goes on from that")

// recordIn reads a record off the answer that has it. One that is not there yet is begun in
// the generation that answers; for one of another, errPutBack comes with it.
func recordIn(res *engine.TxnResult, kv engine.KV) (Record, error) {
	rec, err := decodeRecord(kv.Value)
	if kv.Mod == 0 {
		rec.Generation = res.Generation
	}
	if err == nil && rec.Generation != res.Generation {
		err = errPutBack
	}
	return rec, err
}

// putBackPlaybook is the playbook of what nothing ends. The halt has it written out, as all
// alerts have theirs: a test reads them off the code.
const putBackPlaybook = "store-put-back"

// haltPutBack halts the record of a store that was put back, if it is not halted for that
// yet. The worker owns nothing: it compares the revision (rule 7). Where sealing had been
// taken away it is given back on paper only, since no stamp is granted any more.
func (w *Worker) haltPutBack(at places, s *situation) error {
	if s.rec.Halt.Playbook == putBackPlaybook {
		w.page(at.key, &s.rec)
		return nil
	}
	rec := s.rec.clone()
	halt(&rec, engine.Halt{Reason: errPutBack.Error(), Class: engine.NonRecoverable, Playbook: "store-put-back", EncryptionAffected: true, CustomersMustAct: true})
	if s.rec.Phase == Halted {
		rec.From = s.rec.From
	}
	_, err := commitIn(w.env.Store, s.generation, w.change(at.key, &rec, Change{Transition: "HALTED", Cause: engine.ByDeadline + "generation", Note: rec.Halt.Reason,
		If: []engine.Compare{{Key: at.record, Mod: s.mod}}}))
	return err
}

// refused is the answer to a request that nothing can be done about, since the store was put
// back.
func refused(a engine.Answer, err error) (engine.Answer, error) {
	if errors.Is(err, errPutBack) {
		return engine.Refuse(err.Error()), nil
	}
	return a, err
}
