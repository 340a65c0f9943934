package sim

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the golden files anew")

// same fails unless two outcomes are equal in all that must be.
func same(t rapid.TB, a, b Ending) {
	t.Helper()
	if a.Hash != b.Hash {
		t.Errorf("hashes differ: %x, %x", a.Hash, b.Hash)
	}
	if !slices.Equal(a.Decisions, b.Decisions) {
		t.Errorf("decisions differ:\n%v\n%v", a.Decisions, b.Decisions)
	}
	if !slices.Equal(a.Trace, b.Trace) {
		t.Errorf("traces differ:\n%s\n%s", transcript(a), transcript(b))
	}
	if a.Steps != b.Steps {
		t.Errorf("events differ: %d, %d", a.Steps, b.Steps)
	}
	if x, y := findings(a), findings(b); x != y {
		t.Errorf("findings differ:\n%s\n%s", x, y)
	}
}

// transcript prints a trace for people.
func transcript(o Ending) string {
	var b strings.Builder
	for _, e := range o.Trace {
		fmt.Fprintf(&b, "%4d <- %-4d %4d  %-8s %s %s %d %d\n", e.ID, e.Cause, e.At, e.Actor, e.What, e.Detail, e.A, e.B)
	}
	return b.String()
}

// findings prints findings without their stacks.
func findings(o Ending) string {
	var b strings.Builder
	for _, f := range o.Findings {
		fmt.Fprintf(&b, "%s %q %s at %d\n", f.Kind, f.Process, f.Detail, f.At)
	}
	return b.String()
}

func TestSameSeedSameRun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prog := programs.Draw(t, "program")
		seed := rapid.Uint64().Draw(t, "seed")
		same(t, prog.run(Config{Seed: seed}), prog.run(Config{Seed: seed}))
	})
}

func TestReplayRepeatsTheRun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prog := programs.Draw(t, "program")
		first := prog.run(Config{Seed: rapid.Uint64().Draw(t, "seed")})
		again := prog.run(Config{Replay: first.Decisions}) // and another seed
		same(t, first, again)
		if again.Diverged != nil {
			t.Errorf("diverged: %+v", *again.Diverged)
		}
	})
}

func TestMutatedLogIsNoticed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prog := programs.Draw(t, "program")
		prog[0] = append([]op{{do: 7, arg: 5}}, prog[0]...) // at least one decision
		first := prog.run(Config{Seed: rapid.Uint64().Draw(t, "seed")})
		log := slices.Clone(first.Decisions)
		i := rapid.IntRange(0, len(log)-1).Draw(t, "at")
		switch rapid.IntRange(0, 5).Draw(t, "how") {
		case 0:
			log[i].Which += rapid.Int32Range(1, 20).Draw(t, "more")
		case 1:
			log[i].Which -= rapid.Int32Range(1, 20).Draw(t, "less")
		case 2:
			log[i].Among++
		case 3:
			log[i].Place += "x"
		case 4:
			log = log[:i]
		case 5:
			log = append(log, log[i])
		}
		again := prog.run(Config{Replay: log})
		if again.Diverged == nil && again.Hash == first.Hash {
			t.Errorf("nothing noticed:\n%v\n%v", first.Decisions, log)
		}
	})
}

func TestWorldsInParallelAreAlone(t *testing.T) {
	prog := fixed()
	alone := make([]Ending, 8)
	for seed := range alone {
		alone[seed] = prog.run(Config{Seed: uint64(seed)})
	}
	together := make([]Ending, len(alone))
	var wg sync.WaitGroup
	for seed := range together {
		wg.Go(func() { together[seed] = prog.run(Config{Seed: uint64(seed)}) })
	}
	wg.Wait()
	for seed := range alone {
		same(t, alone[seed], together[seed])
	}
	if alone[0].Hash == alone[1].Hash {
		t.Error("two seeds, one hash")
	}
}

// TestGolden holds the hash of a fixed program, on every architecture. Its
// transcript is there to see what changed if it does.
func TestGolden(t *testing.T) {
	o := fixed().run(Config{Seed: 42})
	got := fmt.Sprintf("%s\n%s\n%s\nhash %x\n", transcript(o), findings(o), EncodeDecisions(o.Decisions), o.Hash)
	file := filepath.Join("testdata", "golden.txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
