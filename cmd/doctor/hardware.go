package doctor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// What it takes.
const (
	enoughMemory = 1 << 30
	enoughDisk   = 100 << 20
	coarsest     = time.Millisecond
)

func cores(_ context.Context, h *Host, _ string) (State, string) {
	n := h.Cores()
	if n == 1 {
		return Unfit, "1 core"
	}
	return Fit, fmt.Sprintf("%d cores", n)
}

func memoryLeft(_ context.Context, h *Host, _ string) (State, string) {
	return enough(enoughMemory)(h.Memory())
}

func disk(_ context.Context, h *Host, dir string) (State, string) {
	at := standing(dir)
	state, found := enough(enoughDisk)(h.Free(at))
	return state, found + " at " + at
}

// standing is the nearest folder above that is there.
func standing(dir string) string {
	at, err := filepath.Abs(dir)
	if err != nil {
		return dir
	}
	for {
		if _, err := os.Stat(at); err == nil || filepath.Dir(at) == at {
			return at
		}
		at = filepath.Dir(at)
	}
}

// enough says whether there is at least so much of something.
func enough(least uint64) func(free uint64, err error) (State, string) {
	return func(free uint64, err error) (State, string) {
		switch {
		case errors.Is(err, errNoWay):
			return Unclear, err.Error()
		case err != nil:
			return Unclear, "it cannot be asked: " + err.Error()
		case free < least:
			return Unfit, fmt.Sprintf("%d MiB free", free>>20)
		}
		return Fit, fmt.Sprintf("%d MiB free", free>>20)
	}
}

// How the clock is looked at.
const (
	looks    = 1 << 20 // at most
	lookedAt = 20 * time.Millisecond
)

// clock reads the clock for a moment, and says how it goes.
func clock(ctx context.Context, h *Host, _ string) (State, string) {
	begin := h.Clock()
	last, step := begin, time.Duration(-1)
	for range looks {
		now := h.Clock()
		switch d := now - last; {
		case d < 0:
			return Unfit, fmt.Sprintf("it went back by %s", -d)
		case d > 0 && (step < 0 || d < step):
			step = d
		}
		if last = now; now-begin >= lookedAt || ctx.Err() != nil {
			break
		}
	}
	switch {
	case step < 0:
		return Unfit, "it stands still"
	case step > coarsest:
		return Unfit, fmt.Sprintf("it goes in steps of %s", step)
	}
	return Fit, fmt.Sprintf("it goes on, in steps of %s", step)
}
