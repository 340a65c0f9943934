package campaign

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pawl/checker"
	"pawl/engine/reference"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/sim"
	"pawl/sim/deploy"
)

// fromFile is a history as somebody else reads it.
func fromFile(t *testing.T, path string) *checker.History {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	h, err := checker.ReadHistory(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// What a file says of a run is all that the run was judged by.
func TestAHistoryIsJudgedAsItsRun(t *testing.T) {
	for _, name := range []string{"no-drain", "cron", "lease-without-fence"} {
		again := Replayed{Outcome: *caught(t, name).Outcome}
		path := filepath.Join(t.TempDir(), "h.json")
		if err := again.WriteHistory(path); err != nil {
			t.Fatal(err)
		}
		h := fromFile(t, path)
		if !reflect.DeepEqual(h, again.Outcome.History) {
			t.Errorf("%s: another history than was written", name)
		}
		o := scenarios.Judge(deploy.Setup{}, deploy.Result{History: h})
		if !reflect.DeepEqual(o.Report, again.Outcome.Report) {
			t.Errorf("%s: judged as\n%+v\nits run as\n%+v", name, o.Report, again.Outcome.Report)
		}
		r := Judge(h, path)
		got, want := slices.Sorted(slices.Values(r.Violated())), slices.Sorted(slices.Values(again.Outcome.Report.Fired()))
		if r.Verdict != reports.Violation || len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s: %s, violated %v, want %v", name, r.Verdict, got, want)
		}
		for _, x := range r.Invariants {
			if (x.Violated == 1) != slices.Contains(want, x.ID) {
				t.Errorf("%s: %s violated in %d runs", name, x.ID, x.Violated)
			}
		}
	}
}

// A history is written whole or not at all, and over nothing.
func TestWriteHistory(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "h.json")
	again := Replayed{Outcome: scenarios.Outcome{Result: deploy.Result{History: &checker.History{Engine: "e"}}}}
	left := again
	left.Outcome.Diverged = &sim.Divergence{}
	if err := again.WriteHistory(path); err != nil {
		t.Fatal(err)
	}
	if err := again.WriteHistory(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over another: %v", err)
	}
	for _, none := range []*Replayed{{}, &left} {
		if err := none.WriteHistory(filepath.Join(dir, "none.json")); err == nil {
			t.Errorf("wrote a history that there is not: %+v", none)
		}
	}
	if all, _ := os.ReadDir(dir); len(all) != 1 || fromFile(t, path).Engine != "e" {
		t.Errorf("left behind: %v", all)
	}
}

// Each verdict on a history, with its exit code, and what it says of what was judged.
func TestVerdictsOnHistories(t *testing.T) {
	o, err := simulated().Run(t.Context(), scenarios.Case{Scenario: storm(t), Engine: reference.Engine(), Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	with := func(change func(h *checker.History)) *checker.History {
		h := *o.History
		h.Facts = slices.Clone(h.Facts)
		change(&h)
		return &h
	}
	wrong := caught(t, "no-drain").Outcome.History
	gap := *wrong
	gap.Missed = []string{"the watch was broken for 2s"}
	for _, c := range []struct {
		name  string
		h     *checker.History
		exit  int
		says  string
		about func(r *reports.Judge) bool
	}{
		{"good", o.History, 0, "Nothing was violated in this history", func(r *reports.Judge) bool { return len(r.Linear) > 0 && len(r.Violations) == 0 }},
		{"violated", wrong, 1, "was violated", func(r *reports.Judge) bool {
			return slices.Contains(r.Violated(), "S2") && r.Violations[0].Detail != "" && r.Violations[0].At != ""
		}},
		{"with a gap", &gap, 3, "did not see everything", func(r *reports.Judge) bool {
			return len(r.Violations) > 0 && !slices.ContainsFunc(r.Invariants, func(x reports.Judged) bool { return x.Violated > 0 })
		}},
		{"nothing in it", &checker.History{Engine: "e", Keys: []string{"k"}, Machines: o.History.Machines}, 4, "found anything to judge", nil},
		{"contradicting", with(func(h *checker.History) { h.Facts[3].ID = 9 }), 64, "is invalid", func(r *reports.Judge) bool {
			return len(r.Invalid) == 1 && strings.Contains(r.Invalid[0], "fact 4") && r.Invariants[0].WhyNot != ""
		}},
		{"unfit", with(func(h *checker.History) { h.Policy.Attempts, h.Facts[3].ID = -1, 9 }), 64, "is invalid", func(r *reports.Judge) bool {
			return len(r.Invalid) == 1 && strings.Contains(r.Invalid[0], "Policy.Attempts is -1") && r.Invariants[0].WhyNot != ""
		}},
	} {
		r := Judge(c.h, "h.json")
		if r.Exit() != c.exit || !strings.Contains(r.Closing, c.says) || c.about != nil && !c.about(r) {
			t.Errorf("%s: exit %d, want %d; %s; invalid %q, missed %q, violated %v", c.name, r.Exit(), c.exit, r.Closing, r.Invalid, r.Missed, r.Violated())
		}
	}
}
