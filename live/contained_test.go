package live_test

import (
	"context"
	"os"
	"slices"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
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

// TestContained runs engines in containers: the reference under faults by Docker and by the
// gate, and engines that must fail.
func TestContained(t *testing.T) {
	d := needsDocker(t)
	named := func(name string) engine.Engine {
		e, known := wrong.Find(name)
		if !known {
			t.Fatal(name)
		}
		return e.Engine
	}
	for _, c := range []struct {
		name, invariant string
		engine          engine.Engine
		lasts           time.Duration
		events          []string
	}{
		{"reference", "", reference.Engine(), 14 * time.Second, []string{boot, w1, "crash owner on publish.answered #2 for 2s", "lose-reply actor on commit.applied #2", "partition node/a1 from store at 3s for 2s"}},
		{"lease-without-fence", "S4", named("lease-without-fence"), 16 * time.Second, []string{boot, w1, "pause owner on mint.due #2 for 7s"}},
		{"no-drain", "S2", named("no-drain"), 12 * time.Second, []string{boot, w1, "partition node/a1 from store on verify.due #2 for 3s"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := steadily(t, d, brisk(t, c.engine, c.lasts, c.events...))
			switch {
			case c.invariant == "" && o.Verdict() != scenarios.Passed:
				t.Errorf("%s", o.Verdict())
			case c.invariant != "" && !slices.Contains(o.Fired(), c.invariant):
				t.Errorf("%v fired; want %s", o.Fired(), c.invariant)
			}
		})
	}
}
