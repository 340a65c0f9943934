package engine

import (
	"errors"
	"time"
)

// Act is what an operator asks for.
type Act struct {
	ID       string
	Verb     string // "abort", "halt" or "resume"
	Key      string
	Rotation string // that is meant; empty: whichever is in flight when the act arrives
	Operator string
	Reason   string
}

// Operate does what an operator asks, on any worker, without ownership: the
// compare of the record's revision is what makes it safe (rule 7).
func (w *Worker) Operate(a Act) Answer {
	if operations[a.Verb] == nil || !ValidName(a.Key) || !ValidName(a.Operator) || !short(a.ID) || !short(a.Reason) {
		return refused("malformed")
	}
	d := deed{act: a, op: w.Operation()}
	for n := range w.env.Policy.Attempts {
		answer, err := w.tryOperate(&d)
		if err == nil {
			return answer
		}
		if !errors.Is(err, errMoved) {
			w.sleep(n)
		}
	}
	return Answer{Verdict: Unknown, Why: "the store does not answer"}
}

// A deed is one act while it is tried.
type deed struct {
	act Act
	op  string // of each try: at most one of them lands
	seq uint64 // audit entry that the last try would have written; 0 before it
	rec Record // as it would have left it
}

// tryOperate finds out first whether an earlier try has landed (rule 10): if so,
// the audit has an entry of its operation where that try would have put it.
func (w *Worker) tryOperate(d *deed) (Answer, error) {
	s, landed, err := w.readBack(d)
	if err != nil {
		return Answer{}, err
	}
	if !landed {
		if d.act.Rotation != "" && s.rec.Rotation != d.act.Rotation {
			return refused("another rotation"), nil
		}
		d.rec = s.rec.clone()
		transition, why := operations[d.act.Verb](&d.rec, d.act, s.time)
		if why != "" {
			return refused(why), nil
		}
		if err := w.write(d, transition, s.mod); err != nil {
			return Answer{}, err
		}
	}
	if d.rec.Phase == Halted {
		w.page(d.act.Key, &d.rec)
	}
	return Answer{Verdict: Admitted, Rotation: d.rec.Rotation}, nil
}

func (w *Worker) readBack(d *deed) (s situation, landed bool, err error) {
	if s, err = w.read(d.act.Key); err != nil || d.seq == 0 || s.rec.AuditSeq < d.seq {
		return s, false, err
	}
	res, err := w.env.Store.Txn(Txn{Then: []Op{Get(auditKey(d.act.Key, d.seq))}})
	if err != nil {
		return s, false, err
	}
	e, _, _, _, err := decodeEntry(first(res.Reads[0]).Value)
	return s, e.Op == d.op, err
}

func (w *Worker) write(d *deed, transition string, mod int64) error {
	t := w.change(d.act.Key, &d.rec, Change{Transition: transition, Cause: "operator:" + d.act.ID, Op: d.op,
		Note: d.act.Reason, If: []Compare{{recordKey(d.act.Key), mod}}})
	d.seq = d.rec.AuditSeq
	res, err := w.env.Store.Txn(t)
	if err == nil && !res.Held {
		return errMoved
	}
	return err
}

// operations change a record as an operator asks, or say why not.
var operations = map[string]func(rec *Record, a Act, at time.Duration) (transition, why string){
	"abort":  operatorAbort,
	"halt":   operatorHalt,
	"resume": operatorResume,
}

func operatorAbort(rec *Record, a Act, at time.Duration) (string, string) {
	if rec.Phase == Halted && rec.From.Abortable() {
		release(rec)
	} else if !rec.Phase.Abortable() {
		return "", "cannot abort in " + rec.Phase.String()
	}
	rec.Cause = "operator:" + a.ID
	rec.From, rec.Halt = Idle, Halt{}
	abort(rec, at)
	return "ABORTING", ""
}

func operatorHalt(rec *Record, a Act, _ time.Duration) (string, string) {
	if rec.Phase == Halted {
		return "", "halted already"
	}
	halt(rec, Halt{Reason: "asked for by " + a.Operator + ": " + a.Reason, Class: Recoverable,
		Playbook: "operator-halt", Owner: a.Operator, DecryptionValid: true, ManualWorkSafe: true})
	return "HALTED", ""
}

// operatorResume goes on from the remembered phase under a fence above the halted
// one; whoever owned the key has to acquire it again. Evidence is read anew, and
// deadlines start again.
func operatorResume(rec *Record, _ Act, at time.Duration) (string, string) {
	if rec.Phase != Halted {
		return "", "not halted"
	}
	release(rec)
	rec.Phase = rec.From
	rec.From = Idle
	rec.Halt = Halt{}
	rec.Since, rec.Proved = at, 0
	return "RESUMED", ""
}

// release ends an ownership by a fence above it.
func release(rec *Record) {
	rec.Fence++
	rec.Owner = ""
}
