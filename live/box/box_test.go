package box

import (
	"context"
	"os"
	"testing"
	"time"
)

// TestSweep: what a process has left that is no more is swept by the next, and what one makes
// that runs is left alone until it is closed.
func TestSweep(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	mine, err := Dial(ctx)
	if err != nil {
		if os.Getenv("PAWL_REQUIRE_DOCKER") == "1" {
			t.Fatalf("PAWL_REQUIRE_DOCKER is 1: %v", err)
		}
		t.Skipf("Docker is not tried here: %v", err)
	}
	n, err := mine.Network(ctx, "swept")
	if err != nil {
		t.Fatal(err)
	}
	other, err := Dial(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Close(); err != nil {
		t.Error(err)
	}
	if err := mine.removeNetwork(ctx, n.id); err != nil {
		t.Errorf("a network of a process that runs was swept: %v", err)
	}
	if _, err := mine.Network(ctx, "closed"); err != nil {
		t.Fatal(err)
	}
	if err := mine.Close(); err != nil {
		t.Error(err)
	}
}
