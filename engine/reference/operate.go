package reference

import (
	"slices"
	"time"

	"pawl/engine"
)

// Operate does what an operator asks, on any worker, without ownership: the
// compare of the record's revision is what makes it safe (rule 7).
func (w *Worker) Operate(a engine.Act) engine.Answer {
	if deeds[a.Verb] == nil || !engine.ValidName(a.Key) || !engine.ValidName(a.Operator) || !short(a.ID) || !short(a.Reason) || !short(a.Of) {
		return engine.Refuse(engine.WhyMalformed)
	}
	if !slices.Contains(w.env.Policy.Operators, a.Operator) {
		w.refuse(a.Key, a.Operator, a.ID, engine.WhyCaller)
		return engine.Refuse(engine.WhyCaller)
	}
	d := deed{act: a, op: w.Operation()}
	var answer engine.Answer
	try := deeds[a.Verb]
	err := w.tries(func() (err error) { answer, err = refused(try(w, &d)); return err })
	if err != nil {
		return notDone(err)
	}
	if answer.Outcome == engine.Refused {
		w.refuse(a.Key, a.Operator, a.ID, answer.Why)
	}
	return answer
}

// A deed is one act while it is tried.
type deed struct {
	act engine.Act
	op  string // of each try: at most one of them lands
	seq uint64 // audit entry that the last try would have written; 0 before it
	rec Record // as it would have left it
}

// deeds are how each act is tried.
var deeds = map[string]func(*Worker, *deed) (engine.Answer, error){
	engine.AbortAct:   (*Worker).tryOperate,
	engine.HaltAct:    (*Worker).tryOperate,
	engine.ResumeAct:  (*Worker).tryOperate,
	engine.HoldAct:    (*Worker).tryHold,
	engine.ReleaseAct: (*Worker).tryHold,
	engine.RevokeAct:  (*Worker).tryAsk,
	engine.RotateAct:  (*Worker).tryAsk,
	engine.ApproveAct: (*Worker).tryApprove,
}

// tryOperate finds out first whether an earlier try has landed (rule 10): if so,
// the audit has an entry of its operation where that try would have put it.
func (w *Worker) tryOperate(d *deed) (engine.Answer, error) {
	s, landed, err := w.readBack(d)
	if err != nil {
		return engine.Answer{}, err
	}
	if !landed {
		if d.act.Rotation != "" && s.rec.Rotation != d.act.Rotation {
			return engine.Refuse("another rotation"), nil
		}
		d.rec = s.rec.clone()
		transition, why := w.steps.Act(&d.rec, d.act, s.time)
		if why != "" {
			return engine.Refuse(why), nil
		}
		if err := w.put(d, Change{Transition: transition, Cause: engine.ByOperator + d.act.ID, Op: d.op, Note: d.act.Reason,
			If: []engine.Compare{{Key: RecordKey(d.act.Key), Mod: s.mod}}}); err != nil {
			return engine.Answer{}, err
		}
	}
	if d.rec.Phase == Halted {
		w.page(d.act.Key, &d.rec)
	}
	return engine.Answer{Outcome: engine.Admitted, Rotation: d.rec.Rotation}, nil
}

func (w *Worker) readBack(d *deed) (s situation, landed bool, err error) {
	if s, err = w.read(placesOf(d.act.Key)); err != nil || d.seq == 0 || s.rec.AuditSeq < d.seq {
		return s, false, err
	}
	kv, err := get(w.env.Store, auditKey(d.act.Key, d.seq))
	if err != nil {
		return s, false, err
	}
	e, _, _, _, err := decodeEntry(kv.Value)
	return s, e.Op == d.op, err
}

// put writes what a deed has made of the record.
func (w *Worker) put(d *deed, c Change) error {
	t := w.change(d.act.Key, &d.rec, c)
	d.seq = d.rec.AuditSeq
	rev, err := commitIn(w.env.Store, d.rec.Generation, t)
	if err == nil {
		w.sees(d.act.Key, rev)
	}
	return err
}

// operations change a record as an operator asks, or say why not.
var operations = map[string]func(rec *Record, a engine.Act, at time.Duration) (transition, why string){
	engine.AbortAct:  operatorAbort,
	engine.HaltAct:   operatorHalt,
	engine.ResumeAct: operatorResume,
}

// Act changes a record as an operator asks, or says why not.
func Act(rec *Record, a engine.Act, at time.Duration) (transition, why string) {
	return operations[a.Verb](rec, a, at)
}

func operatorAbort(rec *Record, a engine.Act, at time.Duration) (string, string) {
	if rec.Phase == Halted && rec.From.Abortable() {
		release(rec)
	} else if !rec.Phase.Abortable() {
		return "", "cannot abort in " + rec.Phase.word()
	}
	rec.Cause = engine.ByOperator + a.ID
	rec.From, rec.Halt = Idle, engine.Halt{}
	abort(rec, at)
	return "ABORTING", ""
}

func operatorHalt(rec *Record, a engine.Act, _ time.Duration) (string, string) {
	if rec.Phase == Halted {
		return "", "halted already"
	}
	halt(rec, engine.Halt{Reason: "asked for by " + a.Operator + ": " + a.Reason, Class: engine.Recoverable,
		Playbook: "operator-halt", Owner: a.Operator, DecryptionValid: true, ManualWorkSafe: true})
	return "HALTED", ""
}

// operatorResume goes on from the remembered phase under a fence above the halted
// one; whoever owned the key has to acquire it again. Evidence is read anew, and
// deadlines start again with that: the owner of before may still wind the clock beyond
// what was read of it here.
func operatorResume(rec *Record, _ engine.Act, _ time.Duration) (string, string) {
	if rec.Phase != Halted {
		return "", "not halted"
	}
	release(rec)
	rec.Phase = rec.From
	rec.From = Idle
	rec.Halt = engine.Halt{}
	rec.Since, rec.Proved = 0, 0
	return "RESUMED", ""
}

// release ends an ownership by a fence above it.
func release(rec *Record) {
	rec.Fence++
	rec.Owner = ""
}
