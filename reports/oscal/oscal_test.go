package oscal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"pawl/reports"
	"pawl/reports/golden"
	"pawl/reports/oscal"
)

// theirSchema is NIST's, which lies beside the repository and is not copied into it.
const theirSchema = "../../../shared/schemas/oscal_assessment-results_schema.json"

var assessment = oscal.Assessment{Plan: "plan.json", Controls: []string{"sa-11", "cm-3.2"}, At: time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC), Evidence: "evidence.tar"}

func written(t testing.TB, a oscal.Assessment, all ...reports.Result) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := oscal.Write(&b, a, all...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTheirSchemaTakesIt(t *testing.T) {
	f, err := os.Open(theirSchema)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("not held against NIST's schema, which is not there: want it at %s", theirSchema)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("oscal.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("oscal.json")
	if err != nil {
		t.Fatal(err)
	}
	holds := func(data []byte) error {
		x, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(x)
	}
	identified := golden.Result(t, "check")
	reports.HeadOf(identified).Identity = &reports.Identity{Engine: strings.Repeat("ab", 32), Began: "2026-02-03T01:00:00Z", Ended: "2026-02-03T02:00:00.5Z"}
	all := []reports.Result{identified}
	for _, name := range []string{"check", "exhaust", "judge", "missed", "replay", "mutants", "version", "failed", "doctor"} {
		r := golden.Result(t, name)
		all = append(all, r)
		if err := holds(written(t, assessment, r)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	data := written(t, assessment, all...)
	if err := holds(data); err != nil {
		t.Error(err)
	}
	for _, spoil := range [][2]string{{`"methods"`, `"method"`}, {`"2026-02-03T04:05:06Z"`, `"yesterday"`}, {`"import-ap"`, `"import"`}, {`"sa-11"`, `"SA 11"`}} {
		if holds(bytes.Replace(data, []byte(spoil[0]), []byte(spoil[1]), 1)) == nil {
			t.Errorf("with %s it is still taken", spoil[1])
		}
	}
}

// There are observations with their grade, and no findings: nothing here says that a control
// is met.
func TestObservationsAndNoFindings(t *testing.T) {
	data := string(written(t, assessment, golden.Result(t, "check")))
	for _, no := range []string{"finding", "compliant", "satisfied", "include-all", "\\u001b"} {
		if strings.Contains(data, no) {
			t.Errorf("it says %q", no)
		}
	}
	var doc struct {
		Results struct {
			Import  struct{ Href string } `json:"import-ap"`
			Results []struct {
				Observations []struct {
					UUID, Title, Description string
					Props                    []struct{ Name, Value string }
				}
			}
		} `json:"assessment-results"`
	}
	if err := json.Unmarshal([]byte(data), &doc); err != nil {
		t.Fatal(err)
	}
	tests := reports.Tests(golden.Result(t, "check"))
	observations := doc.Results.Results[0].Observations
	if doc.Results.Import.Href != "plan.json" || len(observations) != len(tests) {
		t.Fatalf("plan %q, %d observations, want %d", doc.Results.Import.Href, len(observations), len(tests))
	}
	seen := map[string]bool{}
	for i, o := range observations {
		if seen[o.UUID] {
			t.Errorf("%s has the identifier of another", o.Title)
		}
		seen[o.UUID] = true
		if o.Props[1].Value != string(tests[i].Grade) || !strings.Contains(o.Description, "Observed: "+string(tests[i].Grade)) {
			t.Errorf("%s: %v", o.Title, o)
		}
	}
}

// The same result has the same identifiers, another one others.
func TestIdentifiersComeFromTheBytes(t *testing.T) {
	a, b := written(t, assessment, golden.Result(t, "check")), written(t, assessment, golden.Result(t, "check"))
	if !bytes.Equal(a, b) {
		t.Error("the same result is written in two ways")
	}
	other := golden.Result(t, "check").(*reports.Check)
	other.Seed = "2"
	uuids := func(data []byte) (all []string) {
		for line := range strings.Lines(string(data)) {
			if strings.Contains(line, `"uuid"`) {
				all = append(all, line)
			}
		}
		return all
	}
	was, is := uuids(a), uuids(written(t, assessment, other))
	if len(was) < 20 || len(was) != len(is) {
		t.Fatalf("%d identifiers, then %d", len(was), len(is))
	}
	for i := range was {
		if was[i] == is[i] {
			t.Errorf("two results have %s", was[i])
		}
	}
}

func TestAnAssessmentIsNeeded(t *testing.T) {
	for want, spoil := range map[string]func(a *oscal.Assessment){
		"no assessment plan is named":           func(a *oscal.Assessment) { a.Plan = "" },
		"no control is named":                   func(a *oscal.Assessment) { a.Controls = nil },
		"no time is given":                      func(a *oscal.Assessment) { a.At = time.Time{} },
		`"sa 11" is no identifier of a control`: func(a *oscal.Assessment) { a.Controls = []string{"sa 11"} },
	} {
		a := assessment
		spoil(&a)
		if err := oscal.Write(&bytes.Buffer{}, a, golden.Result(t, "version")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
	if err := oscal.Write(&bytes.Buffer{}, assessment); err == nil {
		t.Error("nothing was written")
	}
}
