package checker

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
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

// What the certificate passes, Porcupine passes.
func TestAdmissionCertificateIsSound(t *testing.T) {
	certified, legal := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		a := newAdmission(admissionHistory(t))
		if len(a.ops) == 0 {
			t.Skip()
		}
		c, p := a.certified(), porcupine.CheckOperations(admissionModel(), a.ops)
		if c && !p {
			t.Fatalf("certified, but Porcupine finds no order of %+v", a.ops)
		}
		if p {
			legal++
		}
		if c {
			certified++
		}
	})
	t.Logf("%d certified of %d legal ones", certified, legal)
	if certified == 0 && legal > 10 {
		t.Errorf("none of %d legal ones is certified", legal)
	}
}

// A trigger without an answer is let take effect whenever it can. That is no
// loss: a model in which it may also not gives the same verdicts.
func TestUnknownTakesEffectWheneverItCan(t *testing.T) {
	either := (&porcupine.NondeterministicModel{
		Init: func() []any { return []any{admissionState{inFlight: -1}} },
		Step: func(state, in, _ any) []any {
			s, op := state.(admissionState), in.(admissionOp)
			ok, next := s.step(op)
			switch {
			case !ok:
				return nil
			case op.kind == mayAdmit:
				return []any{s, next}
			}
			return []any{next}
		},
	}).ToModel()
	rapid.Check(t, func(t *rapid.T) {
		a := newAdmission(admissionHistory(t))
		if got, want := porcupine.CheckOperations(admissionModel(), a.ops), porcupine.CheckOperations(either, a.ops); got != want {
			t.Fatalf("%v, with the choice %v: %+v", got, want, a.ops)
		}
	})
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
		{"a copy of a trigger that was too early came in time", false, func(b *builder) {
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
			[]string{"trigger t2 for window w1, attempt 1, sent to worker/2", `answered "admitted"`, "no revision of that time starts a rotation for it"},
			Cite{OfTrigger, "k", 18, "worker/2"}},
		{"a duplicate of nothing", []View{start(10, 1, "w1", "r1")},
			[]Trigger{asked(10, "t1", "w1", "worker/1", Admitted, "r1", ""), asked(20, "t2", "w2", "worker/3", Duplicate, "r2", "")},
			[]string{"trigger t2 for window w2", "no revision before had started a rotation of that window"},
			Cite{OfTrigger, "k", 18, "worker/3"}},
		{"busy with nothing", nil,
			[]Trigger{asked(10, "t1", "w1", "worker/1", Refused, "", WhyBusy), asked(10, "t2", "w2", "worker/1", Unknown, "", "")},
			nil, Cite{}},
	} {
		h := &Past{History: &History{Keys: []string{"k"}, Offers: everything, End: 40}, Views: c.views, Triggers: c.triggers}
		l, _ := admissions(h, Options{Porcupine: time.Second})
		if c.want == nil {
			if l.Result != Linearizable {
				t.Errorf("%s: %+v", c.name, l)
			}
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(l.Detail, want) {
				t.Errorf("%s: no word of %q in %q", c.name, want, l.Detail)
			}
		}
		if !slices.Contains(l.Cites, c.cite) || l.At != 22 {
			t.Errorf("%s at %d cites %v", c.name, l.At, l.Cites)
		}
	}
}
