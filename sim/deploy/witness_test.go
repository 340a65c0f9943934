package deploy_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/sim/deploy"
)

// Whoever is told no is told why, and the history says it as it was told.
func TestWhyARequestIsRefusedIsWrittenDown(t *testing.T) {
	setup := deploy.Standard(reference.Engine(), 1)
	w := deploy.NewWitness(&setup)
	key := setup.Keys[0]
	w.Told(w.Requested(engine.Trigger{ID: "t", Key: key, Window: "w1", Caller: "c", Attempt: 1}, "worker/1", 0), engine.Refuse("busy"), time.Second)
	w.Done(w.Acts(engine.Act{ID: "a", Key: key, Verb: engine.ResumeAct, Operator: "o"}, "worker/1", 0), engine.Refuse("not halted"), time.Second)
	var whys []string
	for _, f := range w.Close(time.Second, nil).Facts {
		switch x := f.What.(type) {
		case *checker.Requested:
			whys = append(whys, x.Why)
		case *checker.Acted:
			whys = append(whys, x.Why)
		}
	}
	if len(whys) != 2 || whys[0] != "busy" || whys[1] != "not halted" {
		t.Errorf("refused because of %q", whys)
	}
}

// TestAnAnswerThatDoesNotTellIsNone: a write that has landed, and whose writer hears an error
// that does not tell, is not known to the writer, whatever the store would have said.
func TestAnAnswerThatDoesNotTellIsNone(t *testing.T) {
	for _, heard := range []error{nil, engine.ErrUnavailable, engine.ErrUnknown, fmt.Errorf("the store: %w", engine.ErrUnknown)} {
		setup := deploy.Standard(reference.Engine(), 1)
		w := deploy.NewWitness(&setup)
		request := engine.Txn{Then: []engine.Op{engine.Put("a", nil, 0)}}
		f := w.Asks("worker/1#1", deploy.StoreName, request, "", "", time.Second)
		w.Answered(f, request, engine.TxnResult{Held: true, Revision: 2}, nil, 2*time.Second)
		w.Heard(f, request, nil, heard, 2*time.Second)
		w.Heeded(f, heard, 3*time.Second)
		x := w.Close(4*time.Second, nil).Facts[0]
		if a := x.What.(*checker.Asked); a.Reply != checker.Done || (x.Received != 0) == errors.Is(heard, engine.ErrUnknown) {
			t.Errorf("heard %v: answered %q, received at %v", heard, a.Reply, x.Received)
		}
	}
}
