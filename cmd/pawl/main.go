package main

import "pawl/cmd/cli"

func main() { cli.Main(cli.Own{}) }
