package house

import (
	"go/ast"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pawl/checker"
	"pawl/engine"
	"pawl/faults"
)

// layout are the words of the reference's store. Whoever else used one would know how
// the engine stores things, and be wrong about every other engine.
var layout = []string{"/record", "/audit", "/stamp", "/window", "/hold", "/refused", "/kept", "stamp/seal", "stamp/open"}

// TestLayoutStaysAtHome looks for layout words outside the engine's own package.
func TestLayoutStaysAtHome(t *testing.T) {
	eachLiteral(t, func(pkg, where, text string) {
		for _, word := range layout {
			if pkg != "engine/reference" && strings.Contains(text, word) {
				t.Errorf("%s: %q knows how the reference stores things; ask its View", where, text)
			}
		}
	})
}

// shared are the nouns that several packages export, with the reason. A noun has one
// meaning: where two packages have the same one, it is the same thing on both sides of
// a wall, or there is no better word for either and nobody takes one for the other.
var shared = map[string]string{
	// The words of key rotation, spelled the same in the contract and in the checker:
	// they cross by conversion.
	"Record":     "of a key, in neutral words; the reference has its own, stored form",
	"Version":    "of a key; the reference has its own, stored form",
	"Stamp":      "of a node; the reference has its own, stored form",
	"TurnedAway": "of a request that was refused",
	"Entry":      "of the audit; the reference has its own, stored form",
	"Kept":       "a text that the store keeps for good",
	"Halt":       "of a rotation", "Phase": "of a rotation; the reference counts its own", "State": "of a version; the reference counts its own",
	"Policy": "of a key", "Deadline": "that may be a cause", "Chain": "of audit entries",
	"Playbook": "what people do about an alert; to the checker, what such an alert has to agree with",
	"Body":     "of audit entries", "Term": "of the policy, that a deadline is the end of",
	"Trigger": "a request to rotate; the checker's is one delivery of it", "Act": "what an operator asks for; the checker's is one delivery of it",
	"Outcome": "how a request was answered; of a run, in scenarios, what came of it",

	// What a run is made of.
	"Step":   "of a rotation: in faults what can be waited for, in the reference what does it",
	"Event":  "in faults what is to happen, in the kernel a line of the trace",
	"Moment": "in a rotation, for faults; in reports a line of a story",
	"Result": "of a run, from a deployment; of a command, in reports",
	"Grant":  "a request for a lease; to the checker, the writing of a stamp",
	"Reply":  "to a request; in a trace, what it tells",

	"Store": "a port; the simulated one", "View": "how an engine tells of itself; to the checker, what the store said of a key at a revision",
	"Change":     "of the store; in the reference, what is said of one transition",
	"Turn":       "of a campaign, for what a run draws; to faults, with what draws it",
	"Deployment": "of runs; to faults, what suffers them",
	"Answer":     "to a request; in the checker, to an open",
	"Page":       "a request to the pager; in the checker, that it came",
	"Format":     "of a result; of a file",
	"Counts":     "of what an engine came to: they cross by conversion",
	"Part":       "of a history, that is cited; in reports, of a check",
	"Line":       "of a ledger; on paper, of a curve",
	"Period":     "of which a ledger speaks; in compliance, as it is printed",
	"Waiver":     "as it is given; in compliance, as it is printed",
	"Backend":    "a store under test, or a key service; to the real one, what keeps its wrapping keys",
	"Service":    "of a client by a node, as it is judged; of keys, by a process",
	"Table":      "of kinds of faults; on paper, of rows",
	"TB":         "what is needed of a test, by whoever helps tests and does not link package testing",
	"Section":    "of a scenario's words; of a document",
	"Shape":      "of a file, strictly; on paper, what is drawn",

	// What is thought of it.
	"Verdict":    "on an invariant, on a run, on a command: each the sum of the one before",
	"Failure":    "a run in which something was violated; in reports its page",
	"Engine":     "to run; in wrong, one that must fail",
	"Scenario":   "an incident; in reports a line about one",
	"Digest":     "a hash: of audit entries, of a run's outcome",
	"Divergence": "of a replay",
	"Goal":       "that must be reached sometimes; in reports how often it was",
	"Role":       "of an engine's process; of whoever has a certificate",
	"Material":   "the secret of a version; in keyring, ready for use",
}

// TestOneNounOneMeaning wants a reason for each type that two packages call the same.
func TestOneNounOneMeaning(t *testing.T) {
	homes := map[string][]string{}
	eachDecl(t, func(pkg string, spec *ast.TypeSpec) {
		if spec.Name.IsExported() && !slices.Contains(homes[spec.Name.Name], pkg) {
			homes[spec.Name.Name] = append(homes[spec.Name.Name], pkg)
		}
	})
	for noun, pkgs := range homes {
		if len(pkgs) > 1 && shared[noun] == "" {
			t.Errorf("%s is a type of %s: give it one home, another name, or its reason in shared", noun, strings.Join(pkgs, " and "))
		}
	}
	for noun := range shared {
		if len(homes[noun]) < 2 {
			t.Errorf("%s has a reason in shared, and %d homes: take it out", noun, len(homes[noun]))
		}
	}
}

// secondHomes are names of steps and of kinds of events that are written out elsewhere
// than in the table, with the reason.
var secondHomes = map[string]string{
	"abort": "an operator's verb, in the contract and in the checker", "halt": "the same", "resume": "the same",
	"destroy": "a kind of effect", "mint": "a kind of effect, and what the key service is asked",
	"acquire": "what a deadline may cause",
	"commit":  "a goal", "drain": "a deadline", "publish": "a deadline",
	"hold": "an operator's verb, in the contract and in the checker", "release": "the same", "revoke": "the same", "rotate": "the same",
	"retire": "a push",
	"stamp":  "what the reference stores, and says of a request", "lease": "a form in scenarios",
	"barrier":   "what the reference says of a request, and a deadline",
	"trigger":   "a form in scenarios, and a request",
	"duplicate": "how a trigger is answered, and a goal",
	"undrain":   "what a deadline may cause",
	"keep":      "what the reference says of a request, and what a client asks for", "rewrap": "what the reference stores, and says of a request; a policy's field",
	"undertake": "what the reference says of a request",
	"destroyed": "a goal", "aborted": "an outcome that a scenario can expect",
	"wall-jump": "the one kind of fault that the checker knows: it is nobody's excuse",
	"verify":    "a verb of the command line",
	"crash":     "an event of a trace", "pause": "an event of a trace",
}

// TestStepsAndKindsAreNamedOnce wants the names of steps and kinds in their table only.
func TestStepsAndKindsAreNamedOnce(t *testing.T) {
	var names []string
	for _, s := range faults.Steps {
		names = append(names, s.Name)
	}
	for _, k := range faults.All {
		names = append(names, k.Name)
	}
	eachLiteral(t, func(pkg, where, text string) {
		if pkg != "faults" && slices.Contains(names, text) && secondHomes[text] == "" {
			t.Errorf("%s: %q is the name of a step or a kind of event: ask faults, or give the reason in secondHomes", where, text)
		}
	})
}

// TestWallsAreSpelledAlike holds the words that cross a wall to be the same on both
// sides: a conversion would carry a wrong one over unseen.
func TestWallsAreSpelledAlike(t *testing.T) {
	for _, pair := range [][2]string{
		{engine.Idle, checker.Idle}, {engine.Intent, checker.Intent}, {engine.Staged, checker.Staged},
		{engine.Published, checker.Published}, {engine.Verified, checker.Verified}, {engine.Draining, checker.Draining},
		{engine.Committed, checker.Committed}, {engine.Aborting, checker.Aborting}, {engine.Aborted, checker.Aborted},
		{engine.Halted, checker.Halted}, {engine.Pending, checker.Pending}, {engine.Active, checker.Active},
		{engine.Deprecated, checker.Deprecated}, {engine.Retiring, checker.Retiring}, {engine.Revoked, checker.Revoked},
		{engine.Destroyed, checker.Destroyed}, {engine.Burnt, checker.Burnt},
		{string(engine.Admitted), string(checker.Admitted)}, {string(engine.Duplicate), string(checker.Duplicate)},
		{string(engine.Refused), string(checker.Refused)}, {string(engine.Unknown), string(checker.Unknown)},
		{engine.WhyBusy, checker.WhyBusy}, {engine.WhyAttempt, checker.WhyAttempt},
		{engine.WhyUnsupported, checker.WhyUnsupported},
		{string(engine.SHA256PrevBody), string(checker.SHA256PrevBody)},
		{string(engine.Install), string(checker.Install)}, {string(engine.Activate), string(checker.Activate)},
		{string(engine.Retire), string(checker.Retire)}, {string(engine.Erase), string(checker.Erase)},
	} {
		if pair[0] != pair[1] {
			t.Errorf("the contract says %q, the checker %q", pair[0], pair[1])
		}
	}
	for _, s := range faults.Steps {
		if k, ok := faults.Lookup(s.Name); !ok || k.Step.Name != s.Name && k.Transition == "" {
			t.Errorf("step %s is not found by its name", s.Name)
		}
	}
}

// eachLiteral calls f with every text in the code of the module that is no test.
func eachLiteral(t *testing.T, f func(pkg, where, text string)) {
	t.Helper()
	eachFile(t, func(pkg, path string) {
		file, fset := parsed(t, path)
		ast.Inspect(file, func(n ast.Node) bool {
			if _, is := n.(*ast.ImportSpec); is {
				return false
			}
			if lit, is := n.(*ast.BasicLit); is && lit.Kind == token.STRING {
				text, _ := strconv.Unquote(lit.Value)
				at := fset.Position(lit.Pos())
				f(pkg, filepath.Base(at.Filename)+":"+strconv.Itoa(at.Line), text)
			}
			return true
		})
	})
}

// eachDecl calls f with every type that the module declares.
func eachDecl(t *testing.T, f func(pkg string, spec *ast.TypeSpec)) {
	t.Helper()
	eachFile(t, func(pkg, path string) {
		file, _ := parsed(t, path)
		for _, d := range file.Decls {
			if g, is := d.(*ast.GenDecl); is {
				for _, s := range g.Specs {
					if spec, is := s.(*ast.TypeSpec); is {
						f(pkg, spec)
					}
				}
			}
		}
	})
}
