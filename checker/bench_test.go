package checker

import (
	"testing"
	"time"
)

// BenchmarkCheck judges a history of the standard size: 200 seals, 200 opens,
// some 60 views and 700 stamps on 9 nodes.
func BenchmarkCheck(b *testing.B) {
	h := standardRun()
	b.Logf("%d seals, %d opens, %d views, %d stamps", len(h.Seals), len(h.Opens), len(h.Views), len(h.Stamps))
	b.ReportAllocs()
	for b.Loop() {
		if r := Check(h, Options{Porcupine: time.Second}); len(r.Invalid) > 0 || r.Violated() || r.Inconclusive() {
			b.Fatal(r)
		}
	}
}

// BenchmarkInvariant tells which judge costs what.
func BenchmarkInvariant(b *testing.B) {
	h := standardRun().replay()
	for _, inv := range All {
		b.Run(inv.ID, func(b *testing.B) {
			for b.Loop() {
				inv.of(h)
			}
		})
	}
	b.Run("validate", func(b *testing.B) {
		for b.Loop() {
			validate(h)
		}
	})
	b.Run("linear", func(b *testing.B) {
		for b.Loop() {
			linearize(h, Options{})
		}
	})
	whole := h.replay()
	b.Run("goals", func(b *testing.B) {
		for b.Loop() {
			for _, g := range Goals {
				g.Reached(whole)
			}
		}
	})
}

func standardRun() *Past {
	b := bootstrap(9)
	for i, w := range []string{"d1", "d2"} {
		by := []string{"w1#1", "w2#1"}[i%2]
		b.rotate(by, w)
		for range 11 {
			b.traffic(9)
			b.stampAll()
			b.acquire(by)
			b.acquire(by)
		}
	}
	b.traffic(2)
	for range 9 {
		b.stampAll()
	}
	return b.done()
}
