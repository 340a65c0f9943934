package paper

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible is a text in one line, as it may be shown. What cannot be seen, or would change in
// which order other text is read, is written out: \u202e for the character that turns a line
// round, \x1b for the one that begins a terminal's command, \xff for a byte that is no text.
// Who reads a report must see what there is, and nothing that is not.
func Visible(text string) string {
	if plain(text) {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			b.WriteByte(' ')
		default:
			b.WriteString(seen(text, i, r))
		}
	}
	return b.String()
}

// VisibleLines are the lines of a text that is to be copied: as [Visible], and tabs stay.
func VisibleLines(text string) []string {
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n")
	for n, line := range lines {
		var b strings.Builder
		for i, r := range line {
			if r == '\t' {
				b.WriteByte('\t')
				continue
			}
			b.WriteString(seen(line, i, r))
		}
		lines[n] = b.String()
	}
	return lines
}

func plain(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] >= 0x7f {
			return false
		}
	}
	return true
}

// seen is the character at i, or what is written for it.
func seen(text string, i int, r rune) string {
	switch {
	case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD"):
		return `\x` + strconv.FormatUint(uint64(text[i])|0x100, 16)[1:]
	case !unicode.IsGraphic(r):
		quoted := strconv.QuoteRune(r)
		return quoted[1 : len(quoted)-1]
	}
	return string(r)
}
