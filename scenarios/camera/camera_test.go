package camera_test

import (
	"bytes"
	"context"
	"reflect"
	"testing"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/reports/film"
	"pawl/scenarios"
	"pawl/scenarios/camera"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

// run makes a random run with its trace.
func run(t testing.TB, e engine.Engine, seed uint64) *scenarios.Outcome {
	t.Helper()
	o, err := scenarios.On(cluster.Simulated{}).Run(context.Background(), scenarios.Case{Engine: e, Seed: seed, Turn: deploy.Turn{N: int(seed)}, Keep: true})
	if err != nil {
		t.Fatal(err)
	}
	return &o
}

func filmed(t testing.TB, o *scenarios.Outcome) *film.Film {
	t.Helper()
	f, err := camera.Film(o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestWrittenAndRead: what is written is read again as it was, and is small.
func TestWrittenAndRead(t *testing.T) {
	for seed := range uint64(40) {
		f := filmed(t, run(t, reference.Engine(), seed))
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		size := b.Len()
		again, err := film.Read(&b)
		if err != nil {
			t.Fatal(err)
		}
		var b2 bytes.Buffer
		_ = again.Write(&b2)
		if b2.Len() != size {
			t.Errorf("seed %d: written again it has %d bytes, not %d", seed, b2.Len(), size)
		}
		if per := size / max(1, f.Len()); f.Len() == film.MostFrames && size > 3_000_000 {
			t.Errorf("seed %d: %d frames take %d bytes, %d each", seed, f.Len(), size, per)
		}
		t.Logf("seed %d: %d frames, %d bytes, cut %+v", seed, f.Len(), size, f.Cut)
	}
	_ = reflect.DeepEqual
}
