package live_test

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"testing"

	"pawl/live/inmate"
)

// TestMain lets the tests' binary be the image of their containers.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == inmate.Name {
		fmt.Fprintln(os.Stderr, inmate.Run(os.Args[2:]))
		os.Exit(1)
	}
	// They wait for most of their time, so that more of them than there are processors go well
	// together; who has said how many is heeded.
	flag.Parse()
	if flag.Lookup("test.parallel").Value.String() == fmt.Sprint(runtime.GOMAXPROCS(0)) {
		if err := flag.Set("test.parallel", "4"); err != nil {
			panic(err) // it is a number
		}
	}
	os.Exit(m.Run())
}
