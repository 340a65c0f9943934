package people

import (
	"strings"

	"pawl/engine"
	"pawl/faults"
)

// BadTrigger is a trigger that cannot be; false if the defect is one of acts.
func BadTrigger(defect faults.Defect, key string) (t engine.Trigger, is bool) {
	t = engine.Trigger{Key: key, Window: "bad"}
	switch defect {
	case faults.NoWindow:
		t.Window = ""
	case faults.LongWindow:
		t.Window = strings.Repeat("w", 65)
	case faults.OddWindow:
		t.Window = "w/../w1"
	case faults.NoAttempt:
		t.Attempt = -1
	case faults.LongID:
		t.ID = strings.Repeat("t", engine.MaxText+1)
	default:
		return t, false
	}
	return t, true
}

// BadAct is an act that cannot be.
func BadAct(defect faults.Defect, key string) engine.Act {
	a := engine.Act{Key: key, Verb: engine.HaltAct}
	switch defect {
	case faults.UnknownVerb:
		a.Verb = "undo"
	case faults.LongReason:
		a.Reason = strings.Repeat("because ", engine.MaxText/8+1)
	case faults.LongAct:
		a.ID = strings.Repeat("a", engine.MaxText+1)
	case faults.OddOperator:
		a.Operator = "who / ever"
	case faults.NoRight:
		a.Operator = "passer-by"
	case faults.NoVersion:
		a.Verb, a.Version = engine.HoldAct, 1<<20
	case faults.NothingAsks:
		a.Verb, a.Of = engine.ApproveAct, "nothing"
	}
	return a
}
