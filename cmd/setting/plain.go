package setting

import (
	"strings"
	"unicode"
)

// Plain has nothing in a line that a terminal would do, or that would have it shown in another
// order than it is written in: what others have written may be anybody's.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return '?'
		}
		return r
	}, s)
}

// PlainLines is several lines made plain.
func PlainLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = Plain(lines[i])
	}
	return strings.Join(lines, "\n")
}
