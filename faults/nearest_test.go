package faults

import (
	"strings"
	"testing"
)

func TestMeant(t *testing.T) {
	known := []string{"trigger", "act", "fault", "seal-lease", "open-lease", "node/", "seal-one", "seal-two", "seal-ten"}
	for word, want := range map[string]string{
		"triger": `"trigger"`, "TRIGGER": `"trigger"`, "tirgger": `"trigger"`, "fualt": `"fault"`, "seal_lease": `"seal-lease"`,
		"acts": `"act"`, "at": "", "cat": `"act"`, "tact": `"act"`, "nope": "", "": "", "window": "",
		"ault": `"fault"`, "lease": `"seal-lease" or "open-lease"`, "ea": "", "seal": "",
		"seal-tem": `"seal-ten"`, "seal-txo": `"seal-two"`, "seal-tqe": `"seal-one", "seal-two" or "seal-ten"`,
		strings.Repeat("a", 100): "", strings.Repeat("Ⱥ", 21): "",
	} {
		if want != "" {
			want = "did you mean " + want + "?"
		}
		if got := Meant(word, known); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}
