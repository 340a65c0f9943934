package main

import (
	"strings"
	"time"
	"unicode"
)

// dated has the moments in a detail as times of day. The judge counts from a moment that is longer
// ago than any bound of the policy, so that what is as long as that is a moment, and what is
// shorter is how long something took.
func (t *teller) dated(detail string) string {
	words := strings.Split(detail, " ")
	for i, w := range words {
		bare := strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if d, err := time.ParseDuration(bare); err == nil && d >= t.known {
			words[i] = strings.Replace(w, bare, t.zero.Add(d).UTC().Format("2006-01-02T15:04:05.000Z"), 1)
		}
	}
	return strings.Join(words, " ")
}
