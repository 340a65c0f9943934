package campaign

import (
	"slices"
	"sync"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/planted"
	"pawl/engine/reference"
	"pawl/sim/deploy"
)

// TestBugsAreHuntedAtHome: bugs at the ports of an engine are hunted in runs of where it lives,
// which it has passed; a home that goes by the engine's name is none the worse for that.
func TestBugsAreHuntedAtHome(t *testing.T) {
	e := reference.Variant{Name: "theirs"}.Engine()
	var mu sync.Mutex
	var asked []string
	home := func(in engine.Engine, seed uint64) deploy.Setup {
		mu.Lock()
		asked = append(asked, in.Name)
		mu.Unlock()
		s := deploy.Standard(in, seed)
		s.Duration, s.Healed = 30*time.Second, 15*time.Second
		return s
	}
	bug, is := planted.Find("mints-twice")
	if !is {
		t.Fatal("no such bug")
	}
	h := portHunt{engine: e, home: home, seed: 1, runs: 20, jobs: 1}
	all, err := h.each(t.Context(), []planted.Bug{*bug}, unwatched{})
	if err != nil || len(all) != 1 || !all[0].Caught {
		t.Fatalf("%+v, %v", all, err)
	}
	if len(asked) < all[0].Runs || slices.ContainsFunc(asked, func(name string) bool { return name != e.Name }) {
		t.Errorf("%d runs, and the home was asked for %v", all[0].Runs, asked)
	}
}
