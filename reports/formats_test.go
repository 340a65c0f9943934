package reports

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "write the golden files")

// results are one of each kind, with something of everything in it.
func results() map[string]Result {
	head := func(command, closing string, v ...Verdict) Head {
		h := Head{SchemaVersion: SchemaVersion, Command: command, Closing: closing,
			Build: Build{Version: "v0", Go: "go1.26", Platform: "linux/amd64"}}
		h.Decide(v...)
		return h
	}
	failure := Failure{
		Invariant: "S2", Sentence: "The sealing version is a linearizable register that only grows.",
		Detail: "node/a1 sealed under v1 after v2 \x1b[31mwas\x1b[0m active", Seed: "18446744073709551615", Scenario: "standard", Run: 3, At: "5.100 s",
		Faults: []string{"crash owner on commit.sent for 2s"}, Actors: []string{"fault"}, Planned: 4,
		Story: []Moment{{"4.000 s", "scheduler", "asks for a rotation", ""}, {"", "…", "(7 left out)", Gap}, {"5.100 s", "S2", "node/a1 sealed under v1 after v2 was active, " + strings.Repeat("and so on ", 12), Ending}, {"", "missing", "no DRAINING was recorded", Missing}},
		Repro: "pawl-repros/S2-no-drain-1.repro", Command: "pawl replay pawl-repros/S2-no-drain-1.repro",
	}
	second := failure
	second.Run, second.Scenario, second.Command = 9, "owner-dies-twice", "pawl replay pawl-repros/S2-no-drain-2.repro"
	other := failure
	other.Invariant, other.Sentence, other.Detail = "S5", "What was sealed opens.", "node/a2 does not know v1"
	other.Story = append(failure.Story[:2:2], Moment{"15.101 s", "worker/1", "records version 1 RETIRING", ""}, Moment{"16.400 s", "S5", other.Detail, Ending})
	same := other
	same.Invariant, same.Story = "S3", append(failure.Story[:2:2], Moment{"5.100 s", "S3", same.Detail, Ending})
	apart := failure
	apart.Key = "refunds"
	apart.Invariant, apart.Seed, apart.Run, apart.Command = "S13", "7", 11, ""
	apart.Faults, apart.Actors = []string{"abort at 5s", "crash owner on commit.sent for 2s"}, []string{"operator", "fault"}
	scenario, runs := "owner-dies-twice", 12
	planted := []Planted{
		{"no-drain", 3, []string{"S2"}, false, 3, true, false, []string{"S2", "S5"}, &scenario, nil},
		{"check-then-act-admission", 1, []string{"S1"}, true, 12, true, false, []string{"S1"}, nil, &runs},
		{"silent-halt", 7, []string{"L4"}, true, 1200, false, false, []string{}, nil, nil},
		{"late", 7, []string{"L4"}, false, 0, false, true, []string{}, nil, nil},
	}
	return map[string]Result{
		"check": &Check{Head: head("check", "Do not roll this engine out.", Violation), Engine: "no-drain", Contract: "strict", Seed: "1",
			Runs: 13, RunsMeant: 1300, Interrupted: true, RandomRuns: 10, Events: 1234567, WallSeconds: 1.25, TraceHash: Digest(make([]byte, 13*HashBytes)), RunHashes: base64.StdEncoding.EncodeToString(make([]byte, 13*HashBytes)), Outcomes: Outcomes{Passed: 9, Violated: 2, Unjudged: 1, Missed: 1}, RandomOutcomes: Outcomes{Passed: 8, Violated: 1, Unjudged: 1},
			LeftOut: []string{"about-a-record"},
			Scenarios: []ScenarioRuns{{"fine", 1, Pass, nil, 0, nil}, {"starved", 0, NothingRan, nil, 0, nil},
				{scenario, 2, CriterionMissed, []string{"window w1: aborted, want committed", "the goal \"halt\" was not reached"}, 1,
					&MissedRun{4, "77", []Moment{{"1.000 s", "scheduler", "asks for a rotation", ""}, {"60.000 s", "then", "window w1: aborted, want committed", Ending}}}}},
			Invariants: []Judged{{"S1", "one", 13, 0, "", 2, "", nil, nil}, {"S2", "two", 13, 12, "", 0, "", []JudgedClause{{"back", "No seal goes back.", 1300, 1_200, 3}, {"grows", "It never goes down.", 0, 0, 0}}, &SourceLine{"checker/s2.go", 30}}, {"S3", "three", 13, 0, "", 0, "relying parties: none is simulated yet", nil, nil}, {"S4", "four", 2, 2, "", 0, "", nil, nil}, {"S8", "eight", 0, 0, "not built yet", 0, "", nil, nil}, {"S9", "nine", 0, 0, "the engine is not described", 0, "", nil, nil}, {"L5", "five", 0, 0, "not built yet", 0, "", nil, nil}},
			Faults:     []FaultRuns{{"process", "crash", 5, 4}, {"process", "pause", 0, 0}, {"network", "partition-one-way", 12345, 3}}, Asked: []AskedRuns{{"triggers", "trigger", 26, 13}, {"operators", "abort", 1, 1}, {"operators", "halt", 0, 0}}, Late: LateRuns{1234, 56}, Beyond: []BeyondRuns{{"rewound-in-silence", "the store says when it was rewound", 3, []string{"S8", "S16"}}, {"keys-forget", "tombstones are kept", 1, []string{}}}, Sometimes: []Goal{{"commit", 13, true}, {"takeover", 0, true}, {"busy", 1, false}},
			Determinism:  Determinism{2, []string{"run 1, standard, seed 2: trace hash aa, then bb"}},
			Fingerprints: Fingerprints{Runs: 10, Distinct: 7, Once: 5}, Timeline: timeline(),
			Policy:     []PolicyLine{{"seal-lease", "How long a node may seal without renewing, in whole seconds.", "10s"}, {"canary", "Whether pools are let in one after another.", "no"}},
			KeptOfEach: 3, Exhaust: exhausted(), Matrix: &Matrix{Phases: []string{"IDLE", "INTENT"}, Rows: []MatrixRow{{"crash", "owner", []int{3, 0}, []int{2, 0}, []bool{true, true}}}, Reached: 1, Filled: 12,
				Empty: []string{"crash, felt by the owner in INTENT", "2", "3", "4", "5", "6"}, Unreachable: []Unreachable{{20, "only nodes have disks"}, {1, "nobody is there"}}},
			Violations: []Failure{failure, second, other, same, apart}, Planted: planted, PortBugs: []PortBug{
				{"mints-twice", "Each mint is asked for a second time.", "mine+mints-twice", 3, 1, true, false, []string{"S7", "S9"}},
				{"hides-its-fence", "The key service is told the same fence by every owner.", "mine+hides-its-fence", 200, 180, false, false, []string{}},
				{"never-syncs", "What is written to disk is not made durable.", "mine+never-syncs", 200, 0, false, false, []string{}},
				{"pages-nobody", "Nobody is paged.", "mine+pages-nobody", 0, 0, false, true, []string{}}}, Unjudged: []string{"seal #1 twice"}, Assumptions: []string{"a linearizable store", "no party that lies"}},
		"exhaust": &Exhaust{Head: head("exhaust", "Do not roll this engine out.", Violation), Engine: "no-drain", Seed: "1", Again: "pawl exhaust --seed 1",
			Exhausted: *exhausted(), Plan: "ab", Resumed: 200, Interrupted: true, State: "pawl-repros/exhaust-small-no-drain-ab.state", WallSeconds: 2.5, Lengths: []string{"3s", "4s"}, Lag: "1.5s",
			Reached: []ReachedMoment{{"commit.due", 2}, {"stamp.due", 1234}}, Kinds: []ExhaustedKind{{"crash", 1000, 400, 390, 388, 2}, {"join", 534, 0, 0, 0, 0}, {"drift", 0, 0, 0, 0, 0}},
			LeftOut:     []LeftOut{{"drift", 1236, "there is nothing in this setup that it could happen to"}, {"drop", 1234, "the step is repeated all the time"}, {"delay", 1234, "the step is repeated all the time"}},
			Listed:      []ListedCell{{17, "crash actor on commit.due for 3s", "violated", []string{"S2"}, "pawl exhaust small --seed 1 --only 'crash actor on commit.due for 3s'"}, {18, "crash store on commit.due for 3s", "inconclusive", []string{"L1: too short"}, ""}},
			Determinism: Determinism{4, []string{}}, KeptOfEach: 3, Violations: []Failure{failure}},
		"mutants": &Mutants{Head: head("mutants", "Not caught: silent-halt.", CriterionMissed), Seed: "1", MaxRuns: 100, Runs: 112, WallSeconds: 3, Mutants: planted},
		"replay": &Replay{Head: head("replay", "Reproduced.", Violation), File: "a.repro", Engine: "no-drain", Scenario: "standard", Seed: "1",
			Reproduced: true, TraceHash: "ab", ExpectedTraceHash: "ab", Expected: []string{"S2"}, Fired: []string{"S2"}, Violations: []Failure{failure}, History: "run.json", Written: []WrittenFile{{"film", "film\x1b.json"}, {"chrome", "trace.json"}}, Page: &ReplayPage{"run.html", 4500000, false, "there is no go in PATH"}},
		"judge": &Judge{Head: head("judge", "In this history was violated: S2, S5.", Violation), File: "run.json", Engine: "theirs", Keys: []string{"payments", "refunds"}, Facts: 1234, Until: "40.000 s",
			Undecided: []string{"admission of refunds: the search for an order was given up"},
			Invariants: []Judged{{"S1", "one", 0, 0, "the engine does not describe what it stores", 0, "", nil, nil}, {"S2", "two", 1, 1, "", 0, "", []JudgedClause{{"back", "No seal goes back.", 1300, 5, 3}, {"grows", "It never goes down.", 0, 0, 0}, {"active", "It is the active one.", 0, 0, 0}}, nil},
				{"S3", "three", 1, 0, "", 0, "relying parties: none is simulated yet", nil, nil}, {"S5", "five", 1, 1, "", 0, "", []JudgedClause{{"opens", "It opens.", 1, 1, 0}}, nil}},
			Violations: []JudgedViolation{{"S2", "back", failure.Sentence, failure.Detail, "payments", "5.100 s"}, {"S5", "opens", "What was sealed opens.", "node/a2 does not know v1", "ref\x1b[1munds", "6.000 s"}, {"S2", "", failure.Sentence, "another", "refunds", "15.200 s"}},
			Linear:     []JudgedObject{{"seal register", "S2", "payments", 1300, "illegal", "another"}, {"admission", "S1", "refunds", 12, "undecided", "the search for an order was given up"}}},
		"missed": &Judge{Head: head("judge", "The observer did not see everything.", Inconclusive), File: "-", Engine: "theirs", Keys: []string{"payments"}, Facts: 1, Until: "40.000 s", Missed: []string{"the watch was broken for 2s"},
			Invariants: []Judged{{"S2", "two", 1, 0, "", 0, "", nil, nil}}, Violations: []JudgedViolation{{"S2", "back", failure.Sentence, failure.Detail, "payments", "5.100 s"}}},
		"invalid": &Judge{Head: head("judge", "The history is invalid, and was not judged.", UsageError), File: "run.json", Keys: []string{}, Invalid: []string{"Keys is empty", "fact 4: ID is 9; want 4"}},
		"diverged": &Replay{Head: head("replay", "Not reproduced.", Nondeterministic), File: "a.repro", Engine: "no-drain", Scenario: scenario, Seed: "1",
			DivergedAt: &Divergence{7, "net/a>b", "a choice among 2", "the end of the run"}},
		"mutation": mutation(head("mutate", "2 mutants survived.", CriterionMissed)),
		"list":     &Scenarios{Head: head("scenario list", ""), Scenarios: []Scenario{{Name: scenario, Lesson: 6, Incident: "artifact-keeper/artifact-keeper#2534", Engine: "audit-after-the-fact", Invariant: "S13", Valid: true}}},
		"validate": &Scenarios{Head: head("scenario validate", "1 of 2 files are valid.", UsageError), Scenarios: []Scenario{{Path: "a.yaml", Valid: true, Warnings: []string{"breaks: no-drain is known by S2"}}, {Path: "b.yaml", Problems: []string{"b.yaml:1:1: no name", "b.yaml:2:1: no story"}}}},
		"help":     &Help{Head: head("help", ""), Of: "pawl", Verbs: []string{"check"}, Text: "Pawl tests, by simulation that is\ndeterministic, engines that rotate keys for you.\n\nUsage:\n  pawl check --with --many --flags\n\nFlags:\n      --json       write the result as JSON\n"},
		"doctor": &Doctor{Head: head("doctor", "For check, mutate this machine is not fit: memory. See above for what is wanted.", CriterionMissed), For: []string{"check", "mutate"}, Machine: []Fitness{
			{"cores", "fit", "2 cores", "2 or more", []string{}, false, ""}, {"memory", "unfit", "100 MiB free", "1 GiB that is free", []string{"check", "mutate"}, true, "A campaign is ended half way."},
			{"docker", "missing", "nobody answers at /var/run/\x1bdocker.sock", "a daemon", []string{}, false, "Nothing of this build."}}},
		"version": &Version{Head: head("version", ""), Module: "mine", Pawl: "v0"},
		"words": &Words{Head: head("scenario words", ""), Sections: []WordSection{{"faults", "Faults: process", "In the forms below.", []Definition{{"crash <target> <when>", "It ends."}}},
			{"faults", "Faults: network", "", []Definition{{"drop <target>", "It is lost."}}}}},
		"failed": &Failed{Head{SchemaVersion: SchemaVersion, Command: "check", Verdict: UsageError, ExitCode: 64, Closing: "See pawl check --help.", Error: &Error{"no engine is called x;\nwant one of y"}}},
	}
}

func timeline() *Timeline {
	return &Timeline{Seed: "7", Verdict: "passed", Key: "payments", Window: "w1", From: 1, To: 2,
		Phases:   []PhaseSpan{{"INTENT", "", 4.001, 4.05}, {"PUBLISHED", "worker/1", 4.05, 8.3}, {"DRAINING", "worker/1", 8.3, 12}, {"COMMITTED", "worker/1", 12, 12.01}},
		Versions: []VersionSpan{{1, "ACTIVE", 4.001, 12}, {1, "DEPRECATED", 12, 22}, {2, "PENDING", 4.001, 12}, {2, "ACTIVE", 12, 60}},
		Marks:    []TimelineMark{{"B1", "every stamp that stands can open the next version", 7.2}, {"B2", "no stamp that stands may seal under the old version", 11.9}, {"commit", "the next version is the active one", 12}}}
}

func exhausted() *Exhausted {
	return &Exhausted{Scenario: "small", FaultFree: "passed", Moments: 1236, Cells: 1534, Run: 400, Bit: 390, Passed: 388, Violated: 1, Inconclusive: 1, NotInjected: 2, DidNotBite: 8}
}

// mutation has a mutant of each upshot.
func mutation(h Head) *Mutation {
	change := func(id, function, how string, ran bool, by ...string) Mutated {
		return Mutated{ID: id, File: "rotate.go", Line: 12, Column: 5, Function: function, Operator: "comparison off by one", Before: "a < b", After: "a <= b",
			Change: "comparison off by one: a < b → a <= b", Ran: ran, Killed: how != "", How: Kill(how), By: append([]string{}, by...), Runs: 40}
	}
	m := &Mutation{Head: h, Package: "mine/engine", Judge: "runs", Main: "mine/cmd", Engine: "mine", Seed: "7", Again: "pawl mutate --seed 7 mine/engine",
		Sites: 2500, Sampled: 7, Broken: 1, MaxRuns: 1000, BuildSeconds: 6, WallSeconds: 60.5}
	m.Mutants = []Mutated{
		change("0123456789", "Stage", "invariant", true, "S2", "S5"), change("1123456789", "Stage", "invariant", true, "S2"),
		change("2123456789", "Stage", "died", true, "panic: index out of range"), change("3123456789", "*Owner.Write", "", true),
		change("4123456789", "", "", true), change("5123456789", "Never", "", false),
	}
	said, wrongly := change("6123456789", "Stage", "", true), change("7123456789", "Stage", "goal", true, "takeover")
	said.Equivalent, wrongly.Equivalent = "both sides are never equal", "nobody would see it"
	m.Mutants = append(m.Mutants, said, wrongly)
	m.Count()
	return m
}

// The score leaves out what never ran and what makes no difference.
func TestScore(t *testing.T) {
	m := mutation(Head{})
	if m.Killed != 4 || m.Survived != 2 || m.NeverRan != 1 || m.Equivalent != 1 || m.Disproved != 1 || m.Score != 66.6 || m.ByInvariant != 33.3 {
		t.Errorf("%+v", m)
	}
}

// To change them on purpose: go test ./reports -update.
func TestGolden(t *testing.T) {
	for name, r := range results() {
		for _, f := range Formats {
			t.Run(name+"/"+f.Name, func(t *testing.T) {
				var b bytes.Buffer
				if err := f.Write(&b, r, Style{}); err != nil {
					t.Fatal(err)
				}
				path := filepath.Join("testdata", name+"."+f.Name)
				if *update {
					if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil || !bytes.Equal(want, b.Bytes()) {
					t.Errorf("error %v; got\n%s\nwant\n%s", err, b.Bytes(), want)
				}
			})
		}
	}
}

func TestTextFitsTheTerminal(t *testing.T) {
	for name, r := range results() {
		for _, width := range []int{0, 20, 40, 50, 72, 80, 100, 120, 300} {
			var b strings.Builder
			_ = Text(&b, r, Style{Width: width})
			widest := (&page{style: Style{Width: width}}).width()
			for line := range strings.Lines(b.String()) {
				if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > widest && !strings.Contains(line, "pawl replay") && !strings.HasPrefix(line, "    pawl exhaust") && !strings.HasPrefix(line, "  pawl check") && len(strings.Fields(strings.Replace(line, ofFamily, "", 1))) > 1 {
					t.Errorf("%s at %d columns: %d in %q", name, width, n, line)
				}
			}
		}
	}
}

// A command that is broken over lines cannot be pasted.
func TestCommandsAreNeverBroken(t *testing.T) {
	f := &Failed{Head{Verdict: Violation, Error: &Error{}}}
	for _, command := range []string{"pawl check", "pawl replay a/long/way/down/to/S2-no-drain-0123456789ab.repro --no-color --json"} {
		f.Next = command
		f.Closing = "Do not roll this engine out; start with: " + command
		for _, width := range []int{0, 20, 40, 50, 80, 110} {
			var b strings.Builder
			_ = Text(&b, f, Style{Width: width})
			if !strings.Contains(b.String(), command+"\n") || strings.Count(b.String(), command) != 1 {
				t.Errorf("%d columns:\n%s", width, b.String())
			}
		}
	}
}

func TestColorChangesNothingElse(t *testing.T) {
	for name, r := range results() {
		var plain, colored strings.Builder
		_ = Text(&plain, r, Style{})
		_ = Text(&colored, r, Style{Color: true})
		s := colored.String()
		for _, code := range []string{"0", "1", "2", "31", "32"} {
			s = strings.ReplaceAll(s, "\x1b["+code+"m", "")
		}
		if s != plain.String() {
			t.Errorf("%s:\n%s\nwithout colour:\n%s", name, s, plain.String())
		}
		if strings.Contains(plain.String(), "\x1b") {
			t.Errorf("%s: an escape got through", name)
		}
	}
}

func TestEveryResultHasTheHeadInJSON(t *testing.T) {
	for name, r := range results() {
		var b bytes.Buffer
		_ = JSON(&b, r, Style{})
		var m map[string]any
		if err := json.Unmarshal(b.Bytes(), &m); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"schema_version", "command", "verdict", "exit_code", "error", "build"} {
			if _, ok := m[key]; !ok {
				t.Errorf("%s lacks %s", name, key)
			}
		}
		if fmt.Sprint(m["exit_code"]) != fmt.Sprint(r.Exit()) {
			t.Errorf("%s: exit code %v, and %d", name, m["exit_code"], r.Exit())
		}
	}
}

func TestAnnotationsAreFew(t *testing.T) {
	c := &Check{}
	c.Decide(Violation)
	for i := range 30 {
		c.Violations = append(c.Violations, Failure{Invariant: fmt.Sprintf("S%d", i%15), Sentence: "50% of a,b:c"})
	}
	var b strings.Builder
	_ = Annotations(&b, c, Style{})
	if n := strings.Count(b.String(), "::error "); n != mostAnnotations {
		t.Errorf("%d annotations, want %d:\n%s", n, mostAnnotations, b.String())
	}
	if !strings.Contains(b.String(), "and 6 invariants more") || !strings.Contains(b.String(), "50%25 of a,b:c") {
		t.Errorf("got\n%s", b.String())
	}
}

// A run that broke several invariants is told once; what led to the others is told
// from there. One about another key has a story of its own.
func TestARunIsToldOnce(t *testing.T) {
	told := Failure{Invariant: "S2", Seed: "1", Story: []Moment{{"1.000 s", "scheduler", "asks, twice", ""}, {"2.000 s", "S2", "it", Ending}}}
	later := Failure{Invariant: "S3", Seed: "1", Story: []Moment{{"1.000 s", "scheduler", "asks", ""}, {"3.000 s", "worker/1", "goes on", ""}, {"4.000 s", "S3", "it", Ending}}}
	other := later
	other.Invariant, other.Key = "S5", "refunds"
	text := func(f Failure) string {
		p := &page{}
		f.tell(p, []*Failure{&told})
		return p.b.String()
	}
	if s := text(later); !strings.Contains(s, "told under S2") || strings.Contains(s, "asks") || !strings.Contains(s, "goes on") || !strings.Contains(s, "4.000 s  S3") {
		t.Errorf("later in the same run:\n%s", s)
	}
	if s := text(other); strings.Contains(s, "told under") || !strings.Contains(s, "key refunds") || !strings.Contains(s, "asks") {
		t.Errorf("another key:\n%s", s)
	}
}

// A replay does not say how to replay.
func TestReplayIsNotAdvisedInAReplay(t *testing.T) {
	var b strings.Builder
	_ = Text(&b, results()["replay"], Style{})
	if s := b.String(); strings.Contains(s, "Replay it") || strings.Contains(s, "pawl replay") {
		t.Errorf("advice:\n%s", s)
	}
}
