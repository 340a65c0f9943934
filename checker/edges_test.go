package checker

// Histories at the edge of a judge: one step further and it would be the other way round.

import (
	"slices"
	"testing"
	"time"
)

func judged(t *testing.T, id string, b *builder, fire bool) {
	t.Helper()
	h := b.done()
	if r := validate(h); len(r) > 0 {
		t.Fatal(r)
	}
	if v := invariant(id).of(h); (v.Count > 0) != fire {
		t.Errorf("%s: want fired %v: %+v", id, fire, v)
	}
}

func TestGaps(t *testing.T) {
	t.Run("L1 a rotation that nothing disturbed is dropped, not committed", func(t *testing.T) {
		b := base()
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.write("w1#1", "IDLE", b.cause(), func(v *View) { v.Phase = Idle })
		b.pass(4 * testSettleBound())
		judged(t, "L1", b, true)
	})
	t.Run("L1 a rotation late in the run has time left", func(t *testing.T) {
		b := base()
		b.pass(2 * testSettleBound())
		b.admit("w1#1", "d2", 1)
		judged(t, "L1", b, false)
	})
	t.Run("L1 is not judged on a rotation that has just begun", func(t *testing.T) {
		b := bootstrap(1)
		b.fault(0)
		b.admit("w1#1", "d1", 1)
		if v := l1.of(b.done()); v.Judged {
			t.Errorf("%+v", v)
		}
	})
	t.Run("S6 a mint that was refused is no material", func(t *testing.T) {
		b := base()
		for i := range b.h.Effects {
			b.h.Effects[i].Accepted, b.h.Effects[i].Made = false, false
		}
		judged(t, "S6", b, true)
	})
	t.Run("S4 a former owner writes on in an operator's name, in ABORTING", func(t *testing.T) {
		b := base()
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.acquire("w2#1")
		b.acts("a1", "abort", Admitted)
		b.write("w2#1", "ABORTING", "operator:a1", func(v *View) { v.Phase = Aborting; raise(v) })
		b.write("w1#1", "ABORTING", "operator:a1", func(v *View) {})
		judged(t, "S4", b, true)
	})
	t.Run("S3 and S5 after an abort, when numbers have a gap", func(t *testing.T) {
		for _, id := range []string{"S3", "S5"} {
			b := bootstrap(2)
			b.traffic(2)
			b.admit("w1#1", "d1", 1)
			b.acquire("w1#1")
			b.publish("w1#1")
			b.abort("w1#1", b.cause())
			b.rotate("w1#1", "d2") // v3
			b.traffic(2)
			b.reopen("n1", len(b.h.Seals)-1)
			b.h.Opens[len(b.h.Opens)-1].Answer = UnknownKey
			judged(t, id, b, true)
		}
	})
	t.Run("S11 a stamp is raised in the name of extension, and still below the target", func(t *testing.T) {
		b := base()
		b.pass(testPolicy.Lifetime)
		b.stampAll()
		b.write("w1#1", "v1 RETIRING", "deadline:lifetime", func(v *View) { v.Versions[0].State = Retiring; raise(v) })
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.write("w1#1", "STAGED", b.cause(), func(v *View) { v.Phase = Staged })
		b.write("w1#1", "PUBLISHED", b.cause(), func(v *View) { v.Phase = Published; raise(v) })
		n := len(b.h.Stamps)
		b.stamp("n1", true)
		before := &b.h.Stamps[n-4] // n1's seal stamp: n1 seal, n1 open, n2 seal, n2 open
		s := &b.h.Stamps[n]
		s.Rev, s.Seal = before.Rev+1, before.Seal
		judged(t, "S11", b, true)
	})
	for name, verb := range map[string]string{"L1 a halt without an entry, asked for": "halt", "L1 a halt without an entry, and something else was asked for": "abort"} {
		t.Run(name, func(t *testing.T) {
			b := base()
			b.acts("a1", verb, Admitted)
			b.admit("w1#1", "d2", 1)
			b.write("w1#1", "HALTED", b.cause(), func(v *View) { v.From, v.Phase = v.Phase, Halted })
			b.h.Views[len(b.h.Views)-1].Audit = nil
			b.h.Pages = []Page{{Key: "k", At: b.now}}
			judged(t, "L1", b, verb != "halt")
		})
	}
	t.Run("L1 a halt without an entry, asked for afterwards", func(t *testing.T) {
		b := base()
		b.admit("w1#1", "d2", 1)
		b.write("w1#1", "HALTED", b.cause(), func(v *View) { v.From, v.Phase = v.Phase, Halted })
		b.h.Views[len(b.h.Views)-1].Audit = nil
		b.h.Pages = []Page{{Key: "k", At: b.now}}
		b.pass(sec)
		b.acts("a1", "halt", Admitted)
		judged(t, "L1", b, true)
	})
	t.Run("admission: busy before the key was halted at rest", func(t *testing.T) {
		b := base()
		b.pass(ms)
		b.trigger("d9", 1, Refused, WhyBusy)
		b.pass(sec)
		b.write("w1#1", "HALTED", b.cause(), func(v *View) { v.From, v.Phase, v.Rotation = Idle, Halted, "" })
		if l, ok := admissions(b.done(), Options{Porcupine: time.Minute}); !ok || l.Result != Illegal {
			t.Errorf("%+v", l)
		}
	})
}

// TestOwnerIsNoErrand: without an entry it is a guess which act a write is for. Where that was
// refused, what the owner may do by itself is for none.
func TestOwnerIsNoErrand(t *testing.T) {
	for outcome, want := range map[Outcome]way{Refused: byOwner, Unknown: byAct} {
		b := old()
		b.begin()
		b.acts("a1", "abort", outcome)
		b.h.Acts[len(b.h.Acts)-1].Returned = b.now + sec
		b.abort("w1#1", "deadline:publish")
		h := b.done()
		aborting := slices.IndexFunc(h.Views, func(v View) bool { return v.Phase == Aborting })
		h.Views[aborting].Audit = nil
		if got := h.replay().replayed.turns[aborting].way; got != want {
			t.Errorf("an abort that was %s: %s, want %s", outcome, got, want)
		}
	}
}
