package campaign

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pawl/cmd/house/lengthy"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/scenarios/library"
)

// sharded are the results of a check in so many parts, as they come out of their files.
func sharded(t *testing.T, gate func() *Gate, of int) (all []reports.Given) {
	t.Helper()
	for n := 1; n <= of; n++ {
		g := gate()
		g.Shard, g.Again = Shard{n, of}, fmt.Sprintf("pawl check --seed 5 --shard %d/%d --runs %d", n, of, g.Runs)
		r, err := g.Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if r.Verdict == reports.Pass {
			t.Errorf("part %d alone is a pass", n)
		}
		all = append(all, reports.Given{Path: fmt.Sprintf("%d.json", n), Check: afresh(t, r)})
	}
	return all
}

// afresh is a result written and read.
func afresh(t *testing.T, r *reports.Check) *reports.Check {
	t.Helper()
	var back reports.Check
	if err := json.Unmarshal([]byte(asJSON(t, r)), &back); err != nil {
		t.Fatal(err)
	}
	back.Identity = &reports.Identity{Engine: "of a command's making"}
	return &back
}

// asJSON is a result without what no two checks have the same.
func asJSON(t *testing.T, r *reports.Check) string {
	t.Helper()
	timeless := *r
	timeless.WallSeconds = 0
	text, err := json.MarshalIndent(&timeless, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestMergedIsTheUndivided: of an engine that passes, and of some that fail, in as many parts as
// one likes, put together is to the byte what the undivided check gives.
func TestMergedIsTheUndivided(t *testing.T) {
	all, err := library.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		engine   engine.Engine
		of, runs int
	}{
		{reference.Engine(), 3, sampledRuns + 2}, // so that some are not measured
		{wrongEngine(t, "no-drain").Engine, 7, 14}, {wrongEngine(t, "silent-halt").Engine, 2, 14},
	} {
		t.Run(c.engine.Name, func(t *testing.T) {
			if c.engine.Name == "no-drain" {
				lengthy.Only(t, "some hundred runs")
			}
			dir := t.TempDir()
			gate := func() *Gate {
				g := &Gate{Engine: c.engine, Measure: reference.Engine(), Library: all[:4], Seed: 5, Runs: c.runs, ReproDir: dir,
					Again: fmt.Sprintf("pawl check --seed 5 --runs %d", c.runs)}
				if c.engine.Name == "reference" {
					g.Planted = []wrong.Engine{wrongEngine(t, "cron"), wrongEngine(t, "no-drain"), wrongEngine(t, "early-revoke"), wrongEngine(t, "silent-halt")}
				}
				return g
			}
			whole, err := gate().Run(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			parts, err := reports.Parts(sharded(t, gate, c.of))
			if err != nil {
				t.Fatal(err)
			}
			merged, err := gate().Merge(t.Context(), parts)
			if err != nil {
				t.Fatal(err)
			}
			merged.Identity = nil
			if want, got := asJSON(t, whole), asJSON(t, merged); want != got {
				t.Errorf("not the same:\n%s", firstDifference(want, got))
			}
		})
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return fmt.Sprintf("line %d\nwant %s\ngot  %s", i+1, strings.Join(w[max(0, i-8):i+1], "\n"), strings.Join(g[max(0, i-3):min(len(g), i+3)], "\n"))
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}
