//go:build !js || !wasm

package main

import (
	"fmt"
	"os"
)

func main() {
	_, _ = fmt.Fprintln(os.Stderr, "pawl-page is for browsers: pawl replay --html FILE REPRO builds it, and puts it into the page")
	os.Exit(64)
}
