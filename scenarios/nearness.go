package scenarios

import (
	"cmp"
	"time"

	"pawl/checker"
)

// A Nearness is how near something that may run out came to it in a run: of a bound, the part that
// was used up when what it waits for came about, or it was over.
type Nearness struct {
	Of   string
	Used int // percent; 100 and more: it ran out
}

// What may run out.
const (
	publishDeadline = "publish deadline"
	drainDeadline   = "drain deadline"
	settleBound     = "settle bound"
	aLease          = "lease" // of an owner or a stamp, that was extended or given up
)

// nearest is how near each thing came.
func nearest(p *checker.Past) (all []Nearness) {
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
		all = append(all, Nearness{of, used})
	}
	for _, key := range p.Keys {
		inPhases(p, key, near)
	}
	for i := range p.Leases {
		l := &p.Leases[i]
		since := l.Granted
		for _, at := range l.Extended {
			near(aLease, at-since, l.TTL)
			since = at
		}
		if l.Ending != "" {
			near(aLease, l.Ended-since, l.TTL)
		}
	}
	return all
}

// inPhases looks at how long a key's rotations took, and stayed in phases that have a deadline.
func inPhases(p *checker.Past, key string, near func(of string, took, bound time.Duration)) {
	bounds := map[checker.Phase]time.Duration{checker.Published: p.Policy.PublishDeadline, checker.Draining: p.Policy.DrainDeadline}
	names := map[checker.Phase]string{checker.Published: publishDeadline, checker.Draining: drainDeadline}
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
			near(settleBound, v.At-rotation.At, p.SettleBound())
			rotation = nil
		}
		if v.Phase != checker.Idle && v.Phase != checker.Halted {
			rotation, phase = cmp.Or(rotation, v), cmp.Or(phase, v)
		}
	}
}
