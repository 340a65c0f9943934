package faults

import (
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	known := []string{"trigger", "act", "fault", "seal-lease", "node/"}
	for word, want := range map[string]string{
		"triger": "trigger", "TRIGGER": "trigger", "tirgger": "trigger", "fualt": "fault", "seal_lease": "seal-lease",
		"acts": "act", "at": "", "cat": "act", "tact": "act", "nope": "", "": "", "window": "",
		strings.Repeat("a", 100): "", strings.Repeat("Ⱥ", 21): "",
	} {
		if got := Nearest(word, known); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}
