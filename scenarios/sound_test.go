package scenarios_test

import (
	"strings"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/example"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/scenarios"
)

// TestSound: an engine whose view has a word that nobody knows is refused by that word, and
// all that come with Pawl are sound.
func TestSound(t *testing.T) {
	for what, c := range map[string]struct {
		spoil func(*engine.Engine)
		want  string
	}{
		"no worker":     {func(e *engine.Engine) { e.Worker = nil }, "no Worker or no Agent"},
		"no agent":      {func(e *engine.Engine) { e.Agent = nil }, "no Worker or no Agent"},
		"no describe":   {func(e *engine.Engine) { e.View.Describe = nil }, "has no Describe"},
		"a claim":       {func(e *engine.Engine) { e.View.Claims = []string{"S1", "S99"} }, `"S99" in Claims`},
		"a step":        {func(e *engine.Engine) { e.View.Steps = []string{"mint", "COMMITTED"} }, `"COMMITTED" in Steps`},
		"a chain":       {func(e *engine.Engine) { e.View.Chain = "md5" }, `"md5" in Chain`},
		"another chain": {func(e *engine.Engine) { e.View.TurnedAway = "md5" }, `"md5" in TurnedAway`},
		"a body":        {func(e *engine.Engine) { e.View.Body = "xml" }, `"xml" in Body`},
		"a deadline's effect": {func(e *engine.Engine) {
			e.View.Deadlines = []engine.Deadline{{Name: "owner", May: []string{"aquire"}}}
		}, `"aquire" in May of the deadline owner, which nobody knows; did you mean "acquire"?`},
		"a deadline's term": {func(e *engine.Engine) {
			e.View.Deadlines = []engine.Deadline{{Name: "owner", Of: "moon"}}
		}, `"moon" in Of of the deadline owner`},
		"two deadlines of one name": {func(e *engine.Engine) {
			e.View.Deadlines = []engine.Deadline{{Name: "drain", May: []string{engine.MayAbort}}, {Name: "drain", May: []string{engine.MayHalt}}}
		}, `the Name "drain" in Deadlines[1], as in an earlier one`},
		"a deadline without a name": {func(e *engine.Engine) { e.View.Deadlines = []engine.Deadline{{}} }, "no Name in Deadlines[0]"},
		"a playbook's verb": {func(e *engine.Engine) { e.View.Playbooks = books("restart") },
			`"mend" in Playbooks[0]: in Steps[1]: its Do is "restart", which nobody knows; want one of wait, look, resume`},
		"a step that lacks something": {func(e *engine.Engine) { e.View.Playbooks = books(engine.HandStep) }, "Steps[1]: a step to hand-over, and To is empty"},
		"two playbooks of one name": {func(e *engine.Engine) {
			e.View.Playbooks = append(books(engine.ResumeAct), books(engine.ResumeAct)...)
		}, `the Name "mend" in Playbooks[1]`},
	} {
		e := example.Engine(example.Last)
		c.spoil(&e)
		if err := scenarios.Sound(e); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", what, err, c.want)
		}
	}
	all := []engine.Engine{reference.Engine(), example.Engine(example.Last), engine.Mixed(reference.Engine(), example.Engine(example.Last))}
	for _, w := range wrong.All {
		all = append(all, w.Engine)
	}
	for _, e := range all {
		if err := scenarios.Sound(e); err != nil {
			t.Errorf("%s: %v", e.Name, err)
		}
	}
}

// books is a playbook whose second step is what it says.
func books(do string) []engine.Playbook {
	return []engine.Playbook{{Name: "mend", Class: engine.Recoverable, ManualWorkSafe: true,
		Steps: []engine.Instruction{{Do: engine.WaitStep, For: time.Second}, {Do: do}}}}
}

func TestUntimed(t *testing.T) {
	e := engine.Engine{View: engine.View{Deadlines: []engine.Deadline{{Name: "drain", Of: engine.DrainTerm}, {Name: "patience"}}}}
	if all := scenarios.Untimed(&e); len(all) != 1 || all[0] != "patience" {
		t.Errorf("untimed: %q, want patience", all)
	}
}
