package scenarios

import (
	"reflect"
	"testing"

	"pawl/engine"
)

// A policy is told whole, and in words.
func TestProvisions(t *testing.T) {
	all := Provisions(engine.StandardPolicy())
	if fields := reflect.TypeFor[engine.Policy]().NumField(); len(all) != fields {
		t.Errorf("told are %d of %d fields", len(all), fields)
	}
	said := map[string]string{}
	for _, d := range all {
		said[d.Name] = d.Value
		if d.Text == "" || d.Value == "" {
			t.Errorf("%+v says nothing", d)
		}
	}
	for name, want := range map[string]string{"seal-lease": "10s", "emission": "2ms", "drift-ppm": "500", "canary": "no", "anchor": "none", "callers": "scheduler, operator"} {
		if said[name] != want {
			t.Errorf("%s is %q, want %q", name, said[name], want)
		}
	}
}
