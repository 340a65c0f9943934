package reference

import (
	"errors"

	"pawl/engine"
)

// What is in the store may have been written by somebody who is nobody of this engine: a
// script that cleans up, a backup that puts one key back. Each write of the record is made
// with its entry, and the record says how many there are. So a record that is followed by an
// entry is not the last one, and where there is none at all there must not be an entry either.
// Nothing is done by a record like that; people are told of it.

// errBehind: the record is none to go on from.
var errBehind = unreadable{errors.New("the audit goes on beyond the record, which is gone or was put back")}

// Trust fails for a record that the audit contradicts. One that holds does so for as long as
// its revision stands, since whoever writes anything over it gives it another; that there is
// no record has to be asked for again.
func Trust(w *Worker, key string, mod int64, rec *Record) error {
	if mod != 0 && w.trusted[key] == mod {
		return nil
	}
	res, err := w.env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Get(auditKey(key, rec.AuditSeq+1)), engine.Get(RecordKey(key))}})
	if err != nil {
		return err
	}
	if first(res.Reads[1]).Mod != mod {
		return errMoved
	}
	if len(res.Reads[0]) > 0 {
		return errBehind
	}
	w.trusted[key] = mod
	return nil
}

// OfRecord says that a condition is about a key's record, or that no entry follows it.
func OfRecord(key string, c engine.Compare) bool {
	of, kind, _ := split(c.Key)
	return of == key && (kind == recordKind || kind == auditKind)
}

// follows is the condition that no entry follows a record: who has read the record and not
// the audit compares it.
func (r *Record) follows(key string) engine.Compare {
	return engine.Compare{Key: auditKey(key, r.AuditSeq+1), Mod: 0}
}
