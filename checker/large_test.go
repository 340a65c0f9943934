package checker

import (
	"fmt"
	"math/rand"
	"testing"
	"time"
)

// Ten thousand operations by fifty clients, one in twenty with an unknown outcome.

func largeRegister() *Past {
	h := lawfulRegister(rand.New(rand.NewSource(13)), 10_600, 20, 50, 60_000_000, 200_000, 0.05)
	h.Offers.Record = true
	return h
}

// staleRead lets one read in the middle return what was over long before it was asked.
func staleRead(h *Past) {
	for k := len(h.Seals) / 2; k < len(h.Seals); k++ {
		if s := &h.Seals[k]; s.Acked && s.Version > 2 {
			s.Version -= 2
			return
		}
	}
}

// A step takes 3.5 on average and a call up to 300: some fifty overlap.
func largeAdmission() *Past {
	return lawfulAdmission(rand.New(rand.NewSource(14)), 14_500, 60, 150, 0.05, 0.3)
}

func duplicateOfNothing(h *Past) {
	g := h.Triggers[len(h.Triggers)/2]
	g.ID, g.Window, g.Attempt, g.Outcome, g.Rotation, g.Why = "x", "never", 1, Duplicate, "r-never", ""
	h.Triggers = append(h.Triggers, g)
}

func admittedTwice(h *Past) {
	for k := len(h.Triggers) / 2; k < len(h.Triggers); k++ {
		if g := &h.Triggers[k]; g.Outcome == Duplicate {
			g.Outcome = Admitted
			return
		}
	}
}

func busyWithNothing(h *Past) {
	end := h.End
	h.Triggers = append(h.Triggers, Trigger{Key: "k", Called: end, Returned: end, Requested: Requested{ID: "x", Window: "never", Attempt: 1, Outcome: Refused, Why: WhyBusy}})
	h.Views = append(h.Views, View{Key: "k", Revision: 1 << 30, RecordWritten: true, Sent: end - 1, Early: end - 1, At: end - 1, Record: Record{Phase: Idle}})
}

var large = []struct {
	name    string
	history func() *Past
	object  func(*Past, Options) (Linearity, bool)
	bad     func(*Past) // nil: it is lawful
}{
	{"register/lawful", largeRegister, sealRegister, nil},
	{"register/a stale read", largeRegister, sealRegister, staleRead},
	{"register/a read that goes back, without a record", func() *Past { h := largeRegister(); h.Offers.Record = false; return h }, sealRegister, staleRead},
	{"admission/lawful", largeAdmission, admissions, nil},
	{"admission/a duplicate of nothing", largeAdmission, admissions, duplicateOfNothing},
	{"admission/admitted twice", largeAdmission, admissions, admittedTwice},
	{"admission/busy with nothing", largeAdmission, admissions, busyWithNothing},
	{"admission/10,000 windows in turn", func() *Past { return inTurn(10_000) }, admissions, nil},
}

// inTurn is so many windows, one after the other.
func inTurn(windows int) *Past {
	r := rand.New(rand.NewSource(15))
	w := &world{r: r, h: &Past{History: &History{Keys: []string{"k"}, Offers: Offers{Record: true}}}, width: 3, rotation: map[slot]string{}, aborted: map[slot]bool{}}
	for i := range windows {
		w.now += 10
		w.trigger(slot{fmt.Sprint("w", i), 1}, 0)
		w.now += 10
		w.progress()
		w.now += 10
		w.progress()
	}
	w.h.End = time.Duration(w.now + 10)
	return w.h
}

// All of them are decided, without a search, and one bad answer is told by two facts.
func TestLargeHistoriesAreDecided(t *testing.T) {
	for _, c := range large {
		h, want := c.history(), Linearizable
		if c.bad != nil {
			c.bad(h)
			want = Illegal
		}
		l, ok := c.object(h, Options{})
		if !ok || l.Result != want || l.Searched || want == Illegal && (len(l.Cites) == 0 || len(l.Cites) > 2) {
			t.Errorf("%s: %+v", c.name, l)
		}
		if l.Ops < 10_000 {
			t.Errorf("%s: %d operations", c.name, l.Ops)
		}
	}
}

// BenchmarkLarge tells how long each takes to be decided.
func BenchmarkLarge(b *testing.B) {
	for _, c := range large {
		h := c.history()
		if c.bad != nil {
			c.bad(h)
		}
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				c.object(h, Options{})
			}
		})
	}
	h := largeAdmission()
	b.Run("admission/S1", func(b *testing.B) {
		for b.Loop() {
			invariant("S1").of(h)
		}
	})
}
