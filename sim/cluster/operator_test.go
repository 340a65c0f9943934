package cluster

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/sim/deploy"
)

// actsOf are what operators asked for, by verb, in their order.
func actsOf(r deploy.Result) (verbs []string) {
	for _, a := range checker.Derive(r.History).Acts {
		verbs = append(verbs, a.Verb)
	}
	return verbs
}

func count(all []string, one string) (n int) {
	for _, x := range all {
		if x == one {
			n++
		}
	}
	return n
}

// keysAway is a run in which the key service is away, for everybody, for so long.
func keysAway(t *testing.T, away string) deploy.Setup {
	s := long(t, 1, "trigger w1 at 4s", "partition keys from everything at 3.5s for "+away)
	s.Healed = s.Duration
	return s
}

// TestOperatorsLookFirst: nobody resumes what has halted for want of the key service before
// it answers again; who has looked in vain for as long as the playbook says hands over.
func TestOperatorsLookFirst(t *testing.T) {
	s := keysAway(t, "40s")
	r := mustRun(t, s)
	mustHold(t, s, r)
	acts := checker.Derive(r.History).Acts
	if len(acts) == 0 || acts[0].Verb != engine.ResumeAct || acts[0].Called < 43*time.Second || acts[0].Reason != "playbook key-service-unreachable" || lastPhase(r) != checker.Idle {
		t.Errorf("%+v; the key is left %s", acts, lastPhase(r))
	}
	s = keysAway(t, "100s")
	r = mustRun(t, s)
	mustHold(t, s, r)
	if acts := actsOf(r); len(acts) > 0 || lastPhase(r) != checker.Halted {
		t.Errorf("looked in vain: %v; the key is left %s", acts, lastPhase(r))
	}
}

// TestUnwritten: of an engine without playbooks what can be recovered from is resumed after
// a while, whatever it is; what names a playbook that there is not is left to others.
func TestUnwritten(t *testing.T) {
	s := long(t, 15, "trigger w1 at 4s", "halt on publish.answered #2")
	s.Engine.View.Playbooks = nil
	r := mustRun(t, s)
	mustHold(t, s, r)
	if acts := actsOf(r); !slices.Equal(acts, []string{engine.HaltAct, engine.ResumeAct}) {
		t.Errorf("without playbooks: %v", acts)
	}
	s.Engine.View.Playbooks = []engine.Playbook{{Name: "another", Steps: []engine.Instruction{{Do: engine.ResumeAct}}}}
	if acts := actsOf(mustRun(t, s)); !slices.Equal(acts, []string{engine.HaltAct}) {
		t.Errorf("without the playbook: %v", acts)
	}
}

// TestErasedByHand: what a node that is down has not said is gone is taken off its disk by
// whoever is told, that version and no other.
func TestErasedByHand(t *testing.T) {
	erased := func(s deploy.Setup) (files []string) {
		r := mustRun(t, s)
		mustHold(t, s, r)
		for _, f := range r.History.Facts {
			if d, is := f.What.(*checker.OnDisk); is && d.Did == checker.DiskRemove && strings.HasPrefix(f.Actor, "node/a1#") && f.At < 60*time.Second {
				files = append(files, d.File)
			}
		}
		return files
	}
	s := long(t, 1, "trigger w1 at 4s", "crash node/a1 on revoke.due for 45s")
	if files := erased(s); !slices.Equal(files, []string{"payments-signing/1"}) {
		t.Errorf("by hand: %v", files)
	}
	s.Operator = false
	if files := erased(s); len(files) > 0 {
		t.Errorf("nobody on duty: %v", files)
	}
}

// TestPlaybooksGotWrong: in each way there is, no harm comes of it, and what is done is not
// what the playbook says.
func TestPlaybooksGotWrong(t *testing.T) {
	right := []string{engine.HaltAct, engine.ResumeAct}
	for _, how := range []string{"skipped", "doubled", "mistaken", "swapped"} {
		others := 0
		for seed := range uint64(12) {
			s := long(t, seed, "trigger w1 at 4s", "halt on publish.answered #2", "wrong-step "+how+" on publish.answered #2")
			r := mustRun(t, s)
			mustHold(t, s, r)
			if in := r.Injections[len(r.Injections)-1]; in.Bit != 1 || in.To >= s.Healed {
				t.Errorf("%s: %+v", how, in)
			}
			acts := actsOf(r)
			if !slices.Equal(acts, right) {
				others++
			}
			if how == "doubled" && (count(acts, engine.ResumeAct) < 2 || lastPhase(r) != checker.Idle) {
				t.Errorf("doubled: %v", acts)
			}
		}
		if others == 0 {
			t.Errorf("%s: all was done as it should be", how)
		}
	}
}

// TestTwoAlertsAtOnce: what two say is dealt with once, and both of two that differ.
func TestTwoAlertsAtOnce(t *testing.T) {
	s := deploy.Standard(reference.Engine(), 1)
	s.Events = nil
	c := build(&s)
	if err := c.begin(); err != nil {
		t.Fatal(err)
	}
	halted := engine.Alert{Key: s.Keys[0], Halt: engine.Halt{Reason: "r", Class: engine.Recoverable, Playbook: "operator-halt"}}
	other := halted
	other.Halt.Reason = "s"
	for _, a := range []engine.Alert{halted, halted, other} {
		c.operator.paged(a, deploy.Doing{By: "worker/1#1"})
	}
	c.w.Run(30 * time.Second)
	if acts := checker.Derive(c.witness.Close(30*time.Second, nil)).Acts; len(acts) != 2 {
		t.Errorf("%d acts, want one for each of two alerts: %+v", len(acts), acts)
	}
}
