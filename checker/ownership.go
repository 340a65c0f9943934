package checker

import "time"

// A tenure is the time during which one process owned the key: from the write
// that raised the fence and named an owner to the next write that raised it.
type tenure struct {
	by       string
	fence    uint64
	from, to time.Duration
	got      *View // the write that acquired
	lost     *View // the write that raised the fence above it; nil if none did
}

// superseded returns the last tenure that by had lost by revision rev, nil if it
// never had one or has one still.
func superseded(ts []*tenure, by string, rev int64) *tenure {
	var last *tenure
	for _, t := range ts {
		if t.by != by || t.got.Revision > rev {
			continue
		}
		if t.lost == nil || t.lost.Revision > rev {
			return nil
		}
		last = t
	}
	return last
}

// takeover says that ownership passed from one process to another.
func takeover(ts []*tenure) bool {
	for i := 1; i < len(ts); i++ {
		if ts[i].by != ts[i-1].by {
			return true
		}
	}
	return false
}
