package engine

import (
	"slices"
	"testing"
)

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

// TestBothClaim: two in one fleet are held to what both claim, and never to nothing, which
// would stand for everything.
func TestBothClaim(t *testing.T) {
	for _, x := range []struct{ a, b, want []string }{
		{nil, nil, nil},
		{nil, []string{"S2"}, []string{"S2"}},
		{[]string{"S2", "S3"}, nil, []string{"S2", "S3"}},
		{[]string{"S2", "S3", "V0"}, []string{"S3", "S4", "V0"}, []string{"S3", "V0"}},
		{[]string{"S2", "V0"}, []string{"S4"}, []string{"V0"}},
	} {
		if got := bothClaim(x.a, x.b); !slices.Equal(got, x.want) {
			t.Errorf("%v and %v both claim %v, want %v", x.a, x.b, got, x.want)
		}
	}
}

// TestBothServe: a pool's nodes seal under a key if they do with either engine that they may
// start with.
func TestBothServe(t *testing.T) {
	only := func(pool string) func(string, string) bool {
		return func(p, _ string) bool { return p == pool }
	}
	for _, x := range []struct {
		a, b func(pool, key string) bool
		want bool
	}{{nil, nil, true}, {only("a"), nil, true}, {nil, only("b"), false}, {only("a"), only("a"), true}, {only("a"), only("b"), false}} {
		m := Mixed(Engine{Serves: x.a}, Engine{Serves: x.b})
		if got := m.Seals("a", "k"); got != x.want {
			t.Errorf("%v, want %v", got, x.want)
		}
	}
}
