package main

import (
	"pawl/cmd/cli"
	"pawl/engine"
)

func main() {
	cli.Main(cli.Own{Command: "pawl-swarmkit", Engines: []engine.Engine{Engine(), Docker()}, Home: days, Troubles: troubles})
}
