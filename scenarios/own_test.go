package scenarios

import (
	"fmt"
	"strings"
	"testing"

	"pawl/engine"
	"pawl/engine/wrong"
)

func breaking(engine, invariant string) []byte {
	return fmt.Appendf(nil, "name: a\nlesson: 3\nstory: b\nbreaks: {engine: %s, invariant: %s}\n", engine, invariant)
}

// A scenario of a module of its own can break that module's engines.
func TestOwnEnginesCanBeNamedInBreaks(t *testing.T) {
	leaky := wrong.Engine{Engine: engine.Engine{Name: "leaky"}, MustFire: []string{"S2"}}
	if s, err := Parse("x", breaking("leaky", "S2"), leaky); err != nil || s.Breaks.Engine != "leaky" {
		t.Errorf("%+v, error %v", s, err)
	}
	if _, err := Parse("x", breaking("no-drain", "S2"), leaky); err != nil {
		t.Errorf("with engines of one's own, those of Pawl are gone: %v", err)
	}
	if _, err := Parse("x", breaking("leeky", "S2"), leaky); err == nil || !strings.Contains(err.Error(), `did you mean "leaky"?; an engine of your own is known to the command whose main gives it to cli.Main as one of MustFail`) {
		t.Errorf("error %v", err)
	}
	if _, err := Parse("x", breaking("leaky", "S2")); err == nil {
		t.Error("what one reader was told, another knows")
	}
	if !strings.Contains(string(Schema(leaky)), `"leaky"`) {
		t.Error("the schema does not have it")
	}
}

func TestEngineKnownBySomethingElseIsAWarning(t *testing.T) {
	s, err := Parse("x", breaking("audit-after-the-fact", "S2"))
	if err != nil || len(s.Warnings) != 1 || !strings.Contains(s.Warnings[0], "audit-after-the-fact is known by S13; that it breaks S2 here") {
		t.Errorf("%v, error %v", s, err)
	}
	if s, err := Parse("x", breaking("audit-after-the-fact", "S13")); err != nil || len(s.Warnings) != 0 {
		t.Errorf("%v, error %v", s, err)
	}
}

// An example that is out of range itself is no help.
func TestExamplesAreWithinTheirRange(t *testing.T) {
	for _, c := range []struct{ given, want string }{
		{"{policy: {owner-lease: 1500ms}}", "1500ms is out of range; want a time in whole seconds, from 2s to 10m, such as 2m or 15s"},
		{"{policy: {owner-lease: 2500ms}}", "2500ms is not whole seconds; want"},
		{"{policy: {emission: 2s}}", "from 0s to 1s, such as 250ms"},
		{"{duration: 300h}", "from 1s to 24h, such as 12.5s or 2m"},
		{"{think: 2h}", "from 10ms to 1m, such as 250ms or 12.5s"},
	} {
		_, err := Parse("x", append(breaking("no-drain", "S2"), "given: "+c.given+"\n"...))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.given, err, c.want)
		}
	}
}
