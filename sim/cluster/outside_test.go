package cluster

import (
	"strings"
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/sim/deploy"
)

// TestOutside: what is done by hand bites, and the reference holds: it goes on from nothing
// that it cannot trust, and tells people where somebody has to put something right.
func TestOutside(t *testing.T) {
	for _, c := range []struct{ text, playbook string }{
		{"delete-by-hand record at 10s", "record-behind-its-audit"},
		{"put-back by 7s at 10s", "record-behind-its-audit"},
		{"put-back by 100ms on commit.answered #2", "record-behind-its-audit"},
		{"garble-by-hand record on publish.answered #2", "record-unreadable"},
		{"delete-by-hand entry at 10s", ""},
		{"garble-by-hand entry on publish.answered #2", ""},
		{"garble-by-hand stamp on drain.answered #2", ""},
		{"destroy-by-hand next on mint.answered #2", "key-service-rejects"},
		{"destroy-by-hand active at 10s", ""},
		{"destroy-by-hand oldest at 10s", ""},
	} {
		for seed := range uint64(3) {
			s := deploy.Standard(reference.Engine(), seed)
			s.Events = append(s.Events, plan(t, c.text)...)
			r := mustRun(t, s)
			mustHold(t, s, r)
			if in := injected(t, r, 0); in.Bit != 1 {
				t.Errorf("seed %d: %s bit %d times", seed, c.text, in.Bit)
			}
			p := checker.Derive(r.History)
			if len(p.Meddled) != 1 {
				t.Errorf("seed %d: of %s the history has %v", seed, c.text, p.Meddled)
			}
			told := ""
			for _, x := range p.Pages {
				if x.Halt.Class != "recoverable" {
					told = x.Halt.Playbook
				}
			}
			if told != c.playbook {
				t.Errorf("seed %d: of %s people are told by %q, want %q", seed, c.text, told, c.playbook)
			}
		}
	}
}

// What there is not, and what a store or a key service that is away has, nobody changes.
func TestOutsideWithoutAnything(t *testing.T) {
	for _, text := range []string{"delete-by-hand record at 10ms", "put-back by 5s at 1s", "garble-by-hand stamp at 10ms", "destroy-by-hand next at 12s", "put-back by 1s at 12s"} {
		s := deploy.Standard(reference.Engine(), 1)
		s.Events = append(s.Events, plan(t, text)...)
		r := mustRun(t, s)
		mustHold(t, s, r)
		if in := injected(t, r, 0); !in.Injected || in.Bit != 0 {
			t.Errorf("%s: injected %v, and bit %d times", text, in.Injected, in.Bit)
		}
	}
	for _, texts := range [][]string{
		{"crash store at 11s for 3s", "delete-by-hand record at 12s"},
		{"no-leader at 11s for 3s", "delete-by-hand record at 12s"},
		{"crash keys at 11s for 3s", "destroy-by-hand active at 12s"},
	} {
		s := deploy.Standard(reference.Engine(), 1)
		s.Events = append(s.Events, plan(t, texts...)...)
		r := mustRun(t, s)
		if in := injected(t, r, 0); in.Bit != 0 {
			t.Errorf("%q: it bit %d times", texts, in.Bit)
		}
	}
}

// Put back as it was, a record is the last one again, and the next rotation commits.
func TestPutBackAsItWas(t *testing.T) {
	s := deploy.Standard(reference.Engine(), 1)
	s.Events = append(s.Events, plan(t, "delete-by-hand record at 10s", "put-back by 4s at 13s")...)
	r := mustRun(t, s)
	mustHold(t, s, r)
	p := checker.Derive(r.History)
	last := &p.Views[len(p.Views)-1]
	if len(p.Meddled) != 2 || p.Meddled[0].Until != 13*time.Second || last.Active != 3 {
		t.Errorf("%+v, and v%d is active", p.Meddled, last.Active)
	}
}

// An engine that does not say what in the store is a record, or that it stands what is done
// past it, is not given such a thing.
func TestOutsideNeedsTheView(t *testing.T) {
	mute, trusting := reference.Engine(), reference.Engine()
	mute.View.Describe = nil
	trusting.View.Doubts = false
	for _, text := range []string{"delete-by-hand record at 10s", "destroy-by-hand active at 10s", "garble-by-hand stamp at 10s"} {
		for _, e := range []engine.Engine{mute, trusting} {
			s := deploy.Standard(e, 1)
			s.Events = append(s.Events, plan(t, text)...)
			if _, err := (Simulated{}).Run(t.Context(), s); err == nil || !strings.Contains(err.Error(), "done past") {
				t.Errorf("%s: %v", text, err)
			}
		}
	}
}
