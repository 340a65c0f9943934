package faults

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// suggest says what was meant, or what would be right if that can't be guessed.
func suggest(word string, known []string, otherwise string) string {
	return cmp.Or(Meant(word, known), otherwise)
}

// Meant asks whether one of the known words was meant by one that is not known; it is
// empty if none is near.
func Meant(word string, known []string) string { return meant(near(word, known)) }

func meant(words []string) string {
	if len(words) == 0 {
		return ""
	}
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = fmt.Sprintf("%q", w)
	}
	last := len(quoted) - 1
	if last == 0 {
		return "did you mean " + quoted[0] + "?"
	}
	return "did you mean " + strings.Join(quoted[:last], ", ") + " or " + quoted[last] + "?"
}

// texts are words of a type of their own as plain ones.
func texts[T ~string](words []T) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = string(w)
	}
	return all
}

const (
	longestWord = 64 // no one misspelt a longer one
	shortPart   = 3  // fewer letters are a part of too many
	mostMeant   = 3  // more is a list again
)

// near are the few known words that word is most likely meant to be, the nearest first:
// those with the fewest letters to change, and if all are too far, since to change every
// second letter is no slip, those that it is a part of, unless they are many.
func near(word string, known []string) []string {
	var all []string
	fewest := len(word) / 3
	word = strings.ToLower(word)
	for _, k := range known {
		if max(len(word), len(k)) > longestWord {
			continue
		}
		n := distance(word, strings.ToLower(k))
		if n < fewest {
			all, fewest = nil, n
		}
		if n == fewest {
			all = append(all, k)
		}
	}
	if len(all) == 0 && len(word) >= shortPart {
		all = slices.DeleteFunc(slices.Clone(known), func(k string) bool { return !strings.Contains(strings.ToLower(k), word) })
		if len(all) > mostMeant {
			return nil
		}
	}
	return all[:min(len(all), mostMeant)]
}

// distance counts the letters to add, drop, replace or swap with their neighbour
// to get from a to b, each no longer than longestWord.
func distance(a, b string) int {
	var before, row, next [2*longestWord + 1]int // lower case can be longer
	for j := range len(b) + 1 {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
