package scenarios

import (
	"testing"

	"pawl/sim"
)

// TestTold: a finding says where in the engine's code it was, by a file's name and a line.
func TestTold(t *testing.T) {
	for want, f := range map[string]sim.Finding{
		"worker/1: boom; in ledger.(*worker).goes, ledger.go:90, called from ledger.(*worker).Run, ledger.go:290": {Process: "worker/1", Detail: "boom", Stack: `goroutine 7 [running]:
runtime/debug.Stack()
	/usr/lib/go/src/runtime/debug/stack.go:26 +0x5e
pawl/sim.(*Proc).main.func1()
	/home/x/pawl/sim/proc.go:12 +0x10
panic({0x1, 0x2})
	/usr/lib/go/src/runtime/panic.go:1 +0x1
slices.Insert[...]({0x1})
	/usr/lib/go/src/slices/slices.go:10 +0x2
encoding/json.Unmarshal({0x1})
	/usr/lib/go/src/encoding/json/decode.go:10 +0x2
ledger.(*worker).goes(0xc000)
	/home/x/ledger/ledger.go:90 +0x99
ledger.(*worker).Run(0xc000, {0x1, 0x2})
	/home/x/ledger/ledger.go:290 +0x99
pawl/sim/cluster.(*cluster).addWorker.func1.1(0x1)
	/home/x/pawl/sim/cluster/run.go:120 +0x1`},
		"node/a1: slow; in wrong.spins.Run, spins.go:4": {Process: "node/a1", Detail: "slow", Stack: `goroutine 7 [coroutine]:
pawl/sim.(*Proc).wait(...)
	/home/x/pawl/sim/proc.go:12
pawl/engine.(*Ports).Sleep(0x1)
	/home/x/pawl/engine/door.go:12 +0x1
pawl/engine/wrong.spins.Run({0x1})
	/home/x/pawl/engine/wrong/spins.go:4 +0x1`},
		"a task":          {Detail: "a task"},
		"keys: no engine": {Process: "keys", Detail: "no engine", Stack: "goroutine 1 [running]:\npawl/sim.(*World).loop(0x1)\n\t/x/sim/world.go:1 +0x1"},
	} {
		if got := Told(&f); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
