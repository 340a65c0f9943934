package people

import (
	"slices"
	"testing"

	"pawl/engine"
	"pawl/faults"
)

// TestPlaybookFor: without playbooks what is recoverable is resumed; with some, only what one of
// them is about is dealt with.
func TestPlaybookFor(t *testing.T) {
	halted := engine.Alert{Halt: engine.Halt{Class: engine.Recoverable, Playbook: "b"}}
	books := []engine.Playbook{{Name: "a"}, {Name: "b"}}
	if got := PlaybookFor(books, &halted); got != &books[1] {
		t.Errorf("%+v", got)
	}
	if got := PlaybookFor(books[:1], &halted); got != nil {
		t.Errorf("%+v of no such playbook", got)
	}
	if got := PlaybookFor(nil, &halted); got == nil || got.Steps[len(got.Steps)-1].Do != engine.ResumeAct {
		t.Errorf("%+v without any", got)
	}
	halted.Notice = true
	if got := PlaybookFor(nil, &halted); got != nil {
		t.Errorf("%+v of a notice", got)
	}
}

// TestDuplicates come of the trigger that is being sent, of the next one, or of the last.
func TestDuplicates(t *testing.T) {
	var again []string
	s := Triggers{Again: func(t engine.Trigger, n int, _ func()) {
		for range n {
			again = append(again, t.Window)
		}
	}}
	send := func(window string) { s.Begin(s.Next(engine.Trigger{Window: window})) }
	s.Plan([]faults.Event{{Kind: faults.TriggerKind}, {Kind: faults.TriggerKind}, {Kind: "crash"}})
	s.Duplicate(1, nil)   // of w1, which is next
	s.Duplicate(5, nil)() // never
	send("w1")            //
	s.Duplicate(1, nil)   // of w1, which is being sent
	s.End()               //
	s.Duplicate(2, nil)   // of w2
	send("w2")            //
	s.End()               //
	s.Duplicate(1, nil)   // of w2, the last
	if want := []string{"w1", "w1", "w2", "w2", "w2"}; !slices.Equal(again, want) {
		t.Errorf("%q, want %q", again, want)
	}
	if got := s.Whole(engine.Trigger{ID: "x"}); got.ID != "t3x" || got.Attempt != 1 || got.Caller == "" {
		t.Errorf("%+v", got)
	}
}

// seen is a key as anyone can see it.
type seen struct {
	oldest   uint32
	rotation string
}

func (s seen) Oldest(string) uint32   { return s.oldest }
func (s seen) Rotation(string) string { return s.rotation }

// TestActsAreAboutWhatIsSeen: a release is of what was held, and a blind act of no rotation.
func TestActsAreAboutWhatIsSeen(t *testing.T) {
	s := Acts{Seen: seen{3, "r"}}
	begun := func(verb string, how faults.Manner) engine.Act {
		a := engine.Act{Verb: verb, Key: "k"}
		s.Begin(&a, how)
		return a
	}
	if a := begun(engine.ReleaseAct, ""); a.Version != 3 {
		t.Errorf("%+v", a)
	}
	begun(engine.HoldAct, "")
	s.Seen = seen{4, "r"}
	if a := begun(engine.ReleaseAct, ""); a.Version != 3 {
		t.Errorf("%+v of what is held", a)
	}
	if a := begun(engine.AbortAct, ""); a.Rotation != "r" {
		t.Errorf("%+v", a)
	}
	if a := begun(engine.AbortAct, faults.Blind); a.Rotation != "" {
		t.Errorf("%+v though it is blind", a)
	}
	if a := s.Spoilt(engine.Act{ID: "x"}); a.ID != "act6x" {
		t.Errorf("%+v", a)
	}
}

// TestApproval is by another, unless it is done alone.
func TestApproval(t *testing.T) {
	a := Planned(engine.Act{ID: "1", Verb: engine.RevokeAct})
	if got := Approval(&a, "", 1); got.Operator == a.Operator || got.Of != "1" {
		t.Errorf("%+v", got)
	}
	if got := Approval(&a, faults.Alone, 1); got.Operator != a.Operator {
		t.Errorf("%+v", got)
	}
}

// TestApprovedAmiss: neither by who may not, nor for what was not asked, is an act approved.
func TestApprovedAmiss(t *testing.T) {
	for _, id := range []string{"act1.1", "act7.2"} {
		a := Planned(engine.Act{ID: id, Verb: engine.RotateAct})
		if n := Approvals(faults.ApprovedAmiss); n != 2 {
			t.Fatal(n)
		}
		own, other := Approval(&a, faults.ApprovedAmiss, 1), Approval(&a, faults.ApprovedAmiss, 2)
		if own.Operator != a.Operator || own.Of != id || other.Operator == a.Operator || other.Of == id || other.Of == "" {
			t.Errorf("%+v, %+v", own, other)
		}
	}
}

// TestAgain: what is asked for once more is approved by nobody, and what was approved is so late.
func TestAgain(t *testing.T) {
	for _, verb := range []string{engine.AbortAct, engine.HaltAct, engine.ResumeAct, engine.HoldAct, engine.ReleaseAct, engine.RevokeAct, engine.RotateAct} {
		wants := WantsApproval(verb)
		if got := Once(verb); (got == faults.Unapproved) != wants {
			t.Errorf("%s is asked for again %q", verb, got)
		}
		if Dawdles(faults.Again, verb, 0) || Dawdles(faults.Again, verb, 1) || Dawdles(faults.Again, verb, 2) != wants {
			t.Errorf("%s is late", verb)
		}
		if Dawdles(faults.Late, verb, 0) == wants || Dawdles(faults.Late, verb, 1) != wants {
			t.Errorf("%s is not late", verb)
		}
	}
}

// TestSlips: each kind of slip does something else than what is written, for the key that it is
// about, as long as it lasts; without one what is written is done.
func TestSlips(t *testing.T) {
	books := []engine.Playbook{{Name: "a", Steps: []engine.Instruction{{Do: engine.WaitStep}, {Do: engine.ResumeAct}}},
		{Name: "b", Steps: []engine.Instruction{{Do: engine.AbortAct}}}}
	first := func(int) int { return 0 }
	done := func(s *Slips, key string) (all []string) {
		for _, step := range s.Followed(&books[0], key, books, first) {
			all = append(all, step.Do)
		}
		return all
	}
	usual := []string{engine.WaitStep, engine.ResumeAct}
	for how, want := range map[faults.Slip][]string{
		faults.Skipped:  {engine.ResumeAct},
		faults.Doubled:  {engine.WaitStep, engine.WaitStep, engine.ResumeAct, engine.ResumeAct},
		faults.Mistaken: {engine.ResumeAct, engine.ResumeAct},
		faults.Swapped:  {engine.AbortAct},
	} {
		var s Slips
		bits := 0
		stop := s.Slip(how, "k", func() { bits++ })
		if got := done(&s, "k"); !slices.Equal(got, want) || bits != 1 {
			t.Errorf("%s: %q, want %q; told %d times", how, got, want, bits)
		}
		if got := done(&s, "other"); !slices.Equal(got, usual) || bits != 1 {
			t.Errorf("%s of another key: %q; told %d times", how, got, bits)
		}
		if stop(); !slices.Equal(done(&s, "k"), usual) {
			t.Errorf("%s goes on for ever", how)
		}
	}
	if books[0].Steps[0].Do != engine.WaitStep {
		t.Error("what is written was changed")
	}
}
