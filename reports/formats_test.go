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
	failure.Shrunk = &Shrunk{Invariant: "S2", Clause: "back", Before: RunSize{Events: 12, Drawn: 4, Nodes: 9, Workers: 3, Clients: 6, Keys: 1, Seconds: 60, Places: 184},
		After: RunSize{Events: 3, Drawn: 1, Nodes: 2, Workers: 1, Clients: 2, Keys: 1, Seconds: 7, Places: 2}, Drawing: []string{"client/1", "client/1/pace"}, Runs: 48, Least: true,
		Gone: []string{"without the pool a", "with every place calm but two"}, Needed: []string{"without \"trigger w1 at 4s\": S2 is not violated any more"}}
	second := failure
	second.Shrunk = nil
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
	past := failure
	past.Scenario, past.Run, past.Seed, past.Repro = OfCorpus("pawl-repros/S2-no-drain-0.repro"), 0, "8", "pawl-repros/S2-no-drain-3.repro"
	past.Command = "pawl replay " + past.Repro
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
			LeftOut: []string{"about-a-record"}, Corpus: corpus(past.Repro, past.Command),
			Scenarios: []ScenarioRuns{{"fine", 1, Pass, nil, 0, nil}, {"starved", 0, NothingRan, nil, 0, nil},
				{scenario, 2, CriterionMissed, []string{"window w1: aborted, want committed", "the goal \"halt\" was not reached"}, 1,
					&MissedRun{4, "77", []Moment{{"1.000 s", "scheduler", "asks for a rotation", ""}, {"60.000 s", "then", "window w1: aborted, want committed", Ending}}}}},
			Invariants: []Judged{{"S1", "one", 13, 0, "", 2, "", nil, nil}, {"S2", "two", 13, 12, "", 0, "", []JudgedClause{{"back", "No seal goes back.", 1300, 1_200, 3}, {"grows", "It never goes down.", 0, 0, 0}}, &SourceLine{"checker/s2.go", 30}}, {"S3", "three", 13, 0, "", 0, "relying parties: none is simulated yet", nil, nil}, {"S4", "four", 2, 2, "", 0, "", nil, nil}, {"S8", "eight", 0, 0, "not built yet", 0, "", nil, nil}, {"S9", "nine", 0, 0, "the engine is not described", 0, "", nil, nil}, {"L5", "five", 0, 0, "not built yet", 0, "", nil, nil}},
			Faults:     []FaultRuns{{"process", "crash", 5, 4}, {"process", "pause", 0, 0}, {"network", "partition-one-way", 12345, 3}}, Asked: []AskedRuns{{"triggers", "trigger", 26, 13}, {"operators", "abort", 1, 1}, {"operators", "halt", 0, 0}}, Late: LateRuns{1234, 56}, Beyond: []BeyondRuns{{"rewound-in-silence", "the store says when it was rewound", 3, []string{"S8", "S16"}}, {"keys-forget", "tombstones are kept", 1, []string{}}}, Sometimes: []Goal{{"commit", 13, true}, {"takeover", 0, true}, {"busy", 1, false}},
			Determinism:  Determinism{2, []string{"run 1, standard, seed 2: trace hash aa, then bb"}},
			Protocol:     protocolSample(),
			Fingerprints: Fingerprints{Runs: 10, Distinct: 7, Once: 5}, Timeline: timeline(),
			Policy:     []PolicyLine{{"seal-lease", "How long a node may seal without renewing, in whole seconds.", "10s"}, {"canary", "Whether pools are let in one after another.", "no"}},
			KeptOfEach: 3, Exhaust: exhausted(), Matrix: &Matrix{Phases: []string{"IDLE", "INTENT"}, Rows: []MatrixRow{{"crash", "owner", []int{3, 0}, []int{2, 0}, []bool{true, true}}}, Reached: 1, Filled: 12,
				Empty: []string{"crash, felt by the owner in INTENT", "2", "3", "4", "5", "6"}, Unreachable: []Unreachable{{20, "only nodes have disks"}, {1, "nobody is there"}}},
			Violations: []Failure{failure, second, other, same, apart, past}, Planted: planted, PortBugs: []PortBug{
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
		"envelope": envelope(head("envelope", "Within what policy says, something is violated: owner-pause. Do not roll this engine out; start with: pawl replay a.repro", Violation), failure),
		"mutants":  &Mutants{Head: head("mutants", "Not caught: silent-halt.", CriterionMissed), Seed: "1", MaxRuns: 100, Runs: 112, WallSeconds: 3, Mutants: planted},
		"pairs":    pairs(head("exhaust", "Do not roll this engine out.", Violation), failure),
		"replay": &Replay{Head: head("replay", "Reproduced.", Violation), File: "a.repro", Engine: "no-drain", Scenario: "standard", Seed: "1",
			Reproduced: true, TraceHash: "ab", ExpectedTraceHash: "ab", Expected: []string{"S2"}, Fired: []string{"S2"}, Violations: []Failure{failure}, History: "run.json", Written: []WrittenFile{{"film", "film\x1b.json"}, {"chrome", "trace.json"}}, Page: &ReplayPage{"run.html", 4500000, false, "there is no go in PATH"}},
		"explain": explanation(head("explain", "S2 takes \"crash owner on commit.sent for 2s\".", Explained)),
		"unexplained": &Why{Head: head("explain", "There is nothing to explain. Not reproduced.", Nondeterministic), File: "a.repro", Engine: "no-drain", Scenario: "standard", Seed: "1",
			DivergedAt: &Divergence{7, "net/a>b", "a choice among 2", "the end of the run"}},
		"shrink": &Shrink{Head: head("shrink", "S2 is still violated.", Violation), File: "a.repro", Engine: "no-drain", Scenario: "standard", Seed: "1",
			Reproduced: true, Expected: []string{"S2"}, Fired: []string{"S2"}, Out: "b.repro", Violations: []Failure{failure}},
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

// explanation has something of everything.
func explanation(h Head) *Why {
	return &Why{Head: h, File: "a.repro", Engine: "no-drain", Scenario: "owner-dies-twice", Seed: "7", Violated: []string{"S2", "S9"}, Of: "S2",
		Sentence: "The sealing version is a linearizable register that only grows.", Detail: "node/a1 sealed under v1 after v2 was \x1b[31mactive", At: "5.100 s",
		Decisions: 6037, Runs: 213, MostRuns: 240, Partial: true, LeftOut: []string{"how far \"halt at 3s\" can be moved"}, BySeed: true, FaultFree: Aftermath{"violated", []string{"S9"}},
		Events: []ExplainedEvent{{"crash owner on commit.sent for 2s", true, Needed, Aftermath{"passed", []string{}}}, {"trigger w1 at 4s", false, NotNeeded, Aftermath{"violated", []string{"S2"}}},
			{"halt at 3s", true, NotKnown, Aftermath{"inconclusive", []string{}}}, {"abort at 5s", true, NotAsked, Aftermath{"", []string{}}}},
		Windows: []HarmWindow{{"crash owner on commit.sent for 2s", OfOccurrence, "#1", "#4", "", "", []string{"#1", "#2"}, false, 3}, {"crash owner on commit.sent for 2s", OfLength, "1.5s", "9s", "1.49s", "", []string{}, false, 20},
			{"halt at 3s", OfTime, "3s", "3s", "2.98s", "3.02s", []string{}, false, 12}, {"abort at 5s", OfTime, "0s", "6s", "", "6.01s", []string{}, false, 12}, {"abort at 5s", OfLength, "1ms", "6s", "", "", []string{}, false, 2}, {"halt at 3s", OfLength, "3s", "6s", "2.9s", "", []string{}, true, 2}},
		Curve:    []CurvePoint{{0, "0.000 s", 48, 2, 1, 4.3, 0.5, 14.5}, {3000, "4.000 s", 16, 8, 0, 50, 24.7, 75.3}, {3001, "4.001 s", 48, 48, 0, 100, 92.6, 100}},
		Steepest: &CurveStep{3000, 3001, 50, 100, "net/a>b", []Moment{{"4.000 s", "worker/1", "records VERIFIED (revision 51)", ""}, {"", "…", "(3 more)", Gap}}},
		Settled:  &Settled{3001, "4.001 s", "net/a>b", "the record said VERIFIED, fence 3, active version 1, next version 2, owner worker/1#1", 48, 92.6, []Moment{{"4.000 s", "worker/1", "records VERIFIED (revision 51)", ""}}},
		Nearest:  &NearestRun{"the same events, and other draws", Aftermath{"violated", []string{"S9"}}, 2990, "3.999 s", "net/a>b", InMeaning, Moment{"3.000 s", "worker/1", "records STAGED", ""}, Moment{"4.000 s", "worker/1", "records VERIFIED (revision 51)", ""}, Moment{"", "…", "(nothing more that stories tell)", Gap}},
		Guards: []Guard{{"worker.Rotation[VERIFIED]", "the step of VERIFIED: sealing is taken away first", OfStep, 1, 8, 8, 0, 0, []string{}}, {"worker.env.Store", "the store is asked as it is", OfStep, 1, 8, 7, 1, 2, []string{"S9", "L1"}},
			{"3", "three", OfPort, 1, 1, 0, 0, 0, []string{}}, {"4", "four", OfPort, 1, 1, 0, 0, 0, []string{}}, {"5", "five", OfPort, 1, 1, 0, 0, 0, []string{}}, {"6", "six", OfPort, 1, 1, 0, 0, 0, []string{}}, {"7", "seven", OfPort, 1, 1, 0, 0, 0, []string{}}}}
}

// TestExplanationsThatDisagree: what an explanation says in several ways it says alike.
func TestExplanationsThatDisagree(t *testing.T) {
	for name, spoil := range map[string]func(*Why){
		"no such need":                     func(x *Why) { x.Events[0].Needed = "perhaps" },
		"decisions do not grow":            func(x *Why) { x.Curve[1].Decision = 0 },
		"more failed and undecided":        func(x *Why) { x.Curve[0].Failed = 48 },
		"share is outside its interval":    func(x *Why) { x.Curve[1].Share = 80 },
		"more gone and undecided":          func(x *Why) { x.Guards[0].Undecided = 1 },
		"otherwise is more than gone":      func(x *Why) { x.Guards[2].Otherwise = 1 },
		"partial and left_out":             func(x *Why) { x.LeftOut = []string{} },
		"settled says from where":          func(x *Why) { x.LeftOut = append(x.LeftOut, LeftCurve) },
		"the run diverged":                 func(x *Why) { x.DivergedAt = &Divergence{} },
		"a failure is explained, which is": func(x *Why) { x.Decide(Pass) },
	} {
		h := Head{Command: "explain"}
		h.Decide(Explained)
		x := explanation(h)
		if wrong := disagreement(x); wrong != "" {
			t.Fatal(wrong)
		}
		spoil(x)
		if wrong := disagreement(x); !strings.Contains(wrong, strings.TrimPrefix(name, "no such ")) && !(name == "no such need" && strings.Contains(wrong, "which is none")) {
			t.Errorf("%s: %q", name, wrong)
		}
	}
}

func timeline() *Timeline {
	return &Timeline{Seed: "7", Verdict: "passed", Key: "payments", Window: "w1", From: 1, To: 2,
		Phases:   []PhaseSpan{{"INTENT", "", 4.001, 4.05}, {"PUBLISHED", "worker/1", 4.05, 8.3}, {"DRAINING", "worker/1", 8.3, 12}, {"COMMITTED", "worker/1", 12, 12.01}},
		Versions: []VersionSpan{{1, "ACTIVE", 4.001, 12}, {1, "DEPRECATED", 12, 22}, {2, "PENDING", 4.001, 12}, {2, "ACTIVE", 12, 60}},
		Marks:    []TimelineMark{{"B1", "every stamp that stands can open the next version", 7.2}, {"B2", "no stamp that stands may seal under the old version", 11.9}, {"commit", "the next version is the active one", 12}}}
}

// pairs is a part of a sample, in which something was violated and something was left out
// wrongly.
func pairs(h Head, failure Failure) *Exhaust {
	failure.Scenario, failure.Run = ExhaustingPairs("small"), 1600
	return &Exhaust{Head: h, Engine: "no-drain", Seed: "1", Again: "pawl exhaust --faults 2 --seed 1",
		Exhausted: Exhausted{Scenario: "small", FaultFree: "passed", Moments: 679, Cells: 1024, Run: 1024, Bit: 1020, Passed: 1020, DidNotBite: 4},
		Plan:      "ab", WallSeconds: 12.5, Lengths: []string{"3s", "4s"}, Lag: "1.5s", Reached: []ReachedMoment{{"commit.due", 2}},
		Kinds:   []ExhaustedKind{{"crash", 1000, 1000, 1000, 1000, 0}, {"pause", 24, 24, 20, 20, 0}, {"join", 0, 0, 0, 0, 0}},
		LeftOut: []LeftOut{{"join", 679, "it is not among the kinds that pairs were asked for"}}, Listed: []ListedCell{},
		Pairs: &PairsTried{Kinds: []string{"crash", "pause"}, Product: 523776, Classes: 896, Pairs: 332256, Sample: 1000, Chosen: 1000, Part: 2, Parts: 2, Meant: 500, Run: 400, Resumed: 64, Alike: 9,
			Passed: 380, Violated: 1, Inconclusive: 1, DidNotBite: 18, RunsPerSecond: 250, HoursForAll: 0.37,
			Audit:  PairAudit{Drawn: 300, Runs: 731, LeftOut: 1, Neither: 2, One: 130, Both: 167, Same: 298, Different: []string{"crash actor on commit.due for 3s; halt on commit.sent: the second is none of the 500 of its row"}},
			Listed: []ListedPair{{17, "crash actor on commit.due for 3s", "pause owner on settle.sent for 4s", "violated", []string{"S2"}, "pawl exhaust small --engine no-drain --seed 1 --faults 2 --only 'crash actor on commit.due for 3s'"}, {90, "crash actor on commit.due for 3s", "crash store on settle.sent for 5s", "inconclusive", []string{"L1: too short"}, ""}}},
		Determinism: Determinism{4, []string{}}, KeptOfEach: 3, Violations: []Failure{failure}}
}

func exhausted() *Exhausted {
	return &Exhausted{Scenario: "small", FaultFree: "passed", Moments: 1236, Cells: 1534, Run: 400, Bit: 390, Passed: 388, Violated: 1, Inconclusive: 1, NotInjected: 2, DidNotBite: 8}
}

// corpus has a repro of each upshot.
func corpus(rebased, command string) *FoundBefore {
	c := &FoundBefore{Dir: "pawl-repros", RunsOfEach: 20, Repros: []CorpusRepro{
		{"pawl-repros/S1-no-drain-0.repro", "no-drain", []string{"S1"}, Mended, "", 21, "", ""},
		{"pawl-repros/S2-no-drain-0.repro", "no-drain", []string{"S2", "S5"}, StillFailing, "its own run is another one in this build; the same events violate something in run 2 of those that were looked through", 3, rebased, command},
		{"pawl-repros/S3-no-drain-0.repro", "no-drain", []string{"S3"}, GoneStale, "in none of 20 runs did this change anything any more: crash owner on resume.sent for 2s", 21, "", ""},
		{"pawl-repros/S4-cron-0.repro", "cron", []string{"S4"}, OtherEngines, "it is of the engine cron", 0, "", ""},
		{"pawl-repros/S4-cron-1.repro", "cron", []string{"S4"}, OtherEngines, "it is of the engine cron", 0, "", ""},
		{"pawl-repros/S11-no-drain-0.repro", "no-drain", []string{"S11"}, BeyondPolicy, "what went wrong in it is beyond what policy covers", 0, "", ""},
		{"pawl-repros/S12-no-drain-0.repro", "", []string{}, NotReplayed, "", 0, "", ""},
	}}
	c.Count()
	return c
}

// envelope has an assumption of each upshot.
func envelope(h Head, f Failure) *Envelope {
	h.Next = "pawl replay a.repro"
	ms := func(n int64) Value { return Value{n * 1_000_000, fmt.Sprintf("%dms", n)} }
	count := func(n int64) Value { return Value{n, fmt.Sprint(n)} }
	at := func(v Value) *Value { return &v }
	pushed := func(name, unit string, least, most Value) Pushed {
		return Pushed{Name: name, Text: "How far " + name + " is off.", Unit: unit, Least: least, Most: most, Harm: []string{}, Again: []Value{}, Tried: []TriedValue{}}
	}
	late := pushed("emission", "ns", ms(1), ms(5000))
	late.Assumed, late.Holds, late.Breaks, late.Harm, late.Again = at(ms(2)), at(ms(3)), at(ms(4)), []string{"S2", "V0"}, []Value{ms(5000)}
	late.Tried = []TriedValue{{ms(1), 4, []string{}}, {ms(3), 4, []string{}}, {ms(4), 2, []string{"S2", "V0"}}, {ms(5000), 4, []string{}}}
	late.Runs, late.Struck, late.Repro, late.Command = 14, 14, "b.repro", "pawl replay b.repro"
	paused := pushed("owner-pause", "ns", ms(0), ms(20000))
	paused.Safe, paused.Assumed, paused.Holds, paused.Breaks, paused.Harm = true, at(ms(5000)), at(ms(0)), at(ms(5001)), []string{"S4"}
	paused.Tried = []TriedValue{{ms(0), 4, []string{}}, {ms(5001), 1, []string{"S4"}}}
	paused.Runs, paused.Struck, paused.Repro, paused.Command = 5, 1, "a.repro", "pawl replay a.repro"
	lost := pushed("pool-loss", "nodes", count(0), count(8))
	lost.Safe, lost.Assumed, lost.Breaks, lost.Harm = true, at(count(7)), at(count(0)), []string{Unfinished}
	lost.Tried, lost.Runs, lost.Struck = []TriedValue{{count(0), 1, []string{Unfinished}}}, 1, 1
	free := pushed("lost-replies", "replies", count(0), count(500))
	free.Safe, free.Assumed, free.Holds = true, at(count(4)), at(count(500))
	free.Tried, free.Runs, free.Struck = []TriedValue{{count(500), 4, []string{}}}, 4, 4
	unfelt := pushed("replica-lag", "ns", ms(0), ms(5000))
	unfelt.Safe, unfelt.Holds, unfelt.Tried, unfelt.Runs = true, at(ms(5000)), []TriedValue{{ms(5000), 4, []string{}}}, 4
	cut, foreign := pushed("key-delay", "ns", ms(0), ms(5000)), pushed("wall-skew", "ns", ms(0), ms(5000))
	cut.CutShort, foreign.NotTried = true, "the engine does not tell of a key's record."
	r := &Envelope{Head: h, Engine: "lease-without-fence", Seed: "7", Again: "pawl envelope --seed 7", RunsOfEach: 4, Runs: 28, WallSeconds: 1.5,
		Pushed: []Pushed{late, paused, lost, free, unfelt, cut, foreign}, Different: []string{"emission at 4ms, run 1: trace hash aa, then bb"}, Failures: []Failure{f}}
	for i := range r.Pushed {
		r.Pushed[i].Margin = r.Pushed[i].Reach()
	}
	return r
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
