package engine

import "testing"

// TestMixed: of many machines some start with either engine, and each has the other one at
// its next start.
func TestMixed(t *testing.T) {
	started := ""
	one := func(name string) Engine {
		return Engine{Name: name, Worker: func(Env) Control { started = name; return nil }, View: View{Record: true, Audit: name == "a", Chain: SHA256PrevBody}}
	}
	m := Mixed(one("a"), one("b"))
	if m.Name != "a~b" || !m.View.Record || m.View.Audit || m.View.Chain != SHA256PrevBody {
		t.Errorf("%+v", m)
	}
	if _, is := m.View.Describe(KV{Key: "k"}); is {
		t.Error("neither describes anything, and both do")
	}
	first := map[string]int{}
	for _, name := range []string{"worker/1", "worker/2", "worker/3", "worker/4", "worker/5", "worker/6", "worker/7", "worker/8"} {
		m.Worker(Env{Name: name, Boot: "1"})
		was := started
		first[was]++
		if m.Worker(Env{Name: name, Boot: "2"}); started == was {
			t.Errorf("%s starts with %s twice", name, was)
		}
	}
	if first["a"] == 0 || first["b"] == 0 {
		t.Errorf("all start with the same: %v", first)
	}
}
