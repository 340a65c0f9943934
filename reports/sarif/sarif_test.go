package sarif_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	library "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"pawl/reports"
	"pawl/reports/golden"
	"pawl/reports/sarif"
)

var update = flag.Bool("update", false, "write the golden files")

func written(t testing.TB, all ...reports.Result) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := sarif.Write(&b, all...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// log is what the library for the format reads, which takes no member that it does not know
// and holds all against the schema.
func log(t testing.TB, data []byte) *library.Report {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(new(library.Report)); err != nil {
		t.Fatal(err)
	}
	r, err := library.FromBytes(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, run := range r.Runs {
		run.NewlineSequences = []string{"\r\n", "\n"} // the default, which the library makes an empty list of
	}
	if err := r.Validate(); err != nil {
		t.Fatalf("%.3000v", err)
	}
	return r
}

var names = []string{"check", "exhaust", "judge", "missed", "replay", "mutants", "version", "failed", "help", "doctor"}

func TestEveryResultIsSARIF(t *testing.T) {
	var all []reports.Result
	for _, name := range names {
		all = append(all, golden.Result(t, name))
		log(t, written(t, golden.Result(t, name)))
	}
	if n := len(log(t, written(t, all...)).Runs); n != len(all) {
		t.Errorf("%d runs, want %d", n, len(all))
	}
	if strings.Contains(string(written(t)), "null") {
		t.Errorf("of nothing: %s", written(t))
	}
	log(t, written(t))
}

// To change it on purpose: go test ./reports/sarif -update.
func TestGolden(t *testing.T) {
	got, path := written(t, golden.Result(t, "check")), filepath.Join("testdata", "check.sarif")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
		t.Errorf("error %v; got\n%s", err, got)
	}
}

// There is one alert for each invariant, however many runs violated it, at the line of which
// the result speaks.
func TestOneAlertForEachInvariant(t *testing.T) {
	check := golden.Result(t, "check").(*reports.Check)
	run := log(t, written(t, check)).Runs[0]
	seen := map[string]bool{}
	for _, a := range run.Results {
		if seen[*a.RuleID] {
			t.Errorf("%s has two alerts", *a.RuleID)
		}
		seen[*a.RuleID] = true
		if rule := run.Tool.Driver.Rules[a.RuleIndex]; *rule.ID != *a.RuleID || *rule.Help.Text == "" {
			t.Errorf("%s has the rule %s", *a.RuleID, *rule.ID)
		}
	}
	if len(seen) != 5 { // S2, S3, S5 and S13 of failures, S4 of which none was kept
		t.Errorf("alerts for %v", seen)
	}
	first := run.Results[0]
	if at := first.Locations[0].PhysicalLocation; *at.ArtifactLocation.URI != "checker/s2.go" || *at.Region.StartLine != 30 {
		t.Errorf("S2 is at %s:%d", *at.ArtifactLocation.URI, *at.Region.StartLine)
	}
	for _, want := range []string{"only grows", "node/a1 sealed", "crash owner on commit.sent for 2s", "Replay it: pawl replay pawl-repros/S2-no-drain-1.repro", "Violated in 12 of 13 runs"} {
		if !strings.Contains(*first.Message.Text, want) {
			t.Errorf("%q is not in %q", want, *first.Message.Text)
		}
	}
}

// An alert is the same one with other seeds, other details and on another line; and another
// one of another engine.
func TestFingerprintsAreStable(t *testing.T) {
	print := func(change func(c *reports.Check)) string {
		c := golden.Result(t, "check").(*reports.Check)
		change(c)
		return log(t, written(t, c)).Runs[0].Results[0].PartialFingerprints["primaryLocationLineHash"]
	}
	was := print(func(*reports.Check) {})
	if again := print(func(c *reports.Check) {
		c.Violations[0].Seed, c.Violations[0].Detail, c.Violations[0].Command = "7", "another", "pawl replay b"
		c.Invariants[1].Source.Line = 7
	}); again != was || was == "" {
		t.Errorf("%s, then %s", was, again)
	}
	if other := print(func(c *reports.Check) { c.Engine = "another" }); other == was {
		t.Errorf("two engines have the alert %s", was)
	}
}

// A log without alerts is no pass where nothing was judged.
func TestNoAlertIsNoPass(t *testing.T) {
	for _, name := range []string{"missed", "failed", "mutants"} {
		run := log(t, written(t, golden.Result(t, name))).Runs[0]
		if i := run.Invocations[0]; len(run.Results) != 0 || *i.ExecutionSuccessful || len(i.ToolExecutionNotifications) != 1 {
			t.Errorf("%s: %d alerts, successful %v, %d notifications", name, len(run.Results), *i.ExecutionSuccessful, len(i.ToolExecutionNotifications))
		}
	}
	if run := log(t, written(t, golden.Result(t, "version"))).Runs[0]; !*run.Invocations[0].ExecutionSuccessful {
		t.Error("a pass is not successful")
	}
}
