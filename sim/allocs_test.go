package sim

import (
	"math"
	"testing"
)

// TestLoopIsFreeOfAllocation compares short runs with long ones: tasks that are
// used again, sleeps, wakes and decisions that nobody keeps may cost no more the
// longer it takes. A few are granted to the runtime, whose goroutines are counted too.
func TestLoopIsFreeOfAllocation(t *testing.T) {
	run := func(steps int) float64 {
		return testing.AllocsPerRun(3, func() {
			w := New(Config{NoLog: true})
			w.After(0, &ticker{w, steps, 1})
			sleeper := w.Go("sleeper", func(p *Proc) {
				for range steps {
					p.ParkFor(2)
				}
			})
			pace := w.Source("pace")
			w.Go("waker", func(p *Proc) {
				for range steps {
					p.Sleep(pace.Between(1, 5))
					sleeper.Wake()
					w.Emit("waker", "wakes", "", int64(steps), 0)
				}
			})
			w.Run(math.MaxInt64)
		})
	}
	short, long := run(1000), run(50_000)
	if long > short+50 {
		t.Errorf("%v allocations in 50000 steps, %v in 1000", long, short)
	}
}
