package live

import (
	"time"

	"pawl/checker"
)

// tighten narrows down when each revision was written, by the order of revisions: none began
// to stand before the one before it could, nor after the one behind it did. A request was
// served between its arrival and its answer.
func tighten(facts []checker.Fact) {
	var early time.Duration
	for i := range facts {
		f := &facts[i]
		switch f.What.(type) {
		case *checker.Wrote:
			early = max(early, f.Early)
			f.Early = early
		case *checker.Asked:
			if f.At != 0 {
				f.Early = f.Arrived
			}
		}
	}
	at := time.Duration(-1)
	for i := len(facts) - 1; i >= 0; i-- {
		f := &facts[i]
		if _, is := f.What.(*checker.Wrote); !is {
			continue
		}
		if at >= 0 {
			f.At = min(f.At, at)
		}
		at = f.At
		f.Early = min(f.Early, f.At)
	}
}
