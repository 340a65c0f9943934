package main

import (
	"flag"
	"os"
	"testing"
)

// TestMain has more tests run side by side than there are processors: they wait for servers, most
// of the time.
func TestMain(m *testing.M) {
	flag.Parse()
	_ = flag.Set("test.parallel", "6") // there is such a flag
	os.Exit(m.Run())
}
