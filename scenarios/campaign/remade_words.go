package campaign

import (
	"errors"
	"strings"
)

// errUnquoted is of a command that nobody here has written.
var errUnquoted = errors.New("want words, and between quotes what has other letters")

// Unquoted are the words of a command, each as [Quoted] makes it fit for a shell.
func Unquoted(command string) (words []string, err error) {
	for _, word := range cutWords(command) {
		plain := word
		if inner, quoted := strings.CutPrefix(word, "'"); quoted {
			plain = strings.ReplaceAll(strings.TrimSuffix(inner, "'"), `'\''`, "'")
		}
		if Quoted(plain) != word {
			return nil, errUnquoted
		}
		words = append(words, plain)
	}
	return words, nil
}

// cutWords cuts a command at spaces that are not between quotes. Outside of these a backslash
// stands before a quote that is a letter.
func cutWords(command string) (words []string) {
	word, quoted, escaped := "", false, false
	for _, r := range command {
		switch {
		case r == ' ' && !quoted:
			words, word = append(words, word), ""
			continue
		case r == '\'' && !escaped:
			quoted = !quoted
		}
		escaped = r == '\\' && !quoted && !escaped
		word += string(r)
	}
	return append(words, word)
}
