package sim

import (
	"os"
	"runtime/debug"
)

// Much memory is still not to be had for nothing: above this, in bytes, it is collected as
// often as it takes.
const plenty = 2 << 30

// CollectSeldom is for a program that makes runs: they are short and leave little alive, so
// that memory is cheaper than collecting. Where the environment says how often to collect
// (GOGC), or how much memory there is (GOMEMLIMIT), that holds instead. It returns a call that
// undoes it.
func CollectSeldom() (undo func()) {
	percent, limit := -1, int64(-1)
	if os.Getenv("GOGC") == "" {
		percent = debug.SetGCPercent(1000)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		limit = debug.SetMemoryLimit(plenty)
	}
	return func() {
		if percent >= 0 {
			debug.SetGCPercent(percent)
		}
		if limit >= 0 {
			debug.SetMemoryLimit(limit)
		}
	}
}
