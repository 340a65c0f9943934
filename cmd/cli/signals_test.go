package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// A verb that waits for a file, say, has nothing to lose.
func TestFirstSignalEndsWhatHasFoundNothing(t *testing.T) {
	ctx, signal := context.WithCancel(context.Background())
	var out, errs bytes.Buffer
	a := &app{name: "pawl", out: &out, err: &errs, args: []string{"replay", "--json", "f"}}
	begun := make(chan bool)
	go func() { <-begun; signal() }()
	code := a.until(ctx, func() int {
		begun <- true
		select {}
	})
	if code != 130 || !strings.Contains(out.String(), `"verdict": "interrupted"`) || !strings.Contains(out.String(), `"command": "replay"`) {
		t.Errorf("exit %d, out %s, err %s", code, out.String(), errs.String())
	}
}

func TestFirstSignalWaitsForWhatWasFound(t *testing.T) {
	ctx, signal := context.WithCancel(context.Background())
	var errs bytes.Buffer
	a := &app{name: "pawl", err: &errs}
	code := a.until(ctx, func() int {
		a.stage.found()
		signal()
		return 7
	})
	if code != 7 {
		t.Errorf("exit %d", code)
	}
}

func TestPanicIsAnInternalError(t *testing.T) {
	var errs bytes.Buffer
	a := &app{name: "mine", err: &errs}
	code := a.until(context.Background(), func() int { panic("so") })
	if code != 70 || !strings.Contains(errs.String(), "mine: internal error: so") {
		t.Errorf("exit %d: %s", code, errs.String())
	}
}
