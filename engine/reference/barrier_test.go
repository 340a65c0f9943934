package reference

import (
	"testing"

	"pawl/engine"
)

// TestBehind: a barrier is read again when the last stamp that kept it from passing has gone or
// has risen, whatever else is told meanwhile, and when something is told that cannot be read.
func TestBehind(t *testing.T) {
	at := func(key string, rev uint64) engine.KV {
		return engine.KV{Key: key, Mod: 1, Value: (&Stamp{Node: "a", Rev: rev}).encode()}
	}
	gone := func(key string) engine.KV { return engine.KV{Key: key} }
	const target = 5
	for name, c := range map[string]struct {
		news []engine.KV
		read bool
	}{
		"nothing":                      {nil, false},
		"one has risen":                {[]engine.KV{at("k/b", 5)}, false},
		"one has gone":                 {[]engine.KV{gone("k/c")}, false},
		"the same one twice":           {[]engine.KV{at("k/b", 5), at("k/b", 6)}, false},
		"one was renewed as it is":     {[]engine.KV{at("k/b", 4), gone("k/c")}, false},
		"others":                       {[]engine.KV{at("k/a", 5), gone("k/d"), at("k/e", 7)}, false},
		"all":                          {[]engine.KV{at("k/b", 5), gone("k/c")}, true},
		"all, and one who is new":      {[]engine.KV{gone("k/b"), at("k/c", 9), at("k/e", 5)}, true},
		"one that nobody can read":     {[]engine.KV{{Key: "k/e", Mod: 1, Value: []byte("?")}}, true},
		"one of those that none reads": {[]engine.KV{{Key: "k/b", Mod: 1}}, true},
	} {
		below, err := stampsBelow([]engine.KV{at("k/a", 5), at("k/b", 3), at("k/c", 4), at("k/d", 6)}, target)
		if err != nil || len(below) != 2 {
			t.Fatal(below, err)
		}
		if got := below.hear(c.news, target); got != c.read {
			t.Errorf("%s: read again: %t, want %t", name, got, c.read)
		}
	}
}
