package scenarios

import (
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	known := []string{"trigger", "act", "fault", "seal-lease"}
	for word, want := range map[string]string{
		"triger": "trigger", "TRIGGER": "trigger", "tirgger": "trigger", "fualt": "fault", "seal_lease": "seal-lease",
		"acts": "act", "": "", "window": "", strings.Repeat("a", 100): "",
	} {
		if got := nearest(word, known); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}
