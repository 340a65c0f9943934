package paper

import (
	"slices"
	"testing"
	"unicode"
)

func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"plain":                     "plain",
		"two\nlines\tand":           "two lines and",
		"p ≥ 1 − δ → “ρ” × §":       "p ≥ 1 − δ → “ρ” × §",
		"a\u202eb":                  `a\u202eb`,
		"a\u2066b\u200bc\ufeff":     `a\u2066b\u200bc\ufeff`,
		"\x1b[31mred\x00":           `\x1b[31mred\x00`,
		"\xff\xfe":                  `\xff\xfe`,
		"\x05\uFFFD":                `\x05` + "\uFFFD",
		"tag \U000E0041 and \u0085": `tag \U000e0041 and \u0085`,
	} {
		got := Visible(text)
		if got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
		for _, r := range got {
			if !unicode.IsGraphic(r) {
				t.Errorf("%q shows %U", text, r)
			}
		}
	}
}

func TestLinesOfCodeStay(t *testing.T) {
	got := VisibleLines("a\tb\r\n\n c\u202e\n\n")
	if want := []string{"a\tb", "", ` c\u202e`}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
