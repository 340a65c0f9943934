package people

import (
	"bytes"
	"testing"
	"unicode/utf8"

	"pawl/engine"
)

// TestTexts: no two are alike, but for empty ones; and in one round there are texts of every sort.
func TestTexts(t *testing.T) {
	seen := map[string]bool{}
	empty, odd, nul, long, longest := 0, 0, 0, 0, 0
	for _, client := range []string{"client/1", "client/11"} {
		all := TextsOf(client, 7)
		for range Turns {
			text := all.Next()
			if len(text) > 0 && seen[string(text)] {
				t.Errorf("%q comes twice", text)
			}
			seen[string(text)] = true
			switch n := len(text); {
			case n == 0:
				empty++
			case n > engine.MaxKept:
				longest++
			case n > 256:
				long++
			}
			if !utf8.Valid(text) {
				odd++
			}
			if bytes.IndexByte(text, 0) >= 0 {
				nul++
			}
		}
	}
	all := TextsOf("client/2", 7)
	for range Turns {
		if text := all.Kept(); len(text) == 0 || len(text) > engine.MaxKept || seen[string(text)] {
			t.Errorf("%q is to be kept", text[:min(len(text), 100)])
		} else {
			seen[string(text)] = true
		}
	}
	if empty == 0 || odd == 0 || nul == 0 || long == 0 || longest == 0 {
		t.Errorf("%d empty, %d that are no letters, %d with a zero, %d long, %d of more than can be kept", empty, odd, nul, long, longest)
	}
}

// TestForged: what is forged is what was sealed no more, in every way that there is, and leaves it
// as it was.
func TestForged(t *testing.T) {
	all := TextsOf("client/1", 0)
	text := []byte("a text, and its tag")
	s := engine.Sealed{Version: 2, Text: bytes.Clone(text)}
	other := engine.Sealed{Version: 2, Text: []byte("of another key, and its tag")}
	ways, none := map[string]int{}, 0
	for range 40 * forgeEvery {
		forged, how := all.Forged(s, other)
		if how == "" {
			none++
			continue
		}
		ways[how]++
		if bytes.Equal(forged.Text, text) && forged.Version == s.Version || !bytes.Equal(s.Text, text) {
			t.Errorf("%s: %+v of %+v", how, forged, s)
		}
		if (how == "of another key") != bytes.Equal(forged.Text, other.Text) {
			t.Errorf("%s: %q", how, forged.Text)
		}
	}
	if len(ways) != 7 || none != 40*(forgeEvery-1) {
		t.Errorf("%v, and %d times none", ways, none)
	}
	alone := TextsOf("client/1", 0)
	for range 100 * forgeEvery {
		if _, how := alone.Forged(s); how == "of another key" {
			t.Error("there is no other key")
		}
	}
}
