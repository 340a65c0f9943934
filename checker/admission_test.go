package checker

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// admissionHistory draws one with a few flights and triggers, in a time so short
// that much of it overlaps. Many are wrong.
func admissionHistory(t *rapid.T) *Past {
	h := &Past{History: &History{Keys: []string{"k"}, Offers: everything, End: 40}}
	now := time.Duration(0)
	view := func(p Phase, s slot, r string) {
		sent := now
		now += time.Duration(rapid.IntRange(0, 2).Draw(t, "view"))
		h.Views = append(h.Views, View{Revision: int64(len(h.Views)), RecordWritten: true, Sent: sent, At: now,
			Record: Record{Phase: p, Window: s.window, Attempt: s.attempt, Rotation: r}})
		now += time.Duration(rapid.IntRange(0, 3).Draw(t, "rest"))
	}
	draw := func() slot {
		return slot{rapid.SampledFrom([]string{"a", "b"}).Draw(t, "window"), rapid.IntRange(1, 2).Draw(t, "attempt")}
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "flights") {
		s, r := draw(), fmt.Sprint("r", i)
		view(Intent, s, r)
		at := now
		if rapid.IntRange(0, 5).Draw(t, "ends") > 0 {
			view(rapid.SampledFrom([]Phase{Committed, Aborted}).Draw(t, "end"), s, r)
			if rapid.IntRange(0, 5).Draw(t, "idle") > 0 {
				view(Idle, s, r)
			}
		}
		if rapid.IntRange(0, 9).Draw(t, "asked") > 0 {
			o := rapid.SampledFrom([]Outcome{Admitted, Admitted, Unknown}).Draw(t, "answer")
			h.Triggers = append(h.Triggers, Trigger{Called: max(at-4, 0), Returned: at + 1, Requested: Requested{ID: r, Window: s.window, Attempt: s.attempt, Rotation: r, Outcome: o}})
		}
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "triggers") {
		s := draw()
		from := time.Duration(rapid.IntRange(0, 20).Draw(t, "called"))
		g := Trigger{Called: from, Returned: from + time.Duration(rapid.IntRange(0, 6).Draw(t, "took")), Requested: Requested{ID: fmt.Sprint("x", i), Window: s.window, Attempt: s.attempt}}
		switch rapid.IntRange(0, 4).Draw(t, "kind") {
		case 0:
			g.Outcome, g.Rotation = Duplicate, fmt.Sprint("r", rapid.IntRange(0, 3).Draw(t, "rotation"))
		case 1:
			g.Outcome, g.Why = Refused, WhyBusy
		case 2:
			g.Outcome, g.Why = Refused, WhyAttempt
		case 3:
			g.Outcome = Unknown
		case 4:
			g.Outcome, g.Why = Refused, "caller"
		}
		h.Triggers = append(h.Triggers, g)
	}
	return h
}

// Of any history, however wrong, the oracle says the same.
func TestAdmissionOfAnything(t *testing.T) {
	flights, admitted := 0, 0
	check := func(t *rapid.T) {
		h := admissionHistory(t)
		l, ok := admissions(h, Options{Porcupine: time.Minute})
		if !ok {
			t.Skip()
		}
		if want := oracleAdmission(h); (l.Result == Linearizable) != want {
			t.Fatalf("%+v, the oracle: %v\n%+v\n%+v", l, want, h.Triggers, h.Views)
		}
		if l.Result == Linearizable && len(newAdmission(h).flights) > 0 {
			flights++
			if slices.ContainsFunc(h.Triggers, func(g Trigger) bool { return g.Outcome == Admitted }) {
				admitted++
			}
		}
	}
	for range 5 { // so that it would be a miracle to draw nothing of use
		rapid.Check(t, check)
	}
	if flights == 0 || admitted == 0 {
		t.Errorf("%d lawful ones have a flight, %d an admitted trigger: these histories show nothing", flights, admitted)
	}
}

func TestAdmission(t *testing.T) {
	run := func() *builder {
		b := bootstrap(1)
		b.traffic(1)
		b.rotate("w1#1", "d1")
		return b
	}
	for _, c := range []struct {
		name string
		bad  bool
		do   func(b *builder)
	}{
		{"one admission", false, func(*builder) {}},
		{"a duplicate afterwards", false, func(b *builder) { b.trigger("d1", 1, Duplicate, "") }},
		{"a duplicate of nothing", true, func(b *builder) { b.trigger("d9", 1, Duplicate, "") }},
		{"busy while nothing is in flight", true, func(b *builder) { b.pass(ms); b.trigger("d9", 1, Refused, WhyBusy) }},
		{"busy while another is", false, func(b *builder) { b.admit("w1#1", "d2", 1); b.trigger("d9", 1, Refused, WhyBusy) }},
		{"refused for want of a right", false, func(b *builder) { b.trigger("d9", 1, Refused, "caller") }},
		{"a first attempt refused as such", true, func(b *builder) { b.trigger("d9", 1, Refused, WhyAttempt) }},
		{"the second attempt after an abort", false, func(b *builder) {
			b.admit("w1#1", "d2", 1)
			b.abort("w1#1", b.cause())
			b.admit("w1#1", "d2", 2)
		}},
		{"the second attempt after a commit", true, func(b *builder) { b.admit("w1#1", "d1", 2) }},
		{"admitted while another is in flight", true, func(b *builder) { b.admit("w1#1", "d2", 1); b.admit("w1#1", "d3", 1) }},
		{"admitted as another rotation", true, func(b *builder) { b.h.Triggers[0].Rotation = "r-other" }},
		{"a duplicate of a rotation that never was", true, func(b *builder) {
			b.trigger("d1", 1, Duplicate, "")
			b.h.Triggers[1].Rotation = "r-invented"
		}},
		{"a duplicate of another window's rotation", true, func(b *builder) {
			b.trigger("d2", 1, Duplicate, "")
			b.h.Triggers[1].Rotation = b.h.Triggers[0].Rotation
		}},
		{"admitted, and nothing ever started", true, func(b *builder) { b.trigger("d2", 1, Admitted, "") }},
		{"no answer, and it was admitted", false, func(b *builder) {
			b.admit("w1#1", "d2", 1)
			b.h.Triggers[1].Outcome = Unknown
			b.trigger("d2", 1, Duplicate, "")
		}},
		{"no answer, and it was not", false, func(b *builder) { b.trigger("d2", 1, Unknown, ""); b.rotate("w1#1", "d3") }},
		{"busy while the key is halted at rest", false, func(b *builder) {
			b.write("w1#1", "HALTED", b.cause(), func(v *View) { v.From, v.Phase, v.Rotation = Idle, Halted, "" })
			b.pass(ms)
			b.trigger("d9", 1, Refused, WhyBusy)
			b.write("w1#1", "IDLE", "operator:a", func(v *View) { v.Phase = Idle })
		}},
		{"busy after the key was halted at rest", true, func(b *builder) {
			b.write("w1#1", "HALTED", b.cause(), func(v *View) { v.From, v.Phase, v.Rotation = Idle, Halted, "" })
			b.write("w1#1", "IDLE", "operator:a", func(v *View) { v.Phase = Idle })
			b.pass(ms)
			b.trigger("d9", 1, Refused, WhyBusy)
		}},
		{"a trigger that was told busy starts a rotation", true, func(b *builder) {
			b.admit("w1#1", "d2", 1)
			b.trigger("d3", 1, Refused, WhyBusy)
			b.abort("w1#1", b.cause())
			b.admit("w1#1", "d3", 1)
			b.h.Triggers = b.h.Triggers[:3]
			b.abort("w1#1", b.cause())
		}},
		{"a copy of a trigger that was too early came in time", false, func(b *builder) {
			b.h.Machines = []Machine{{"scheduler", OperatorDuty, ""}, {"node/a1", NodeDuty, "a"}}
			b.h.Faults = []Fault{{Kind: "duplicate", Injected: true, Bites: []time.Duration{b.now + sec}, On: []string{"node/a1"}},
				{Kind: "duplicate", Injected: true, On: []string{"scheduler"}}}
			defer func() { b.h.Faults[1].Bites = []time.Duration{b.h.Triggers[2].Called} }()
			b.admit("w1#1", "d2", 1)
			b.trigger("d3", 1, Refused, WhyBusy)
			b.abort("w1#1", b.cause())
			b.admit("w1#1", "d3", 1)
			b.h.Triggers = b.h.Triggers[:3]
			b.abort("w1#1", b.cause())
		}},
		{"a trigger refused for want of a right was admitted", true, func(b *builder) {
			b.trigger("d3", 1, Refused, "caller")
			b.admit("w1#1", "d3", 1)
			b.h.Triggers = b.h.Triggers[:2]
			b.abort("w1#1", b.cause())
		}},
		{"a duplicate of itself", false, func(b *builder) {
			b.admit("w1#1", "d3", 1)
			b.h.Triggers[1].Outcome = Duplicate
			b.abort("w1#1", b.cause())
		}},
		{"an operator starts one, and nobody was told", false, func(b *builder) {
			b.admit("w1#1", "d2", 1)
			b.h.Triggers = b.h.Triggers[:1]
			b.h.Views[len(b.h.Views)-1].Audit[0].Cause = "operator:a1"
			b.abort("w1#1", "operator:a1")
		}},
		{"two that operators start without a window, in turn", false, func(b *builder) {
			for range 2 {
				b.admit("w1#1", "", 0)
				b.h.Triggers = b.h.Triggers[:1]
				b.h.Views[len(b.h.Views)-1].Audit[0].Cause = "operator:a1"
				b.abort("w1#1", "operator:a1")
			}
		}},
		{"busy before the key was halted at rest", true, func(b *builder) {
			b.pass(ms)
			b.trigger("d9", 1, Refused, WhyBusy)
			b.pass(sec)
			b.write("w1#1", "HALTED", b.cause(), func(v *View) { v.From, v.Phase, v.Rotation = Idle, Halted, "" })
		}},
		{"130 windows in turn", false, func(b *builder) {
			for i := range 130 {
				b.rotate("w1#1", fmt.Sprint("w", i))
			}
		}},
		{"admitted twice", true, func(b *builder) { b.trigger("d1", 1, Admitted, "") }},
		{"admitted in the record only", true, func(b *builder) {
			b.admit("w1#1", "d2", 1)
			b.h.Triggers = b.h.Triggers[:1]
			b.abort("w1#1", b.cause())
		}},
		{"admitted while the last one is over but not gone", false, func(b *builder) {
			b.h.Views = b.h.Views[:len(b.h.Views)-1] // IDLE was never written
			b.admit("w1#1", "d2", 1)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := run()
			c.do(b)
			l, ok := admissions(b.done(), Options{Porcupine: time.Minute})
			if !ok || (l.Result == Illegal) != c.bad || l.Result == Undecided {
				t.Errorf("%+v", l)
			}
		})
	}
}

// What fits no order is told by the answers that do not fit, and by what the record
// has against them.
func TestMisfitIsNamed(t *testing.T) {
	start := func(at time.Duration, rev int64, window, rotation string) View {
		return View{Key: "k", Revision: rev, RecordWritten: true, Sent: at, At: at, By: "worker/1#1",
			Record: Record{Phase: Intent, Window: window, Attempt: 1, Rotation: rotation}}
	}
	asked := func(at time.Duration, id, window, worker string, o Outcome, rotation, why string) Trigger {
		return Trigger{Key: "k",
			Called: at - 2, Returned: at + 2, Requested: Requested{ID: id, Window: window, Attempt: 1, Worker: worker, Outcome: o, Rotation: rotation, Why: why},
		}
	}
	for _, c := range []struct {
		name     string
		views    []View
		triggers []Trigger
		want     []string
		cite     Cite
	}{
		{"admitted twice", []View{start(10, 1, "w1", "r1")},
			[]Trigger{asked(10, "t1", "w1", "worker/1", Admitted, "r1", ""), asked(20, "t2", "w1", "worker/2", Admitted, "r2", "")},
			[]string{"trigger t2 for window w1, attempt 1, sent to worker/2", `answered "admitted: r2"`, "revision 1 at 0s starts it as rotation r1"},
			Cite{OfTrigger, "k", 18, "worker/2"}},
		{"a duplicate of nothing", []View{start(10, 1, "w1", "r1")},
			[]Trigger{asked(10, "t1", "w1", "worker/1", Admitted, "r1", ""), asked(20, "t2", "w2", "worker/3", Duplicate, "r2", "")},
			[]string{"trigger t2 for window w2", "no revision before had started a rotation of that window"},
			Cite{OfTrigger, "k", 18, "worker/3"}},
		{"busy with nothing", nil,
			[]Trigger{asked(10, "t1", "w1", "worker/1", Refused, "", WhyBusy), asked(10, "t2", "w2", "worker/1", Unknown, "", "")},
			[]string{`answered "refused: busy"`, "the record had no rotation in flight"}, Cite{OfTrigger, "k", 8, "worker/1"}},
	} {
		h := &Past{History: &History{Keys: []string{"k"}, Offers: everything, End: 40}, Views: c.views, Triggers: c.triggers}
		l, _ := admissions(h, Options{Porcupine: time.Second})
		for _, want := range c.want {
			if !strings.Contains(l.Detail, want) {
				t.Errorf("%s: no word of %q in %q", c.name, want, l.Detail)
			}
		}
		if !slices.Contains(l.Cites, c.cite) || l.At != max(12, c.cite.At+4) {
			t.Errorf("%s at %d cites %v", c.name, l.At, l.Cites)
		}
	}
}
