package live_test

import (
	"context"
	"os"
	"slices"
	"testing"
	"time"

	"pawl/engine/reference"
	"pawl/live"
	"pawl/live/box"
	"pawl/scenarios"
)

// required says that a test may not be skipped for want of Docker.
func required() bool { return os.Getenv("PAWL_REQUIRE_DOCKER") == "1" }

// needsDocker skips a test where there is no Docker, or fails it where one must be.
func needsDocker(t *testing.T) live.Deployment {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	d, err := box.Dial(ctx)
	if err != nil {
		if required() {
			t.Fatalf("PAWL_REQUIRE_DOCKER is 1: %v", err)
		}
		t.Skipf("containers are not tried here: %v", err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return live.Contained(binary)
}

// TestContained runs engines in containers: the reference under faults by Docker and by the
// gate, and engines that must fail.
func TestContained(t *testing.T) {
	d := needsDocker(t)
	t.Run("reference", func(t *testing.T) {
		o := steadily(t, d, brisk(t, reference.Engine(), 14*time.Second, boot, w1, "crash owner on publish.answered #2 for 2s",
			"lose-reply actor on commit.applied #2", "partition node/a1 from store at 3s for 2s"))
		if o.Verdict() != scenarios.Passed || !o.Bit() {
			t.Errorf("%s; a fault bit: %v", o.Verdict(), o.Bit())
		}
	})
	for _, c := range trials {
		t.Run(c.engine, func(t *testing.T) {
			if !c.soon && !required() {
				t.Skip("it takes a minute; PAWL_REQUIRE_DOCKER=1 has it run")
			}
			if o := steadily(t, d, brisk(t, wrongEngine(t, c.engine), c.lasts, c.events...)); !slices.Contains(o.Fired(), c.invariant) {
				t.Errorf("%v fired; want %s", o.Fired(), c.invariant)
			}
		})
	}
}
