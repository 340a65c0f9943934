package faults

import (
	"fmt"
	"strings"
)

// suggest says what was meant, or what would be right if that can't be guessed.
func suggest(word string, known []string, otherwise string) string {
	if near := Nearest(word, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return otherwise
}

const longestWord = 64 // no one misspelt a longer one

// Nearest is the known word that word is most likely meant to be: the first of
// those with the fewest letters to change. It is empty when all are too far: to
// change every second letter is no slip.
func Nearest(word string, known []string) string {
	best, fewest := "", len(word)/3+1
	for _, k := range known {
		if max(len(word), len(k)) > longestWord {
			continue
		}
		if n := distance(strings.ToLower(word), strings.ToLower(k)); n < fewest {
			best, fewest = k, n
		}
	}
	return best
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
