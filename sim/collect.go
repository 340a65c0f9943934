package sim

import (
	"os"
	"runtime/debug"
)

// CollectSeldom is for a program that makes runs: they are short and leave little alive, so
// that memory is cheaper than collecting. Where the environment says how often to collect
// (GOGC), it does nothing. It returns a call that undoes it.
func CollectSeldom() (undo func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	before := debug.SetGCPercent(1000)
	return func() { debug.SetGCPercent(before) }
}
