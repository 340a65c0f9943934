package live_test

import (
	"context"
	"os"
	"testing"
	"time"

	"pawl/cmd/house/lengthy"
	"pawl/engine/reference"
	"pawl/live"
	"pawl/live/box"
	"pawl/scenarios"
)

// needsDocker skips a test where there is no Docker, or fails it where one must be.
func needsDocker(t *testing.T) live.Deployment {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	d, err := box.Dial(ctx)
	if err != nil {
		if os.Getenv("PAWL_REQUIRE_DOCKER") == "1" {
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

// containersTake is how much later than in one process a rotation is over.
const containersTake = 4 * time.Second

// TestContained runs engines in containers: the reference under faults by Docker and by the
// gate, and engines that must fail.
func TestContained(t *testing.T) {
	d := needsDocker(t)
	t.Run("reference", func(t *testing.T) {
		lengthy.Only(t, "it takes half a minute")
		o := steadily(t, d, brisk(t, reference.Engine(), 14*time.Second, boot, w1, "crash owner on publish.answered #2 for 2s",
			"lose-reply actor on commit.applied #2", "partition node/a1 from store at 3s for 2s"))
		if o.Verdict() != scenarios.Passed || !o.Bit() {
			t.Errorf("%s; a fault bit: %v", o.Verdict(), o.Bit())
		}
	})
	for _, c := range trials {
		t.Run(c.engine, func(t *testing.T) {
			if !c.soon && os.Getenv("PAWL_CONTAINERS") != "all" {
				t.Skip("it takes a minute; PAWL_CONTAINERS=all has it run")
			}
			lengthy.Only(t, "it takes most of a minute")
			caught(t, d, brisk(t, wrongEngine(t, c.engine), c.lasts+containersTake, c.events...), c.invariant)
		})
	}
}
