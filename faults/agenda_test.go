package faults

import (
	"fmt"
	"testing"
	"time"
)

// note places an entry that writes down that it was called.
func note(d *fake, a *Agenda, name string, w When) {
	a.Place(w, func(key, by string) { d.say("%s %q %q", name, key, by) })
}

func TestAgendaByTime(t *testing.T) {
	d := newFake()
	a := NewAgenda(d, d.now)
	d.run(2 * time.Second)
	note(d, a, "late", When{At: time.Second})
	note(d, a, "due", When{At: 5 * time.Second})
	d.run(time.Minute)
	wantLog(t, d, `2s late "" ""`, `5s due "" ""`)
}

func TestAgendaCountsSincePlaced(t *testing.T) {
	d := newFake()
	a := NewAgenda(d, d.now)
	m := moment(t, "drain.sent")
	a.Reached(m, "orders", "worker/1")
	note(d, a, "first", When{On: "drain.sent", Nth: 1})
	note(d, a, "second", When{On: "drain.sent", Nth: 2})
	note(d, a, "of refunds", When{On: "drain.sent", Key: "refunds", Nth: 1})
	for i, key := range []string{"orders", "refunds", "refunds"} {
		d.run(time.Duration(i) * time.Second)
		a.Reached(m, key, "worker/2")
	}
	wantLog(t, d, `0s first "orders" "worker/2"`, `1s of refunds "refunds" "worker/2"`, `2s second "refunds" "worker/2"`)
}

// TestAgendaWithinAgenda: what is placed at a moment waits for the next one.
func TestAgendaWithinAgenda(t *testing.T) {
	d := newFake()
	a := NewAgenda(d, d.now)
	m := moment(t, "lease.sent")
	w := When{On: "lease.sent", Nth: 1}
	a.Place(w, func(string, string) { note(d, a, "next", w) })
	a.Reached(m, "", "node/a1")
	wantLog(t, d)
	a.Reached(m, "", "node/a2")
	wantLog(t, d, `0s next "" "node/a2"`)
}

func TestNothingWaitsForNoMoment(t *testing.T) {
	a := NewAgenda(newFake(), nil)
	a.Reached(Moments{}.Applied, "orders", "node/a1")
	if got := Moment(0).String(); got != "no moment" {
		t.Errorf("it is called %q", got)
	}
}

func TestAgendaRefusesWhatNeverComes(t *testing.T) {
	defer func() {
		if got := fmt.Sprint(recover()); got != "faults: on lunch.sent: no such meaning" {
			t.Errorf("got %s", got)
		}
	}()
	NewAgenda(newFake(), nil).Place(When{On: "lunch.sent", Nth: 1}, nil)
}

// TestInjectorIsAnAgenda: a deployment has room in it for its own.
func TestInjectorIsAnAgenda(t *testing.T) {
	d := newFake()
	in := inject(t, d, time.Second, "crash actor on halt.sent for 1s")
	note(d, in.Agenda, "own", When{On: "halt.sent", Nth: 1})
	in.Heal()
	in.Reached(moment(t, "halt.sent"), "orders", "worker/1")
	wantLog(t, d, `0s own "orders" "worker/1"`)
}
