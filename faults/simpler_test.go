package faults

import (
	"slices"
	"testing"
)

func simplerTexts(t *testing.T, text string) (all []string) {
	t.Helper()
	e, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	s := Space{Nodes: []string{"node/a1", "node/a2", "node/aa1", "node/b1"}, Workers: []string{"worker/1", "worker/2"},
		Machines: []string{"node/a1", "worker/1"}}
	for _, x := range Simpler(s, e) {
		all = append(all, x.String())
	}
	return all
}

func TestSimpler(t *testing.T) {
	for text, want := range map[string][]string{
		"crash owner on commit.sent for 100ms":      nil,
		"crash owner on commit.sent for 1.5s":       {"crash owner on commit.sent for 100ms", "crash owner on commit.sent for 500ms", "crash owner on commit.sent for 1s"},
		"crash owner on pay/commit.sent #3 for 1ms": {"crash owner on pay/commit.sent for 1ms", "crash owner on pay/commit.sent #2 for 1ms"},
		"crash pool/a at 3s for 1ms":                {"crash node/a1 at 3s for 1ms", "crash node/a2 at 3s for 1ms"},
		"crash workers at 3s for 1ms":               {"crash worker/1 at 3s for 1ms", "crash worker/2 at 3s for 1ms"},
		"crash node/a1 at 3.456s for 1ms":           {"crash node/a1 at 3s for 1ms", "crash node/a1 at 3.4s for 1ms"},
		"drift node/a1 by -300ppm at 3s for 1ms":    {"drift node/a1 by -20ppm at 3s for 1ms", "drift node/a1 by -50ppm at 3s for 1ms", "drift node/a1 by -100ppm at 3s for 1ms", "drift node/a1 by -200ppm at 3s for 1ms"},
	} {
		if got := simplerTexts(t, text); !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", text, got, want)
		}
	}
}

// TestSimplerEnds: whoever takes a simpler event again and again comes to one that has none.
func TestSimplerEnds(t *testing.T) {
	s := Space{Nodes: []string{"node/a1"}, Workers: []string{"worker/1"}, Clients: []string{"client/1"}, Machines: []string{"node/a1", "worker/1"}}
	for _, line := range examples(t) {
		e, err := Parse(line)
		if err != nil {
			t.Fatal(err)
		}
		for steps := 0; ; steps++ {
			all := Simpler(s, e)
			if len(all) == 0 {
				break
			}
			if e = all[0]; steps > 100 {
				t.Fatalf("no end: %s", e)
			}
		}
	}
}
