package markdown

import (
	"strings"

	"pawl/reports/paper"
)

// special are the characters that mean something wherever they stand, and those that do at the
// end of a heading, in an address, or in a formula.
const special = "\\`*_[]<>|~&$#"

// escaped is a text in one line of Markdown.
func escaped(text string) string {
	text = strings.Join(strings.Fields(paper.Visible(text)), " ")
	var b strings.Builder
	b.Grow(len(text))
	for i, r := range text {
		if strings.ContainsRune(special, r) || begins(text, i) || links(text, i) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// begins says that a text would be the item of a list, or a line below a heading, if the
// character at i stood there as it is.
func begins(text string, i int) bool {
	switch text[i] {
	case '-', '+', '=':
		return i == 0
	case '.', ')':
		return i > 0 && i < 10 && strings.Trim(text[:i], "0123456789") == ""
	}
	return false
}

// links says that the character at i makes an address of what is around it, which would be a
// link that nobody has set.
func links(text string, i int) bool {
	switch text[i] {
	case ':':
		return strings.HasPrefix(text[i:], "://")
	case '.':
		return i >= 3 && strings.EqualFold(text[i-3:i], "www")
	case '@':
		return true
	}
	return false
}
