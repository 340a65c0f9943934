package reference

import (
	"testing"
	"time"

	"pawl/engine"
)

// TestDeadlinesWaitForTheNextOwner: what a resume read of the owners' clock may be behind
// what the owner of before still winds it to, so deadlines do not count from that. Once in
// 200,000 random runs a rotation was given up half a second early.
func TestDeadlinesWaitForTheNextOwner(t *testing.T) {
	rec := Record{Phase: Halted, From: Published, Owner: "worker/1#1", Fence: 4, Since: 5 * time.Second}
	if _, why := Act(&rec, engine.Act{Verb: engine.ResumeAct}, 9*time.Second); why != "" {
		t.Fatal(why)
	}
	if rec.Since != 0 || rec.Phase != Published || rec.Owner != "" || rec.Fence != 5 {
		t.Errorf("resumed as %+v", rec)
	}
}
