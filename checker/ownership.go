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

// tenures reads off who owned the key when. The owner is the process that wrote,
// whatever name the record gives it. A raise that names nobody (a resume) ends a
// tenure and begins none.
func tenures(views []View) []tenure {
	var ts []tenure
	fence := uint64(0)
	for i := range views {
		v := &views[i]
		if v.Fence <= fence {
			continue
		}
		fence = v.Fence
		if n := len(ts); n > 0 && ts[n-1].lost == nil {
			ts[n-1].to, ts[n-1].lost = v.At, v
		}
		if v.Owner != "" {
			ts = append(ts, tenure{v.By, v.Fence, v.At, forever, v, nil})
		}
	}
	return ts
}

// superseded returns the last tenure that by had lost by revision rev, nil if it
// never had one or has one still.
func superseded(ts []tenure, by string, rev int64) *tenure {
	var last *tenure
	for i := range ts {
		t := &ts[i]
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
func takeover(ts []tenure) bool {
	for i := 1; i < len(ts); i++ {
		if ts[i].by != ts[i-1].by {
			return true
		}
	}
	return false
}
