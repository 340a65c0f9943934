//go:build js && wasm

package main

import (
	"context"
	"syscall/js"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/scenarios/retake"
	"pawl/sim"
	"pawl/sim/cluster"
)

func main() {
	sim.CollectSeldom()
	right := []engine.Engine{reference.Engine()}
	prompter := &retake.Prompter{
		Runner: scenarios.On(cluster.Simulated{}),
		Engine: func(name string) (engine.Engine, bool) { return campaign.Named(name, right, wrong.All) },
	}
	asked := make(chan [2]js.Value)
	js.Global().Set("pawl", js.FuncOf(func(_ js.Value, args []js.Value) any {
		go func() { asked <- [2]js.Value{args[0], args[1]} }() // who asks must not wait in here
		return nil
	}))
	js.Global().Call("pawlReady")
	for a := range asked {
		a[1].Invoke(string(prompter.Answer(context.Background(), []byte(a[0].String()))))
	}
}
