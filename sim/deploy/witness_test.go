package deploy_test

import (
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
