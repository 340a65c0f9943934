package main

import (
	"path/filepath"
	"slices"
	"testing"

	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/scenarios/exhaust"
	"pawl/sim/cluster"
)

// A defect is one that the page tells of, and a single fault that shows it: on a day at home, or
// on one with a trouble of its own.
type defect struct {
	campaign.Misdeed
	on, fault string // no fault: the trouble alone
	holds     string // where the same fault does no harm
}

// both are the invariants that an authority breaks which signs before others can have it.
var both = []string{"S3", "S5"}

const byTestDefects = "TestDefects"

// defects are those that are known of this version.
var defects = []defect{
	// The journal's write fails when an authority is prepared: that is logged, and no more. It
	// signs later, is in no journal, and the next start makes another, which signs at once.
	{Misdeed: campaign.Misdeed{Name: unsavedX509, Breaks: both, Fixed: "spiffe/spire#6964", Shown: byTestDefects},
		on: "home-restarted", fault: "fail actor on x509.a/verify.due", holds: "home"},
	{Misdeed: campaign.Misdeed{Name: unsavedJWT, Breaks: both, Fixed: "spiffe/spire#6964", Shown: byTestDefects},
		on: "home-restarted", fault: "fail actor on jwt.a/verify.due #2", holds: "home"},
	// The journal's first write is done and its reply lost: the next write makes a second row.
	// A start after the next rotation finds the first.
	{Misdeed: campaign.Misdeed{Name: secondRow, Breaks: both, Shown: byTestDefects},
		on: "home-restarted", fault: "lose-reply actor on x509.a/commit.applied", holds: "home"},
	// A server that starts while its authority is to be replaced writes the journal without an
	// active one before it writes the new one: who crashes in between finds no journal.
	{Misdeed: campaign.Misdeed{Name: orphaned, Breaks: both, Shown: byTestDefects},
		on: "home-away", fault: "crash actor on x509.a/drain.applied for 2h0m8.2s", holds: "home"},
	// An operator has the next authority prepared, though it has been: the fresh one takes its
	// place, and is activated when that would have been.
	{Misdeed: campaign.Misdeed{Name: preparedOver, Breaks: both, Shown: byTestDefects}, on: "home-forced"},
	// A server that was away while it should have prepared and activated does both at once.
	{Misdeed: campaign.Misdeed{Name: wasAway, Breaks: both, Shown: byTestDefects}, on: "home-long-away"},
	// A server that finds no keys, since its machine is another or its first start was cut short,
	// makes an authority and signs by it, whoever has it.
	{Misdeed: campaign.Misdeed{Name: withoutKeys, Breaks: both, Told: "spiffe/spire#5317, by others", Shown: byTestDefects}, on: "home-replaced"},
}

// TestDefects: each is found by the fault that shows it, and replays bit for bit; where the
// same fault does no harm, it does none.
func TestDefects(t *testing.T) {
	for _, d := range defects {
		t.Run(d.Name, func(t *testing.T) {
			r, dir := single(t, d.on, d.fault)
			if len(r.violations) == 0 || r.violations[0] != d.Breaks[0] {
				t.Fatalf("violated: %v, want %v", r.violations, d.Breaks)
			}
			repros, _ := filepath.Glob(filepath.Join(dir, d.Breaks[0]+"-*.repro"))
			if len(repros) == 0 {
				t.Fatal("no repro was written")
			}
			file, err := campaign.LoadRepro(repros[0])
			if err != nil {
				t.Fatal(err)
			}
			again, err := campaign.Replay(t.Context(), scenarios.On(cluster.Simulated{}), file, Engine())
			if err != nil || !again.Reproduced() {
				t.Fatalf("replayed it is another run, or clean: %v", err)
			}
			if names := told(&again.Outcome); !slices.Equal(names, []string{d.Name}) {
				t.Errorf("it is told to be %q", names)
			}
			if d.holds == "" {
				return
			}
			if r, _ := single(t, d.holds, d.fault); len(r.violations) > 0 || r.passed != 1 {
				t.Errorf("on a day of %s: %v violated, %d passed", d.holds, r.violations, r.passed)
			}
		})
	}
}

type tried struct {
	violations []string
	passed     int
}

// single tries one fault on a day, or the day alone.
func single(t *testing.T, day0, fault string) (tried, string) {
	t.Helper()
	homes, err := exhaust.Homes(day, Engine(), troubles...)
	if err != nil {
		t.Fatal(err)
	}
	subject, err := exhaust.Find(day0, homes, nil)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	x := exhaust.Exhaustion{Subject: subject, Engine: Engine(), Seed: 3, Only: fault, ReproDir: dir, Command: "pawl-spire", Again: "pawl-spire exhaust"}
	r, err := x.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := tried{passed: r.Passed}
	for _, v := range r.Violations {
		all.violations = append(all.violations, v.Invariant)
	}
	return all, dir
}
