package deploy

import (
	"fmt"
	"time"
)

// Truth is what is so in a run, where that differs from what policy says and engines are told;
// a zero is as policy says. What is within policy's words is inside the assumptions; of what
// goes beyond them nothing is owed, and it is counted what it led to.
type Truth struct {
	CacheAge time.Duration // how old the view is by which an aged relying party opens, at most
	Lifetime time.Duration // how old the texts are that clients still come back with
	Beyond   bool          // what breaks an assumption may happen; what is violated from then on is no fault of the engine
}

func (t Truth) validate() error {
	for _, d := range []struct {
		what string
		is   time.Duration
	}{{"the age of caches", t.CacheAge}, {"the life of texts", t.Lifetime}} {
		if d.is < 0 || d.is > Longest {
			return fmt.Errorf("%s is %s in truth; want 0, where it is as policy says, or up to %s", d.what, d.is, Longest)
		}
	}
	return nil
}
