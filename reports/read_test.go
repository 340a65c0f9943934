package reports

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"pawl/cmd/house/lengthy"
)

// golden is a result as JSON.
func golden(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// What is written can be read, and written again comes to the same bytes.
func TestReadReadsWhatWasWritten(t *testing.T) {
	for name, want := range results() {
		got, err := Read(bytes.NewReader(golden(t, name)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if reflect.TypeOf(got) != reflect.TypeOf(want) {
			t.Errorf("%s is read as %T, want %T", name, got, want)
		}
		var b bytes.Buffer
		if err := JSON(&b, got, Style{}); err != nil || !bytes.Equal(b.Bytes(), golden(t, name)) {
			t.Errorf("%s: error %v; written again it is\n%s", name, err, b.Bytes())
		}
	}
}

// Each of these could be taken for a result that says more, or something else.
func TestReadRefuses(t *testing.T) {
	for name, x := range map[string]struct{ file, old, new, want string }{
		"another version":     {"check", `"schema_version": 2`, `"schema_version": 1`, "schema_version is 1: this build reads version 2; read it with the build that wrote it, which is pawl v0"},
		"no version":          {"check", `"schema_version": 2,`, ``, `lacks the member "schema_version"`},
		"an unknown command":  {"check", `"command": "check"`, `"command": "chek"`, `command is "chek"`},
		"another command":     {"check", `"command": "check"`, `"command": "mutants"`, `has the member "engine", which is not known`},
		"an unknown verdict":  {"version", `"verdict": "pass"`, `"verdict": "fine"`, `verdict is "fine", which is none`},
		"another exit code":   {"check", `"exit_code": 1`, `"exit_code": 0`, "exit_code is 0, and that of the verdict violation is 1"},
		"twice":               {"check", `"runs": 13,`, `"runs": 13, "runs": 14,`, `line 22, column 15: has the member "runs" twice`},
		"other letters":       {"check", `"runs": 13,`, `"Runs": 13,`, `want runs`},
		"no hash":             {"check", `"run_hashes": "AAAA`, `"run_hashes": "AA`, "run_hashes: want 16 bytes for each of 13 runs"},
		"another hash":        {"check", `"run_hashes": "AAAA`, `"run_hashes": "BAAA`, "trace_hash is not the hash over run_hashes"},
		"a fixed repro":       {"check", `"fixed": 1,`, `"fixed": 2,`, "the counts of corpus are not those of its repros"},
		"a repro that passes": {"check", `"outcome": "still failing"`, `"outcome": "fixed"`, "corpus.repros[1] is fixed, and violations does not tell the same"},
		"an unknown outcome":  {"check", `"outcome": "stale"`, `"outcome": "rotten"`, `corpus.repros[2].outcome is "rotten", which is none`},
		"a better margin":     {"envelope", `"margin": "×1.5"`, `"margin": "×15"`, `margin is "×15", and that between these values is "×1.5"`},
		"a boundary moved": {"envelope", `"breaks": {
        "value": 4000000,
        "said": "4ms"`, `"breaks": {
        "value": 5000000,
        "said": "5ms"`, "pushed[0]: breaks is not the smallest value at which something went wrong"},
		"harm kept back": {"envelope", `"harm": [
        "S4"
      ],
      "margin"`, `"harm": [],
      "margin"`, "pushed[1]: harm is not that of the smallest value that breaks"},
		"an envelope passes": {"envelope", `"verdict": "violation",
  "exit_code": 1`, `"verdict": "pass",
  "exit_code": 0`, "verdict is pass, and something breaks within what policy says"},
		"no seed":             {"check", `"seed": "1"`, `"seed": "-1"`, `seed is "-1"; want a number`},
		"a run too many":      {"check", `"passed": 9,`, `"passed": 9000,`, "outcomes add up to 9004, and runs is 13"},
		"a run too few":       {"check", `"passed": 9,`, `"passed": 8,`, "outcomes add up to 12, and runs is 13"},
		"more violated":       {"check", `"violated_runs": 12`, `"violated_runs": 14`, "invariants #2 (S2): violated_runs is 14, and judged_runs only 13"},
		"more judged":         {"check", `"judged_runs": 2,`, `"judged_runs": 14,`, "judged_runs is 14, and runs only 13"},
		"a silent gap":        {"check", `"why_not": "not built yet"`, `"why_not": ""`, "it was not judged, and why_not is empty"},
		"more than was meant": {"check", `"runs_meant": 1300`, `"runs_meant": 12`, "runs is 13, and runs_meant only 12"},
		"negative":            {"check", `"runs_meant": 1300`, `"runs_meant": -1`, "runs_meant is -1; want a whole number from 0 on"},
		"caught by nothing":   {"mutants", "\"S2\",\n        \"S5\"", "", "it is caught, and caught_by is empty"},
		"a violation of none": {"judge", `"violated_runs": 1,`, `"violated_runs": 2,`, "violated_runs is 2, and judged_runs only 1"},
		"cells that vanish":   {"exhaust", `"did_not_bite": 8`, `"did_not_bite": 7`, "what became of the cells adds up to 399"},
		"pairs that vanish":   {"pairs", `"passed": 380`, `"passed": 379`, "what became of the pairs adds up to 399"},
		"pairs of no part":    {"pairs", `"meant": 500`, `"meant": 501`, "pairs.meant is 501, and the part has 500"},
		"another sample":      {"pairs", `"sample": 1000`, `"sample": 1001`, "pairs.chosen is 1000, of 332256 and a sample of 1001"},
		"more before":         {"pairs", `"resumed": 64`, `"resumed": 401`, "pairs.resumed is 401"},
		"a proof of more":     {"pairs", `"same": 298`, `"same": 299`, "pairs.audit.drawn is 300, and 299 were the same and 1 different"},
		"bites that vanish":   {"pairs", `"both": 167`, `"both": 166`, "what bit does not add up"},
		"another sum":         {"mutation", `"survived": 2`, `"survived": 0`, "the sums are not those of the mutants"},
		"both":                {"diverged", `"reproduced": false`, `"reproduced": true`, "it is reproduced, and diverged_at is not null"},
		"alive and why not":   {"replay", `"alive": false`, `"alive": true`, "page.why_static says why a page has no engine"},
		"dead without a word": {"replay", `"why_static": "there is no go in PATH"`, `"why_static": ""`, "page.why_static says why a page has no engine"},
		"a page of nothing":   {"diverged", `"page": null`, `"page": {"file": "a", "bytes": 1, "alive": true, "why_static": ""}`, "there is a page of a run that diverged"},
		"nothing wrong":       {"failed", "\"error\": {\n    \"message\": \"no engine is called x;\\nwant one of y\"\n  }", `"error": null`, "error is null, and there is nothing else"},
		"a ragged matrix":     {"check", "\"IDLE\",\n", "", "has cells for 2 phases, and there are 1"},
	} {
		text := strings.Replace(string(golden(t, x.file)), x.old, x.new, 1)
		if text == string(golden(t, x.file)) {
			t.Errorf("%s: nothing was changed", name)
			continue
		}
		if _, err := Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: error %v, want %s", name, err, x.want)
		}
	}
}

// A pass is not taken from who does not say what a pass says.
func TestReadRefusesAPassThatIsNone(t *testing.T) {
	sound := func() *Check {
		c := &Check{Runs: 2, RunsMeant: 2, Outcomes: Outcomes{Passed: 2}, Seed: "1"}
		c.RunHashes, c.TraceHash = base64.StdEncoding.EncodeToString(make([]byte, 2*HashBytes)), Digest(make([]byte, 2*HashBytes))
		c.SchemaVersion, c.Command = SchemaVersion, "check"
		c.Decide(Pass)
		return c
	}
	read := func(c *Check) error {
		var b bytes.Buffer
		_ = JSON(&b, c, Style{})
		_, err := Read(&b)
		return err
	}
	if err := read(sound()); err != nil {
		t.Fatal(err)
	}
	for want, spoil := range map[string]func(c *Check){
		"no run was made":                  func(c *Check) { c.Runs, c.Outcomes.Passed = 0, 0 },
		"it was interrupted":               func(c *Check) { c.Interrupted = true },
		"something was violated":           func(c *Check) { c.Outcomes = Outcomes{Passed: 1, Violated: 1} },
		"not every run was judged":         func(c *Check) { c.Outcomes = Outcomes{Passed: 1, Unjudged: 1} },
		"a run was not the same":           func(c *Check) { c.Determinism.Different = []string{"run 1"} },
		"not every single fault passed":    func(c *Check) { c.Exhaust = exhausted() },
		"not every planted bug was caught": func(c *Check) { c.Planted = []Planted{{Engine: "late"}} },
		"error is not null":                func(c *Check) { c.Error = &Error{"disk full"} },
	} {
		c := sound()
		spoil(c)
		if err := read(c); err == nil || !strings.Contains(err.Error(), "verdict is pass, and "+want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// Every verb can be read under each of its names, and the schema takes it.
func TestEveryVerbIsRead(t *testing.T) {
	s := compiled(t)
	for _, v := range verbs {
		for _, command := range append(v.commands, "anything")[:max(len(v.commands), 1)] {
			r := v.result()
			h := r.head()
			h.SchemaVersion, h.Command = SchemaVersion, command
			h.Decide(InternalError)
			if c, is := r.(*Check); is {
				c.Seed, c.TraceHash = "1", Digest(nil)
			}
			if v.commands == nil {
				h.Error = &Error{"the disk is full"}
			}
			var b bytes.Buffer
			if err := JSON(&b, r, Style{}); err != nil {
				t.Fatal(err)
			}
			x, err := jsonschema.UnmarshalJSON(bytes.NewReader(b.Bytes()))
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Validate(x); err != nil {
				t.Errorf("%s: %v", command, err)
			}
			if got, err := Read(&b); err != nil || reflect.TypeOf(got) != reflect.TypeOf(r) {
				t.Errorf("%s is read as %T, want %T; error %v", command, got, r, err)
			}
		}
	}
}

func TestReadIsBounded(t *testing.T) {
	long := bytes.NewReader(append(golden(t, "version"), bytes.Repeat([]byte{' '}, MostBytes)...))
	if _, err := Read(long); err == nil || !strings.Contains(err.Error(), "longer than 67108864 bytes") {
		t.Errorf("error %v", err)
	}
}

// Whatever is read is a result: it has a verdict of its own exit code, and what is written of
// it is read again as the same.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"failed", "version", "diverged", "missed"} {
		f.Add(golden(f, name))
	}
	f.Add([]byte(`{"schema_version": 2, "Schema_version": 1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := JSON(&b, r, Style{}); err != nil {
			t.Fatal(err)
		}
		again, err := Read(&b)
		if err != nil || !reflect.DeepEqual(again, r) || r.Exit() != r.head().Verdict.Exit() {
			t.Fatalf("error %v; read\n%+v\nthen\n%+v", err, r, again)
		}
	})
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource("result.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("result.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The schema takes every result, and none of which a member was taken away, added, or changed
// to another type; wherever it stands. Of all these changes one in six is tried, and each with
// PAWL_LONG=1.
func TestSchema(t *testing.T) {
	s := compiled(t)
	each := 6
	if lengthy.Wanted() {
		each = 1
	}
	for name := range results() {
		tree := func() any {
			x, err := jsonschema.UnmarshalJSON(bytes.NewReader(golden(t, name)))
			if err != nil {
				t.Fatal(err)
			}
			return x
		}
		if err := s.Validate(tree()); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if name == "mutation" || name == "exhaust" || testing.Short() {
			continue // they have nothing that the others have not
		}
		n, undone := 0, 0
		x := tree()
		spoil(x, name, func(way, how string) {
			if n++; n%each == 0 && s.Validate(x) == nil {
				undone++
				t.Errorf("%s %s: it is still taken", way, how)
			}
		})
		if n < 20 {
			t.Errorf("%s: only %d changes were tried", name, n)
		}
		if err := s.Validate(x); err != nil {
			t.Errorf("%s was not put back: %v", name, err)
		}
	}
}

// mayBeLeftOut are the members that are there only if they say something.
var mayBeLeftOut = map[string]bool{"kind": true, "key": true, "path": true, "beyond": true, "problems": true, "warnings": true}

// spoil changes one thing after another, calls seen each time, and puts it back.
func spoil(x any, way string, seen func(way, how string)) {
	switch x := x.(type) {
	case map[string]any:
		x["surplus"] = 1
		seen(way, "with a member more")
		delete(x, "surplus")
		for _, name := range slices.Sorted(maps.Keys(x)) {
			value := x[name]
			if !mayBeLeftOut[name] || strings.Contains(way, "faults") || strings.Contains(way, "rows") || strings.Contains(way, "asked") {
				delete(x, name)
				seen(way+"."+name, "left out")
			}
			x[name] = map[string]any{"of": "another type"}
			seen(way+"."+name, "of another type")
			x[name] = value
			spoil(value, way+"."+name, seen)
		}
	case []any:
		if len(x) == 0 {
			return
		}
		value := x[0]
		x[0] = []any{json.Number("1")}
		seen(way+" #1", "of another type")
		x[0] = value
		for i, value := range x {
			spoil(value, fmt.Sprintf("%s #%d", way, i+1), seen)
		}
	}
}
