package checker

import (
	"testing"
	"time"
)

// TestMadeToLast holds what is made to the life that policy gives it.
func TestMadeToLast(t *testing.T) {
	const life = time.Minute
	for _, c := range []struct {
		name  string
		ends  func(made time.Duration) time.Duration
		fires bool
	}{
		{"for its life", func(made time.Duration) time.Duration { return made + life }, false},
		{"as long as clocks may be off besides", func(made time.Duration) time.Duration { return made + life + 400*ms }, false},
		{"for longer", func(made time.Duration) time.Duration { return made + life + 401*ms }, true},
		{"for ever", func(time.Duration) time.Duration { return 0 }, true},
		{"until its issuer ends", func(made time.Duration) time.Duration { return made + life/2 }, false},
	} {
		b := ready()
		h := b.done()
		h.Policy.KeyLife, h.Policy.WallSkew, h.Offers.Ends = life, 400*ms, true
		for i := range h.Effects {
			if e := &h.Effects[i]; e.Kind == Mint {
				e.Ends = c.ends(e.At)
			}
		}
		if got := clauseFired(h, "S5", "lasts"); got != c.fires {
			t.Errorf("%s: fired %t, want %t", c.name, got, c.fires)
		}
	}
}

// TestUsedToItsEnd holds what is sealed to the life that policy gives its version, by no clock.
func TestUsedToItsEnd(t *testing.T) {
	for _, c := range []struct {
		name  string
		said  time.Duration // how much later than that the key service said that it ends
		life  time.Duration // what was left of the version at the last seal, beyond what that lives
		fires bool
	}{
		{"in time", 0, ms, false},
		{"just in time", 0, 0, false},
		{"too late, by the life that policy gives", 300 * ms, -ms, true},
		{"in time, by less than the key service says", -300 * ms, ms, false},
		{"too late, by what it says and clocks can be off", -500 * ms, 99 * ms, true},
		{"in time, by that", -500 * ms, 100 * ms, false},
	} {
		h := ready().done()
		last := h.Seals[len(h.Seals)-1]
		h.Policy.WallSkew, h.Offers.Ends = 400*ms, true
		var made *Effect
		for i := range h.Effects {
			if e := &h.Effects[i]; e.Kind == Mint && e.Version == last.Version {
				made = e
			}
		}
		h.Policy.KeyLife = last.Emitted + h.Policy.Lifetime + c.life - made.At
		for i := range h.Effects {
			if e := &h.Effects[i]; e.Kind == Mint {
				e.Ends = e.At + h.Policy.KeyLife + c.said
			}
		}
		h.ends = endings(h)
		if got := clauseFired(h, "S5", "outlives"); got != c.fires {
			t.Errorf("%s: fired %t, want %t", c.name, got, c.fires)
		}
	}
}
