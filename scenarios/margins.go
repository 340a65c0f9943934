package scenarios

import (
	"cmp"
	"time"

	"pawl/checker"
)

// A Margin is how near something that may run out came to it in a run: of a bound, the part that
// was used up when what it waits for came about, or it was over.
type Margin struct {
	Of   string
	Used int // percent; 100 and more: it ran out
}

// What may run out.
const (
	PublishMargin = "publish deadline"
	DrainMargin   = "drain deadline"
	SettleMargin  = "settle bound"
	LeaseMargin   = "lease" // of an owner or a stamp, that was extended or given up
)

// margins are those of a run, of each thing the nearest.
func margins(p *checker.Past) (all []Margin) {
	near := func(of string, took, bound time.Duration) {
		if bound <= 0 || took < 0 {
			return
		}
		used := int(100 * took / bound)
		for i := range all {
			if all[i].Of == of {
				all[i].Used = max(all[i].Used, used)
				return
			}
		}
		all = append(all, Margin{of, used})
	}
	for _, key := range p.Keys {
		inPhases(p, key, near)
	}
	for i := range p.Leases {
		l := &p.Leases[i]
		since := l.Granted
		for _, at := range l.Extended {
			near(LeaseMargin, at-since, l.TTL)
			since = at
		}
		if l.Ending != "" {
			near(LeaseMargin, l.Ended-since, l.TTL)
		}
	}
	return all
}

// inPhases looks at how long a key's rotations took, and stayed in phases that have a deadline.
func inPhases(p *checker.Past, key string, near func(of string, took, bound time.Duration)) {
	bounds := map[checker.Phase]time.Duration{checker.Published: p.Policy.PublishDeadline, checker.Draining: p.Policy.DrainDeadline}
	names := map[checker.Phase]string{checker.Published: PublishMargin, checker.Draining: DrainMargin}
	var phase, rotation *checker.View // since when
	for i := range p.Views {
		v := &p.Views[i]
		if v.Key != key || !v.RecordWritten {
			continue
		}
		if phase != nil && (v.Phase != phase.Phase || v.Rotation != phase.Rotation) {
			near(names[phase.Phase], v.At-phase.At, bounds[phase.Phase])
			phase = nil
		}
		if rotation != nil && (v.Phase == checker.Idle || v.Phase == checker.Halted || v.Rotation != rotation.Rotation) {
			near(SettleMargin, v.At-rotation.At, p.SettleBound())
			rotation = nil
		}
		if v.Phase != checker.Idle && v.Phase != checker.Halted {
			rotation, phase = cmp.Or(rotation, v), cmp.Or(phase, v)
		}
	}
}
