package sim

import (
	"cmp"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestQueue compares the queue with a slice that is sorted stably.
func TestQueue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type entry struct {
			at time.Duration
			id uint32
		}
		var q queue
		var model []entry
		now, id := time.Duration(0), uint32(0)
		t.Repeat(map[string]func(*rapid.T){
			"push": func(t *rapid.T) {
				for range rapid.IntRange(1, 90).Draw(t, "many") {
					id++
					at := now + time.Duration(rapid.IntRange(0, 20).Draw(t, "delay"))
					q.push(at, wakeup{cause: id})
					model = append(model, entry{at, id})
				}
				slices.SortStableFunc(model, func(a, b entry) int { return cmp.Compare(a.at, b.at) })
			},
			"pop": func(t *rapid.T) {
				for range rapid.IntRange(1, 90).Draw(t, "many") {
					wk, at, ok := q.pop(math.MaxInt64)
					if ok != (len(model) > 0) {
						t.Fatalf("ok is %v with %d left", ok, len(model))
					}
					if !ok {
						return
					}
					if got := (entry{at, wk.cause}); got != model[0] {
						t.Fatalf("got %v, want %v", got, model[0])
					}
					now, model = at, model[1:]
				}
			},
			"": func(t *rapid.T) {
				if q.len() != len(model) {
					t.Fatalf("%d queued, want %d", q.len(), len(model))
				}
			},
		})
	})
}

func TestQueueUntil(t *testing.T) {
	var q queue
	q.push(0, wakeup{cause: 1})
	q.push(5, wakeup{cause: 2})
	for _, c := range []struct {
		until time.Duration
		want  uint32
	}{{-1, 0}, {4, 1}, {4, 0}, {5, 2}, {9, 0}} {
		if wk, _, _ := q.pop(c.until); wk.cause != c.want {
			t.Errorf("until %d: got %d, want %d", c.until, wk.cause, c.want)
		}
	}
}

func TestLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.Custom(func(t *rapid.T) key {
			at := rapid.OneOf(rapid.Int64Range(0, 3), rapid.Int64Range(0, math.MaxInt64)).Draw(t, "at")
			return key{at: time.Duration(at), seq: rapid.Uint32().Draw(t, "seq")}
		})
		k, l := keys.Draw(t, "k"), keys.Draw(t, "l")
		if (less(&k, &l) == 1) != k.before(l) {
			t.Fatalf("less says %d, before %v", less(&k, &l), k.before(l))
		}
	})
}
