// Package tested has tests that notice some changes, and not others.
package tested

// Up adds up the numbers to n.
func Up(n int) (sum int) {
	for i := 0; i < n; {
		sum += i + 1
		i++
	}
	return sum
}

// Loose is called by a test that does not look at what it says.
func Loose(n int) bool { return n > 3 }

// Never is called by nobody.
func Never(n int) bool { return n > 3 }

// Abroad is tested by another package only.
func Abroad(n int) bool { return n > 3 }
