package main

import (
	"pawl/cmd/cli"
	"pawl/engine"
)

func main() {
	cli.Main(cli.Own{Command: "pawl-spire", Engines: []engine.Engine{Engine(), Distrusting(), Downstream()}, Home: day, Troubles: troubles})
}
