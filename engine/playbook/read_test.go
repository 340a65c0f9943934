package playbook

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pawl/engine"
	"pawl/scenarios/form"
)

const good = `name: operator-halt
applies: An operator has halted it.
affected: Nothing that is in use.
class: recoverable
encryption-affected: false
decryption-valid: true
customers-must-act: false
manual-work-safe: true
escalation: security-on-call
steps:
  - {do: wait, for: 2s, why: Ask.}
  - {do: look, at: key-service, for: 1m, why: See.}
  - {do: erase, why: Clean.}
  - {do: abort, why: Give up.}
  - {do: resume, why: Go on.}
  - {do: hand-over, to: security-on-call, why: Leave it.}
`

func TestParse(t *testing.T) {
	b, err := Parse("good.yaml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	steps := []engine.Instruction{{Do: "wait", For: 2 * time.Second, Why: "Ask."}, {Do: "look", At: "key-service", For: time.Minute, Why: "See."},
		{Do: "erase", Why: "Clean."}, {Do: "abort", Why: "Give up."}, {Do: "resume", Why: "Go on."}, {Do: "hand-over", To: "security-on-call", Why: "Leave it."}}
	if b.Name != "operator-halt" || b.Class != engine.Recoverable || !b.DecryptionValid || !b.ManualWorkSafe || b.EncryptionAffected || b.CustomersMustAct || len(b.Steps) != len(steps) {
		t.Fatalf("%+v", b)
	}
	for i := range steps {
		if b.Steps[i] != steps[i] {
			t.Errorf("step %d: %+v, want %+v", i+1, b.Steps[i], steps[i])
		}
	}
}

func TestWrongIsTold(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"name: operator-halt\n", "", `"name" is missing from the playbook`},
		{"class: recoverable", "class: mild", `x.yaml:4:8: "mild" is not known here; want one of recoverable, non-recoverable, security-critical`},
		{"escalation: security-on-call", "escalation: Bob", `x.yaml:9:13: "Bob" is not right`},
		{"do: erase", "do: pray", `"pray" is not known here; want one of wait, look, resume, abort, hand-over, erase`},
		{"for: 2s", "for: soon", `x.yaml:11:21: "soon" is no length of time; want a whole number with its unit`},
		{"for: 2s", "for: 99h", "99h is too long"},
		{"for: 2s, ", "", `a step to wait without "for"`},
		{"do: erase,", "do: erase, to: bob,", `"to" in a step that is to erase; leave it out`},
		{"at: key-service, ", "", `a step to look without "at"`},
		{"do: erase,", "do: hand-over, to: bob,", "steps after it was handed over; hand over last"},
		{"manual-work-safe: true", "manual-work-safe: false", "a step to resume, where work by hand is not safe"},
		{"steps:", "stops:", `unknown field "stops"`},
		{"An operator has", "&a An operator has", "an anchor"},
		{"An operator has", strings.Repeat("so ", 200), "a text of"},
		{"name:", "# " + strings.Repeat("x", mostBytes) + "\nname:", "the file has more than 8192 bytes"},
	} {
		text := strings.Replace(good, c.old, c.new, 1)
		_, err := Parse("x.yaml", []byte(text))
		var problems form.Problems
		if !errors.As(err, &problems) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q for %q: %v; want %s", c.new, c.old, err, c.want)
		}
	}
}

func TestRead(t *testing.T) {
	all, err := Read(fstest.MapFS{"operator-halt.yaml": {Data: []byte(good)}, "other.txt": {}})
	if err != nil || len(all) != 1 {
		t.Errorf("%v, %v", all, err)
	}
	_, err = Read(fstest.MapFS{"a.yaml": {Data: []byte(good)}, "b.yaml": {}})
	if err == nil || !strings.Contains(err.Error(), `a.yaml: the playbook calls itself "operator-halt"; want a file operator-halt.yaml`) || !strings.Contains(err.Error(), "b.yaml: the file is empty") {
		t.Errorf("%v", err)
	}
}

// FuzzParse: whatever a file holds, it is a playbook that can be followed, or an error with
// its places.
func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte("name: [a, {b: c}]\nsteps:\n  - do"))
	f.Add([]byte("steps: []"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Parse("x.yaml", data)
		var problems form.Problems
		switch {
		case err != nil && !errors.As(err, &problems):
			t.Errorf("%v is not told with its place", err)
		case err == nil && (b.Name == "" || b.Class == "" || len(b.Steps) == 0 || len(b.Steps) > mostSteps):
			t.Errorf("%+v", b)
		}
		if err != nil {
			return
		}
		for _, s := range b.Steps {
			if s.Why == "" || s.For < 0 || s.For > longest || (s.Do == engine.WaitStep) && s.For == 0 {
				t.Errorf("%+v", s)
			}
		}
	})
}

// TestFollowable: what a file is refused for, a playbook is that was made in code.
func TestFollowable(t *testing.T) {
	for want, spoil := range map[string]func(b *engine.Playbook){
		"its Name is empty":                                   func(b *engine.Playbook) { b.Name = "" },
		`its Class is "mild"`:                                 func(b *engine.Playbook) { b.Class = "mild" },
		`its Occasion is "tea"`:                               func(b *engine.Playbook) { b.Occasion = "tea" },
		"it has no Steps":                                     func(b *engine.Playbook) { b.Steps = nil },
		`Steps[2]: its Do is "pray", which nobody knows`:      func(b *engine.Playbook) { b.Steps[2].Do = "pray" },
		"Steps[0]: a step to wait, and For is 0s":             func(b *engine.Playbook) { b.Steps[0].For = 0 },
		`Steps[1]: a step to look, and At is "moon"`:          func(b *engine.Playbook) { b.Steps[1].At = "moon" },
		"Steps[5]: a step to hand-over, and To is empty":      func(b *engine.Playbook) { b.Steps[5].To = "" },
		"Steps[3]: a step to abort has a For, At or To":       func(b *engine.Playbook) { b.Steps[3].To = "bob" },
		"Steps[0]: steps after it was handed over":            func(b *engine.Playbook) { b.Steps[0] = b.Steps[5] },
		"Steps[2]: a step to erase, where work by hand is no": func(b *engine.Playbook) { b.ManualWorkSafe = false },
	} {
		b, err := Parse("good.yaml", []byte(good))
		if err != nil || Followable(&b) != nil {
			t.Fatal(err, Followable(&b))
		}
		spoil(&b)
		if err := Followable(&b); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
