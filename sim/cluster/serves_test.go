package cluster

import (
	"testing"

	"pawl/checker"
	"pawl/engine/reference"
	"pawl/sim/deploy"
)

// TestEachServesItsOwn: where nodes say under which keys they seal, they run for those alone,
// and nobody asks them for a seal under another.
func TestEachServesItsOwn(t *testing.T) {
	e := reference.Engine()
	e.Serves = func(pool, key string) bool { return pool == key }
	s := deploy.Standard(e, 1)
	s.Pools, s.Keys = []deploy.Pool{{Name: "a", Nodes: 2}, {Name: "b", Nodes: 2}}, []string{"a", "b"}
	s.Events = s.Schedule()
	r := mustRun(t, s)
	past := checker.Derive(r.History)
	for _, st := range past.Stamps {
		if st.Node[:len("node/a")] != "node/"+st.Key {
			t.Fatalf("%s runs for %s", st.Node, st.Key)
		}
	}
	sealed := map[string]int{}
	for i := range past.Seals {
		sealed[past.Seals[i].Key]++
	}
	if sealed["a"] == 0 || sealed["b"] == 0 {
		t.Errorf("sealed under %v", sealed)
	}
	for i := range past.Denials {
		if d := &past.Denials[i]; d.Node[:len("node/a")] != "node/"+d.Key {
			t.Fatalf("%s was asked for a seal under %s", d.Node, d.Key)
		}
	}
}
