package engine

import "time"

// Act is what an operator asks for.
type Act struct {
	ID       string
	Verb     string // "abort", "halt" or "resume"
	Key      string
	Operator string
	Reason   string
}

// Operate does what an operator asks, on any worker, without ownership: the
// compare of the record's revision is what makes it safe (rule 7).
func (w *Worker) Operate(a Act) Answer {
	change, known := operations[a.Verb]
	if !known || !ValidName(a.Key) || !ValidName(a.Operator) {
		return refused("malformed")
	}
	var mine string // operation id of a write whose outcome is not known
	for n := range w.env.Policy.Attempts {
		s, err := w.read(a.Key)
		if err != nil {
			w.sleep(n)
			continue
		}
		if mine != "" && s.rec.Op == mine {
			return Answer{Verdict: Admitted, Rotation: s.rec.Rotation}
		}
		rec := s.rec.clone()
		transition, why := change(&rec, a, s.time)
		if why != "" {
			return refused(why)
		}
		res, err := w.env.Store.Txn(w.change(a.Key, &rec, Change{Transition: transition, Cause: "operator:" + a.ID,
			Note: a.Reason, If: []Compare{{recordKey(a.Key), s.mod}}}))
		if err != nil {
			mine = rec.Op
			w.sleep(n)
			continue
		}
		if res.Held {
			if rec.Phase == Halted {
				w.page(a.Key, &rec)
			}
			return Answer{Verdict: Admitted, Rotation: rec.Rotation}
		}
	}
	return Answer{Verdict: Unknown, Why: "the store does not answer"}
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
