package sarif

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"pawl/reports"
)

// english is what all texts are in.
const english = "en-US"

// Write writes results as one log, with a run for each.
func Write(w io.Writer, all ...reports.Result) error {
	log := sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{}}
	for _, r := range all {
		log.Runs = append(log.Runs, runOf(r))
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(log)
}

func runOf(r reports.Result) sarifRun {
	h := reports.HeadOf(r)
	engine, judged := subject(r)
	run := sarifRun{
		Tool:              tool{driver{"Pawl", h.Build.Version, english, []rule{}}},
		AutomationDetails: details{strings.Join([]string{"pawl", h.Command, engine, ""}, "/")},
		Invocations:       []invocation{{ExecutionSuccessful: h.Verdict == reports.Pass || h.Verdict == reports.Violation, ExitCode: h.ExitCode}},
		Results:           []alert{}, ColumnKind: "unicodeCodePoints", Language: english,
	}
	for i := range judged {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, ruleOf(&judged[i]))
	}
	for _, t := range reports.Tests(r) {
		for i := range t.Failures {
			run.add(&t.Failures[i], engine, judged)
		}
		if t.Suite == reports.InvariantsSuite && t.Grade == reports.Broke && !run.has(t.Name) { // none was kept
			run.add(&reports.Failure{Invariant: t.Name}, engine, judged)
		}
		if t.Suite == reports.OverallSuite && t.Grade != reports.Passed {
			run.Invocations[0].ToolExecutionNotifications = []notification{{"error", text{strings.TrimSpace(strings.ReplaceAll(string(h.Verdict), "_", " ") + ": " + t.Text)}}}
		}
	}
	return run
}

// subject is which engine a result is about, and what it says of each invariant.
func subject(r reports.Result) (engine string, judged []reports.Judged) {
	switch r := r.(type) {
	case *reports.Check:
		return r.Engine, r.Invariants
	case *reports.Judge:
		return r.Engine, r.Invariants
	case *reports.Exhaust:
		return r.Engine, nil
	case *reports.Replay:
		return r.Engine, nil
	}
	return "", nil
}

func ruleOf(j *reports.Judged) rule {
	parts := []string{j.Sentence}
	for _, c := range j.Clauses {
		parts = append(parts, c.Name+": "+c.Sentence)
	}
	return newRule(j.ID, j.Sentence, strings.Join(parts, "\n"))
}

func newRule(id, sentence, help string) rule {
	if sentence == "" {
		sentence = id
	}
	return rule{ID: id, ShortDescription: text{sentence}, FullDescription: text{help},
		Help:                 text{help + "\nWhat is shown is a run of a simulation, which its command makes again, bit for bit. The place is the line where the invariant is judged; what has to be mended is the engine."},
		DefaultConfiguration: configuration{"error"}}
}

func (run *sarifRun) has(invariant string) bool {
	return slices.ContainsFunc(run.Results, func(a alert) bool { return a.RuleID == invariant })
}

// add adds the alert of an invariant, unless it is there: the first failure is the clearest.
func (run *sarifRun) add(f *reports.Failure, engine string, judged []reports.Judged) {
	if run.has(f.Invariant) {
		return
	}
	rules := run.Tool.Driver.Rules
	at := slices.IndexFunc(rules, func(r rule) bool { return r.ID == f.Invariant })
	if at < 0 { // what a program must not do, or the result lists no invariants
		at = len(rules)
		run.Tool.Driver.Rules = append(rules, newRule(f.Invariant, f.Sentence, f.Sentence))
	}
	a := alert{RuleID: f.Invariant, RuleIndex: at, Level: "error", Message: text{message(f)},
		PartialFingerprints: fingerprints(engine, f.Invariant)}
	source := f.Source
	if i := slices.IndexFunc(judged, func(j reports.Judged) bool { return j.ID == f.Invariant }); i >= 0 {
		j := &judged[i]
		if source == nil {
			source = j.Source
		}
		if f.Sentence == "" {
			a.Message.Text = j.ID + ": " + j.Sentence
		}
		a.Message.Text += fmt.Sprintf("\nViolated in %s of %s in which it was judged.", reports.Number(j.Violated), reports.Count(j.Runs, "run"))
	}
	if source != nil {
		a.Locations = []location{{physical{artifact{source.File, "%SRCROOT%"}, region{source.Line}}}}
	}
	run.Results = append(run.Results, a)
}

// message says what happened, what it takes, and how to have it again.
func message(f *reports.Failure) string {
	lines := []string{f.Invariant + ": " + f.Sentence, f.Detail}
	if f.Seed != "" {
		lines = append(lines, f.Left())
		for _, x := range f.Takes() {
			lines = append(lines, "  "+x)
		}
	}
	if f.Command != "" {
		lines = append(lines, "Replay it: "+f.Command)
	}
	return strings.Join(slices.DeleteFunc(lines, func(s string) bool { return s == "" }), "\n")
}

// fingerprints tell one alert from another by what it is about: not by a seed, which is
// another each time, nor by a line, which moves. Code scanning goes by the first.
func fingerprints(engine, invariant string) map[string]string {
	sum := sha256.Sum256([]byte("pawl\x00" + engine + "\x00" + invariant))
	id := hex.EncodeToString(sum[:16])
	return map[string]string{"primaryLocationLineHash": id + ":1", "pawlInvariant/v1": id}
}
