package engine

import "strings"

// MaxText bounds, in bytes, what people and callers say in words: an engine stores
// it, and what is stored must be readable again.
const MaxText = 512

// ValidName says whether s can be the name of a key, a window, a caller or a pool:
// 1 to 64 letters, digits, dots, dashes or underscores.
func ValidName(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") == ""
}
