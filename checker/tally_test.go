package checker

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestDetailsWords: times, processes and versions look the same in every detail.
func TestDetailsWords(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{at(5902761 * time.Microsecond), "5.903s"},
		{at(400 * time.Microsecond), "0s"},
		{span(5902761*time.Microsecond, 5903100*time.Microsecond), "at 5.903s"},
		{span(5*sec, 5903*ms), "from 5s to 5.903s"},
		{who("node/a1", "node/a1#2"), "node/a1#2"},
		{who("node/a1", "boot-2"), "node/a1 (boot-2)"},
		{who("node/a1", ""), "node/a1"},
		{versions([]uint32{1, 2}), "v1, v2"},
		{versions(nil), "nothing"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

// TestDetailsAreOneLine reads what is said of every plant.
func TestDetailsAreOneLine(t *testing.T) {
	for _, p := range plants {
		h := goodRun(2, 3)
		p.plant(h, func(int) int { return 0 })
		for _, v := range Check(h, Options{Porcupine: time.Second}).Violations() {
			odd := slices.ContainsFunc([]string{"\n", "%!", "  ", "µs", "node node/"}, func(s string) bool { return strings.Contains(v.Detail, s) })
			if odd || v.Detail == "" || strings.HasSuffix(v.Detail, ".") {
				t.Errorf("%s: %s says %q", p.name, v.Invariant, v.Detail)
			}
		}
	}
}
