package setting

import "testing"

// TestPlain wants what is said to stay, and what a terminal would do to go.
func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"a → b, Grüße":       "a → b, Grüße",
		"\x1b[31mred\x1b[0m": "?[31mred?[0m",
		"two\nlines\r":       "two?lines?",
		"\u009b31m\x7f":      "?31m?",
		"\u202eback":         "?back",
	} {
		if got := Plain(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
