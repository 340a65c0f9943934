package faults

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// everything is a space in which every kind has something to happen to.
var everything = Space{
	Machines: []string{"node/a1", "worker/1"}, Pools: []string{"pool/a"}, Nodes: []string{"node/a1"}, Workers: []string{"worker/1"},
	Services: theServices, Keys: []string{"pay"}, Windows: []string{"w1"}, Until: 20 * time.Second,
	LongestPause: 4 * time.Second, DriftPPM: 500, WallJump: time.Minute, TwoPolicies: true, Generations: true, Shows: things,
}

var someSizes = Sizes{Lengths: []time.Duration{3 * time.Second, 5 * time.Second}, Lag: 1500 * time.Millisecond}

func at(meaning string) *Occurrence {
	return &Occurrence{Place: When{On: meaning, Nth: 1}, By: "worker/1", Owner: "worker/1"}
}

// Every kind of the table is tried somewhere, and all that is tried could be a text.
func TestSinglesOfEveryKind(t *testing.T) {
	tried := map[string]bool{} // looked up only
	for _, m := range Meanings {
		some, left := Singles(everything, someSizes, at(m.Name))
		for i, e := range some {
			tried[e.Kind] = true
			if back, err := Parse(e.String()); err != nil || back != e {
				t.Errorf("%s is read as %s, error %v", e, back, err)
			}
			if slices.Contains(some[:i], e) {
				t.Errorf("%s is tried twice", e)
			}
		}
		for _, k := range All {
			is := slices.ContainsFunc(some, func(e Event) bool { return e.Kind == k.Name })
			if out := slices.ContainsFunc(left, func(o Omission) bool { return o.Kind == k.Name }); is == out {
				t.Errorf("%s on %s: tried %v, left out %v", k.Name, m.Name, is, out)
			}
		}
	}
	for _, k := range All {
		if tried[k.Name] != (k.Beyond == "") {
			t.Errorf("%s is tried: %v; it breaks the assumption: %q", k.Name, tried[k.Name], k.Beyond)
		}
	}
}

func TestSingles(t *testing.T) {
	texts := func(s Space, z Sizes, o *Occurrence, kind string) string {
		some, left := Singles(s, z, o)
		var all []string
		for _, e := range some {
			if e.Kind == kind {
				all = append(all, e.String())
			}
		}
		for _, x := range left {
			if x.Kind == kind {
				all = append(all, x.Why)
			}
		}
		return strings.Join(all, "; ")
	}
	late, other, steady, thorough := at("commit.due"), at("commit.due"), everything, someSizes
	late.Since, other.Owner, steady.DriftPPM, thorough.Thorough = everything.Until, "worker/2", 0, true
	for _, c := range []struct {
		s    Space
		z    Sizes
		o    *Occurrence
		want string
	}{
		{everything, someSizes, at("commit.due"), "crash actor on commit.due for 3s; crash actor on commit.due for 5s; crash store on commit.due for 5s; crash keys on commit.due for 5s"},
		{everything, someSizes, at("settle.due"), "crash actor on settle.due for 5s; crash store on settle.due for 5s; crash keys on settle.due for 5s"},
		{everything, someSizes, at("stamp.due"), "crash actor on stamp.due for 5s"},
		{everything, someSizes, late, "crash: " + afterFaults},
		{everything, someSizes, late, "abort on commit.due"},
		{everything, someSizes, other, "hang owner on commit.due for 4s; hang actor on commit.due for 4s"},
		{everything, someSizes, at("commit.answered"), "lose-reply: " + notThen},
		{everything, someSizes, at("stamp.due"), "drop: " + repeated},
		{everything, thorough, at("stamp.due"), "drop actor on stamp.due"},
		{steady, someSizes, at("commit.due"), "drift: " + nothingThere},
		{everything, someSizes, at("commit.due"), "replace node/a1 on commit.due for 5s"},
	} {
		kind, why, isWhy := strings.Cut(c.want, ": ")
		want := why
		if !isWhy {
			kind, _, _ = strings.Cut(c.want, " ")
			want = c.want
		}
		if got := texts(c.s, c.z, c.o, kind); got != want {
			t.Errorf("%s: got %q, want %q", c.o.Place, got, want)
		}
	}
}
