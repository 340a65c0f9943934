package faults

import "fmt"

// suggest says what was meant, or what would be right if that can't be guessed.
func suggest(word string, known []string, otherwise string) string {
	if near := nearest(word, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return otherwise
}

// nearest is the known word that word is most likely meant to be: the first of
// those with the fewest letters to change. It is empty when all are too far.
func nearest(word string, known []string) string {
	best, fewest := "", len(word)/2+1
	if len(word) > 64 { // no one misspelt this
		return ""
	}
	for _, k := range known {
		if n := distance(word, k); n < fewest {
			best, fewest = k, n
		}
	}
	return best
}

// distance counts the letters to add, drop or replace to get from a to b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
