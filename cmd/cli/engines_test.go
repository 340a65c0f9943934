package cli

import (
	"strings"
	"testing"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
)

func TestOwnEnginesStandBesideTheOthers(t *testing.T) {
	mine := reference.Variant{Name: "mine"}.Engine()
	leaky := wrong.Engine{Engine: reference.Variant{Name: "leaky"}.Engine(), MustFire: []string{"S2"}}
	all, err := enginesOf(Own{Engines: []engine.Engine{mine}, MustFail: []wrong.Engine{leaky}})
	if err != nil {
		t.Fatal(err)
	}
	if all.usual() != "mine" {
		t.Errorf("%q is checked where none is named, want the module's own", all.usual())
	}
	for _, name := range []string{"mine", "reference", "leaky", "no-drain"} {
		if e, err := all.named(name); err != nil || e.Name != name {
			t.Errorf("%s: found %q, error %v", name, e.Name, err)
		}
	}
	if hunted, err := all.mustFail(nil); err != nil || len(hunted) != len(wrong.All)+1 {
		t.Errorf("%d are hunted, error %v", len(hunted), err)
	}
	if _, err := all.mustFail([]string{"mine"}); err == nil {
		t.Error("an engine that need not fail is hunted")
	}
}

func TestEnginesThatCannotBeToldApartAreRefused(t *testing.T) {
	named := func(name string) []engine.Engine { return []engine.Engine{reference.Variant{Name: name}.Engine()} }
	for want, own := range map[string]Own{
		`two engines are called "reference"`: {Engines: named("reference")},
		`two engines are called "no-drain"`:  {Engines: named("no-drain")},
		`two engines are called "mine"`:      {Engines: append(named("mine"), named("mine")...)},
		"an engine without a name":           {Engines: named("")},
		"MustFire does not say by which":     {MustFail: []wrong.Engine{{Engine: named("leaky")[0]}}},
		`"S-2", which is no invariant`:       {MustFail: []wrong.Engine{{Engine: named("leaky")[0], MustFire: []string{"S-2"}}}},
		`"hollow" has no Worker or no Agent`: {Engines: []engine.Engine{{Name: "hollow"}}},
	} {
		if _, err := enginesOf(own); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}
