package campaign

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/engine"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/sim"
	"pawl/sim/deploy"
)

// smallRepro has no more than it needs.
func smallRepro() *Repro {
	f, err := faults.Parse("crash owner on commit.sent for 2s")
	if err != nil {
		panic(err)
	}
	standard := deploy.Standard(engine.Engine{}, 0)
	return &Repro{
		Engine: "no-drain", Seed: 1<<64 - 1, Events: []faults.Event{f}, Setting: &standard.Setting,
		Decisions: []sim.Decision{{Place: "net/a>b", Among: 256, Which: 7}, {Place: "client/1", Among: 2, Which: 1}},
		Hash:      [32]byte{1, 2, 3},
		Violated:  []ReproViolated{{"S2", "The version <only> grows.", "one\nand \"two\" # three"}, {"stall", "", ""}},
	}
}

func TestReproRoundTrip(t *testing.T) {
	r := smallRepro()
	got, err := ParseRepro(r.Bytes())
	if err != nil || !reflect.DeepEqual(got, r) {
		t.Errorf("%+v, want %+v, error %v\n%s", got, r, err, r.Bytes())
	}
	r.Scenario, r.Setting = string(storm(t).Source()), nil
	got, err = ParseRepro(r.Bytes())
	if err != nil || got.Scenario != r.Scenario {
		t.Errorf("scenario %q, want %q, error %v", got.Scenario, r.Scenario, err)
	}
}

// storm is some scenario.
func storm(t *testing.T) *scenarios.Scenario {
	t.Helper()
	s, err := scenarios.Load("../library/trigger-storm.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestReproComment(t *testing.T) {
	comment, _, _ := bytes.Cut(smallRepro().Bytes(), []byte("{"))
	for _, want := range []string{"S2, violated by no-drain. The version <only> grows.", "Event: crash owner on commit.sent for 2s",
		"pawl replay " + smallRepro().Name()} {
		if !bytes.Contains(comment, []byte(want)) {
			t.Errorf("the comment lacks %q:\n%s", want, comment)
		}
	}
}

func TestReproErrorsNameThePlace(t *testing.T) {
	good := string(smallRepro().Bytes())
	for _, c := range []struct{ name, from, to, want string }{
		{"unknown key", `"engine"`, `"engin"`, `line 11, column 2: "engin" is no key`},
		{"key twice", `"engine"`, `"seed": "1", "engine"`, "a second time"},
		{"key in another case", `"engine"`, `"Engine"`, `"Engine" is no key`},
		{"key missing", ` "engine": "no-drain",` + "\n", "", `line 8, column 1: the key "engine" is missing`},
		{"null", `"no-drain"`, "null", "engine is null"},
		{"wrong type", `"no-drain"`, "7", "line 11, column 12: engine holds the wrong kind of value (number); want a text, in quotes"},
		{"inner key", `"detail"`, `"details"`, `"violated[0].details" is no key`},
		{"no list", `"violated": [`, `"violated": {[`, "violated: want a list"},
		{"no objects", `"violated": [`, `"violated": [7, `, "violated: want objects"},
		{"nothing violated", "[\n  {\n   \"invariant\": \"S2\"", "[], \"engine\": [{\"invariant\": \"S2\"", "a second time"},
		{"version", `_version": 9`, `_version": 7`, "schema_version: 7: this build reads versions 8 to 9"},
		{"invariant", `"S2"`, `"S-2"`, `violated[0].invariant: "S-2" is not known; did you mean "S2" or "S12"?`},
		{"seed", "18446744073709551615", "18446744073709551616", "seed: "},
		{"seed not canonical", `"18446744073709551615"`, `"007"`, "seed: "},
		{"hash", "010203", "01020", "trace_hash: "},
		{"hash in capitals", "010203", "0102AA", "trace_hash: "},
		{"fault", "crash owner", "crush owner", `did you mean "crash"`},
		{"decision", `"0: 7"`, `"0: 777"`, "decisions: line 4"},
		{"scenario", `"standard"`, `"name: 3"`, "scenario: "},
		{"no setting", `"setting"`, `"settin"`, `did you mean "setting"?`},
		{"field of a setting", `"Workers"`, `"Wokers"`, `setting: json: unknown field "Wokers"`},
		{"field in another case", `"Workers"`, `"workers"`, "setting: a field is missing, there twice, or not in its place"},
		{"field missing", `"Workers": 3,`, ``, "setting: a field is missing"},
		{"field twice", `"Workers": 3,`, `"Workers": 3, "Workers": 3,`, "there twice"},
		{"no such run", `"Workers": 3,`, `"Workers": 0,`, "setting: workers: 0, want 1 to"},
		{"no such policy", `"DriftPPM": 500`, `"DriftPPM": -1`, "setting: drift bound outside"},
		{"after the end", "\n}\n", "\n}\n{}", "nothing after the object"},
		{"not text", "no-drain", "\xff", "UTF-8"},
		{"empty engine", `"no-drain"`, `""`, "line 10, column 2: engine is empty"},
	} {
		bad := strings.Replace(good, c.from, c.to, strings.Count(good, c.from))
		if c.name == "unknown key" || c.name == "wrong type" {
			bad = strings.Replace(good, "# Event", "# Event\n# and", 1) // the comment counts
			bad = strings.Replace(bad, c.from, c.to, 2)
		}
		_, err := ParseRepro([]byte(bad))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
	for _, cut := range []int{0, 10, len(good) / 2, len(good) - 2} {
		if _, err := ParseRepro([]byte(good[:cut])); err == nil {
			t.Errorf("cut after %d bytes: no error", cut)
		}
	}
}

// TestSettingIsSaidOnce: by the setting, or by a scenario.
func TestSettingIsSaidOnce(t *testing.T) {
	r := smallRepro()
	setting := r.Setting
	r.Setting = nil
	if _, err := ParseRepro(r.Bytes()); err == nil || !strings.Contains(err.Error(), `the key "setting" is missing`) {
		t.Errorf("neither: %v", err)
	}
	r.Setting, r.Scenario = setting, string(storm(t).Source())
	if got, err := ParseRepro(r.Bytes()); err != nil || got.Setting == nil {
		t.Errorf("both: %v", err) // the setting is in place of what the scenario gives
	}
	if _, err := ParseRepro([]byte(strings.Replace(string(r.Bytes()), `_version": 9`, `_version": 8`, 1))); err == nil || !strings.Contains(err.Error(), "a setting beside a scenario") {
		t.Errorf("both, as version 8: %v", err)
	}
}

// TestSettingTravels: a run of a setting of its own comes again from its file alone.
func TestSettingTravels(t *testing.T) {
	c := Campaign{Runner: simulated(), Engine: wrongEngine(t, "no-drain").Engine, Seed: 3, Runs: 200}
	for i := range c.Runs {
		o, err := c.Runner.Run(t.Context(), c.Case(i))
		if err != nil {
			t.Fatal(err)
		}
		if len(o.Setup.Keys) < 2 || len(o.Fired()) == 0 {
			continue
		}
		r, err := ParseRepro(NewRepro(failure(i, o.Fired(), &o)).Bytes())
		if err != nil {
			t.Fatal(err)
		}
		again, err := Replay(t.Context(), simulated(), r, c.Engine)
		if err != nil || !again.Reproduced() || len(again.Outcome.Setup.Keys) != len(o.Setup.Keys) {
			t.Errorf("run %d: %+v, error %v", i, again.Outcome.Diverged, err)
		}
		return
	}
	t.Error("no run of several keys violated anything")
}

// TestRegionsAndTruthTravel: a repro has in which regions pools lie and how wrong clocks are, and
// none is read that no run could be made of.
func TestRegionsAndTruthTravel(t *testing.T) {
	r := smallRepro()
	s := *r.Setting
	s.Regions = []deploy.Region{{Name: "far", Pools: []string{"c", "a"}, Lag: 2 * time.Second}, {Name: "near", Pools: []string{"b"}}}
	s.Truth = deploy.Truth{DriftPPM: 80_000, Beyond: true}
	r.Setting = &s
	again, err := ParseRepro(r.Bytes())
	if err != nil || !reflect.DeepEqual(again.Setting.Regions, s.Regions) || again.Setting.Truth != s.Truth {
		t.Fatalf("%+v, error %v", again, err)
	}
	for _, c := range []struct{ from, to, want string }{
		{`"Lag": 2000000000`, `"Lag": 6000000000`, `setting: the replica of region "far" is behind by 6s`},
		{`"Name": "near"`, `"Nam": "near"`, `unknown field "Nam"`},
		{`"DriftPPM": 80000`, `"DriftPPM": 200001`, "setting: clocks are off by 200001 ppm"},
		{`"Beyond": true`, `"Beyond": false`, "that breaks an assumption"},
	} {
		bad := strings.Replace(string(r.Bytes()), c.from, c.to, 1)
		if _, err := ParseRepro([]byte(bad)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.to, err, c.want)
		}
	}
}

func TestReproIsNeverOverwritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	r := smallRepro()
	save := func() string {
		path, err := r.Save(dir)
		if err != nil {
			t.Fatal(err)
		}
		return path
	}
	first := save()
	if again := save(); again != first || filepath.Base(first) != r.Name() {
		t.Errorf("saved as %s, then as %s", first, again)
	}
	edited := append(r.Bytes(), "\n"...)
	if err := os.WriteFile(first, edited, 0o644); err != nil {
		t.Fatal(err)
	}
	second := save()
	if kept, _ := os.ReadFile(first); second == first || !bytes.Equal(kept, edited) {
		t.Errorf("the edited file %s was lost, or is that of %s", first, second)
	}
	if files, _ := os.ReadDir(dir); len(files) != 2 {
		t.Errorf("left behind: %v", files)
	}
	if _, err := r.Save(first); err == nil {
		t.Error("saved into a file")
	}
}

// caught is a failure to make repros of.
func caught(t testing.TB, name string) Failure {
	w := wrongEngine(t, name)
	k, err := Hunt{Runner: simulated(), Engine: w.Engine, MustFire: w.MustFire, Seed: 1, MaxRuns: 500}.Random(t.Context())
	if err != nil || !k.Caught {
		t.Fatalf("%s: %+v, error %v", name, k, err)
	}
	again := k.Outcome.Case
	again.NoLog = false // a repro is made of it
	o, err := simulated().Run(t.Context(), again)
	if err != nil {
		t.Fatal(err)
	}
	return failure(k.Runs-1, w.MustFire[:1], &o)
}

func TestReplay(t *testing.T) {
	f, err := traced(t.Context(), caught(t, "no-drain"))
	if err != nil || len(f.Outcome.Trace) == 0 {
		t.Fatalf("no trace, error %v", err)
	}
	r, err := ParseRepro(NewRepro(f).Bytes())
	if err != nil {
		t.Fatal(err)
	}
	e := wrongEngine(t, "no-drain").Engine
	again, err := Replay(t.Context(), simulated(), r, e)
	if err != nil || !again.Reproduced() {
		t.Fatalf("%+v, error %v", again.Outcome.Diverged, err)
	}

	r.Decisions = slices.Clone(r.Decisions)
	at := len(r.Decisions) / 2
	r.Decisions[at].Place = "nowhere"
	again, err = Replay(t.Context(), simulated(), r, e)
	if d := again.Outcome.Diverged; err != nil || d == nil || d.Index != at || again.Reproduced() {
		t.Errorf("edited decision %d: diverged at %+v, error %v", at, d, err)
	}
}

// TestFailuresAreToldSmall: by a run from which nothing can go, whose repro replays it, with the
// log in its comment and what it takes in few lines; and whatever was violated is told.
func TestFailuresAreToldSmall(t *testing.T) {
	w := wrongEngine(t, "no-drain")
	c := Campaign{Runner: simulated(), Engine: w.Engine, Seed: 1, Runs: 4}
	f, err := c.Run(t.Context())
	if err != nil || len(f.Failures) == 0 {
		t.Fatalf("%d failures, error %v", len(f.Failures), err)
	}
	teller := Teller{Dir: t.TempDir(), Command: "pawl"}
	all, err := teller.All(t.Context(), f.Failures, unwatched{}.At)
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for _, x := range all {
		told[x.Invariant] = true
		if x.Shrunk == nil || !x.Shrunk.Least || len(x.Faults) > 3 || len(x.Shrunk.Needed) == 0 {
			t.Fatalf("run %d: %+v", x.Run, x.Shrunk)
		}
		if len(x.Faults) < x.Planned && !strings.Contains(x.Left(), "takes only") && !strings.Contains(x.Left(), "no fault at all") {
			t.Errorf("%s", x.Left())
		}
		r, err := LoadRepro(x.Repro)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Replay(t.Context(), simulated(), r, w.Engine)
		if err != nil || !again.Reproduced() || !slices.Contains(again.Outcome.Fired(), x.Invariant) {
			t.Errorf("%s: diverged at %+v, error %v", x.Repro, again.Outcome.Diverged, err)
		}
		if text, _ := os.ReadFile(x.Repro); !bytes.Contains(text, []byte("# Nothing more can go")) && !bytes.Contains(text, []byte("Nothing more can go")) {
			t.Errorf("no log in the comment:\n%.2000s", text)
		}
	}
	for _, x := range f.Failures {
		for _, id := range x.ids() {
			if !told[id] {
				t.Errorf("%s is violated in run %d, and nothing tells of it", id, x.Run+1)
			}
		}
	}
}

// TestOlderReprosAreRead: of the version before there is no drawing and no setting beside a
// scenario, and a file keeps its name.
func TestOlderReprosAreRead(t *testing.T) {
	r := smallRepro()
	now := r.Name()
	old := strings.Replace(string(r.Bytes()), `_version": 9`, `_version": 8`, 1)
	got, err := ParseRepro([]byte(old))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.body(), []byte(old[strings.Index(old, "{"):])) || got.Name() == now {
		t.Error("it is not written as it was read")
	}
	r.Drawing = []string{"a"}
	if _, err := ParseRepro([]byte(strings.Replace(string(r.Bytes()), `_version": 9`, `_version": 8`, 1))); err == nil || !strings.Contains(err.Error(), "version 8 has no such key") {
		t.Errorf("error %v", err)
	}
	for _, drawing := range [][]string{{}, {"a", "b"}} {
		r.Drawing = drawing
		if got, err := ParseRepro(r.Bytes()); err != nil || !reflect.DeepEqual(got, r) {
			t.Errorf("%v came back as %v, error %v", drawing, got, err)
		}
	}
	for _, drawing := range [][]string{{"b", "a"}, {"a", "a"}, {""}, {strings.Repeat("a", longestPlace+1)}} {
		r.Drawing = drawing
		if _, err := ParseRepro(r.Bytes()); err == nil || !strings.Contains(err.Error(), "drawing[") {
			t.Errorf("%.20q: error %v", drawing, err)
		}
	}
}

func FuzzParseRepro(f *testing.F) {
	good := smallRepro().Bytes()
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte("# only a comment"))
	f.Add([]byte("#\n{}"))
	f.Add([]byte(`{"violated": [{"violated": []}, 3]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := ParseRepro(data)
		if err != nil {
			return
		}
		again, err := ParseRepro(r.Bytes())
		if err != nil || !reflect.DeepEqual(r, again) {
			t.Errorf("%+v came back as %+v, error %v", r, again, err)
		}
	})
}
