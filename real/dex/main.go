package main

import (
	"pawl/cmd/cli"
	"pawl/engine"
)

func main() {
	cli.Main(cli.Own{Command: "pawl-dex", Engines: Engines(), Home: day, Troubles: troubles})
}

// Engines are dex under three assumptions, each weaker than the one before; see assumed.
func Engines() (all []engine.Engine) {
	for _, a := range assumed {
		all = append(all, Engine(a.name))
	}
	return all
}
