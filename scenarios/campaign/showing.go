package campaign

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
)

// A Showing is how an engine stood to the invariants that it claims, in the random runs of one
// campaign: what a page about it may say. Who has the campaign can make it again.
type Showing struct {
	Engine string
	Seed   uint64
	Runs   int
	Claims []Stood
}

// Stood is one invariant, and in how many of the runs it was judged and violated.
type Stood struct {
	Invariant        string
	Judged, Violated int
}

// showing is what a campaign has found of its engine's claims.
func (c *Campaign) showing(f *Findings) Showing {
	s := Showing{Engine: c.Engine.Name, Seed: c.Seed, Runs: c.Runs}
	for _, id := range c.Engine.View.Claims {
		for i := range f.Invariants {
			if x := &f.Invariants[i]; x.ID == id {
				s.Claims = append(s.Claims, Stood{id, x.Judged, x.Violated})
			}
		}
	}
	return s
}

// rewrite has [Stands] write files anew, where the environment has it.
const rewrite = "PAWL_REWRITE"

// standingFile is where the standing of an engine is kept, from its module's directory.
func standingFile(engine string) string {
	return filepath.Join("testdata", "standing-"+engine+".json")
}

// Stands holds what an engine's page says of it to the runs behind it: it makes the campaign
// again and compares what comes of it with the file of the engine's standing, in testdata. An
// invariant that is claimed, and was judged in no run, fails the test. With PAWL_REWRITE=1 in the
// environment the file is written anew. It returns what the campaign has found.
func Stands(t TB, c Campaign) *Findings {
	t.Helper()
	c.Runner = simulated()
	f, err := c.Run(context.Background())
	if err != nil {
		t.Fatalf("%s could not be run: %v", c.Engine.Name, err)
	}
	s := c.showing(f)
	for _, x := range s.Claims {
		if x.Judged == 0 {
			t.Errorf("%s claims %s, and no run has judged it", s.Engine, x.Invariant)
		}
	}
	if len(s.Claims) == 0 {
		t.Errorf("%s claims nothing", s.Engine)
	}
	now, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatalf("%v", err)
	}
	now = append(now, '\n')
	path := standingFile(s.Engine)
	if os.Getenv(rewrite) != "" {
		if err := os.WriteFile(path, now, 0o644); err != nil {
			t.Fatalf("%v", err)
		}
	}
	was, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(was, now) {
		t.Errorf("%s (%v) says\n%sand the runs say\n%sLook at what differs; %s=1 writes it anew.", path, err, was, now, rewrite)
	}
	return f
}
