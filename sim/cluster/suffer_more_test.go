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

// TestMoreSuffer: each of these bites, and the reference holds.
func TestMoreSuffer(t *testing.T) {
	for _, text := range []string{
		"hang actor on commit.due for 9s",
		"hang node/a1 at 3s for 6s",
		"hang worker/1 on publish.answered #2 for 7s",
		"join node/c3 on publish.answered #2",
		"join pool/b at 5s",
		"replace node/a2 at 4.1s for 2s",
		"replace pool/c on stage.sent #2 for 400ms",
		"reject workers on admit.applied #2 for 4s",
		"reject nodes on publish.due #2 for 6s",
		"fail actor x3 on commit.due",
		"fail nodes x40 at 4s",
		"fail-late actor on admit.applied #2",
		"fail-late workers x20 at 4s",
		"disk-full nodes at 4s for 6s",
		"sync-error node/b1 at 4s for 6s",
		"lose-writes pool/a on publish.due #2 for 3s",
		"tear-writes pool/b on publish.due #2 for 3s",
		"crash store on commit.sent for 3s",
		"crash keys on mint.due #2 for 3s",
		"pause store on drain.sent #2 for 9s",
		"pause keys on publish.sent #2 for 9s",
		"drift store by -500ppm at 3s for 15s",
	} {
		for seed := range uint64(5) {
			s := deploy.Standard(reference.Engine(), seed)
			s.Events = append(s.Events, plan(t, text)...)
			r := mustRun(t, s)
			mustHold(t, s, r)
			if in := injected(t, r, 0); in.Bit == 0 {
				t.Errorf("seed %d: %s did not bite", seed, text)
			}
		}
	}
}

// TestHungProcessIsOne: the node whose agent hangs goes on answering, until its stamps
// run out; what reached the moment is what hangs.
func TestHungProcessIsOne(t *testing.T) {
	s := deploy.Standard(reference.Engine(), 1)
	s.Events = append(s.Events, plan(t, "hang node/a1 at 5s for 16s")...)
	r := mustRun(t, s)
	mustHold(t, s, r)
	answered, asked := 0, 0
	for _, x := range checker.Derive(r.History).Seals {
		if x.Node == "node/a1" && x.Emitted > 5*time.Second && x.Emitted < 12*time.Second {
			answered++
		}
	}
	for _, g := range checker.Derive(r.History).Stamps {
		if g.Node == "node/a1" && g.At > 5*time.Second+10*time.Millisecond && g.At < 21*time.Second {
			asked++
		}
	}
	if answered == 0 || asked != 0 {
		t.Errorf("while its agent hung the node sealed %d times and got %d stamps, want some and none", answered, asked)
	}
}

// TestHangAndPauseOnOneMachine: a process that hangs does not go on because its machine's
// pause is over, nor does it run in a paused machine because it is released.
func TestHangAndPauseOnOneMachine(t *testing.T) {
	for _, texts := range [][]string{
		{"hang node/a1 at 5s for 16s", "pause node/a1 at 6s for 2s"},
		{"hang node/a1 at 5s for 3s", "pause node/a1 at 6s for 15s"},
	} {
		s := deploy.Standard(reference.Engine(), 1)
		s.Events = append(s.Events, plan(t, texts...)...)
		r := mustRun(t, s)
		mustHold(t, s, r)
		for _, g := range checker.Derive(r.History).Stamps {
			if g.Node == "node/a1" && g.At > 6*time.Second && g.At < 21*time.Second {
				t.Errorf("%q: a stamp at %s", texts, g.At)
			}
		}
	}
}

// TestWhatHoldsTheSameProcessBites: two hangs and a pause of one process each keep it from
// going on, whichever came first.
func TestWhatHoldsTheSameProcessBites(t *testing.T) {
	for _, texts := range [][]string{
		{"hang node/a1 at 5s for 100ms", "hang node/a1 at 5.05s for 12s", "pause node/a1 at 5.06s for 11s"},
		{"pause node/a1 at 5s for 5s", "hang node/a1 at 9s for 10s", "hang node/a1 at 9.5s for 12s"},
	} {
		s := deploy.Standard(reference.Engine(), 1)
		s.Events = append(s.Events, plan(t, texts...)...)
		r := mustRun(t, s)
		mustHold(t, s, r)
		for i := range texts {
			if in := injected(t, r, i); in.Bit == 0 {
				t.Errorf("%q: %q did not bite", texts, texts[i])
			}
		}
	}
}

// TestJoinerIsNotThereBefore: it neither answers nor has a stamp before it joins, and
// serves after.
func TestJoinerIsNotThereBefore(t *testing.T) {
	s := deploy.Standard(reference.Engine(), 1)
	s.Events = append(s.Events, plan(t, "join node/b2 at 10s", "join node/b2 at 11s")...)
	r := mustRun(t, s)
	mustHold(t, s, r)
	before, after := 0, 0
	for _, x := range checker.Derive(r.History).Seals {
		if x.Node == "node/b2" && x.Emitted < 10*time.Second {
			before++
		} else if x.Node == "node/b2" {
			after++
		}
	}
	if before != 0 || after == 0 {
		t.Errorf("%d seals before it joined and %d after, want none and some", before, after)
	}
	if first, second := injected(t, r, 1), injected(t, r, 0); first.Bit != 1 || second.Bit != 0 {
		t.Errorf("joining bit %d times, and joining again %d, want 1 and 0", first.Bit, second.Bit)
	}
}

// TestReplacedDiskIsEmpty: what the node had it fetches anew, which a crash alone spares it.
func TestReplacedDiskIsEmpty(t *testing.T) {
	fetches := func(kind string) (n int) {
		s := deploy.Standard(reference.Engine(), 1)
		s.Keep = true
		s.Events = append(s.Events, plan(t, kind+" node/a1 at 12s for 1s")...)
		r := mustRun(t, s)
		mustHold(t, s, r)
		for _, e := range r.Trace {
			if e.Actor == "node/a1" && e.What == deploy.Sent && e.Detail == "fetch" && e.At > 13*time.Second && e.At < 15*time.Second {
				n++
			}
		}
		return n
	}
	if crashed, replaced := fetches("crash"), fetches("replace"); crashed != 0 || replaced == 0 {
		t.Errorf("%d fetches after a crash and %d after a replacement, want none and some", crashed, replaced)
	}
}

// TestDiskRefuses: what was synced stands, and nothing else does.
func TestDiskRefuses(t *testing.T) {
	var d disk
	ask := func(r engine.Request) error { _, err := d.do(r, 0); return err }
	refused := 0
	full := d.fails(false, func() { refused++ })
	if err := ask(engine.Write{Name: "a", Data: []byte("one")}); err != engine.ErrDisk || refused != 1 {
		t.Errorf("a full disk: %v, refused %d", err, refused)
	}
	full()
	unsynced := d.fails(true, func() { refused++ })
	if err := ask(engine.Write{Name: "a", Data: []byte("two")}); err != nil {
		t.Error(err)
	}
	if err := ask(engine.Sync{}); err != engine.ErrDisk || refused != 2 {
		t.Errorf("no sync: %v, refused %d", err, refused)
	}
	d.crash()
	if _, found := d.read("a"); found {
		t.Error("what could not be synced is there after a crash")
	}
	unsynced()
	d.write("a", []byte("kept"))
	d.sync(0)
	d.write("a", []byte("later"))
	d.write("b", []byte("other"))
	d.tear()
	a, _ := d.read("a")
	b, _ := d.read("b")
	if string(a) != "la" || string(b) != "ot" || d.dirty {
		t.Errorf("torn: %q and %q, dirty %v", a, b, d.dirty)
	}
	d.wipe()
	if _, found := d.read("a"); found {
		t.Error("an empty disk has a file")
	}
}

// TestRejectedIsNotDone, and failed late is, and whoever asked does not hear of it.
func TestRejectedIsNotDone(t *testing.T) {
	for text, want := range map[string]int{"reject workers on mint.due #2 for 1s": 0, "fail actor on mint.due #2": 0, "fail-late actor on mint.due #2": 1} {
		s := deploy.Standard(reference.Engine(), 1)
		s.Duration = 4200 * time.Millisecond // some way into the first attempt
		s.Healed, s.Operator = s.Duration, false
		s.Events = append(s.Events, plan(t, text)...)
		r := mustRun(t, s)
		n := 0
		past := checker.Derive(r.History)
		for _, e := range past.Effects {
			if e.Kind == checker.Mint && e.Version == 2 && e.At < 4*time.Second+20*time.Millisecond {
				n++
			}
		}
		first := slices.IndexFunc(past.Asks, func(a checker.Ask) bool { return a.Verb == "mint" && a.Version == 2 })
		if heard := past.Asks[first].Received != 0; heard == (want == 1) {
			t.Errorf("%s: whoever asked has heard what became of it: %v", text, heard)
		}
		if n != want || injected(t, r, 0).Bit == 0 {
			t.Errorf("%s: %d mints, want %d", text, n, want)
		}
	}
}

// TestMannersOfActs: two who do not know of each other, one who names no rotation, and
// one who does not hear the answer.
func TestMannersOfActs(t *testing.T) {
	acts := func(how string) []checker.Act {
		s := long(t, 1, "trigger w1 at 4s", "halt"+how+" at 4.5s")
		r := mustRun(t, s)
		mustHold(t, s, r)
		return slices.DeleteFunc(checker.Derive(r.History).Acts, func(a checker.Act) bool { return a.Verb != "halt" })
	}
	if all := acts(""); len(all) != 1 || all[0].Outcome != checker.Admitted {
		t.Errorf("as one should: %+v", all)
	}
	if all := acts(" done twice"); len(all) != 2 || all[0].Operator == all[1].Operator {
		t.Errorf("twice: %+v", all)
	}
	if all := acts(" done unheard"); len(all) != 2 || all[0].Outcome != checker.Unknown || all[1].Outcome != checker.Refused || strings.TrimSuffix(all[0].ID, ".1") != strings.TrimSuffix(all[1].ID, ".2") {
		t.Errorf("unheard: %+v", all)
	}
	// An act that comes late finds the next rotation: named, it is not meant for that.
	late := func(how string) checker.Phase {
		s := long(t, 1, "trigger w1 at 4s", "trigger w2 at 10s", "delay everything to workers by 6s at 4.5s for 20ms",
			"halt"+how+" at 4.51s")
		s.Operator, s.Duration = false, 30*time.Second
		s.Healed = s.Duration
		return lastPhase(mustRun(t, s))
	}
	if named, blind := late(""), late(" done blind"); named != checker.Idle || blind != checker.Halted {
		t.Errorf("late: the key is left %s, and %s where it was done blind; want IDLE and HALTED", named, blind)
	}
}
