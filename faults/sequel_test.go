package faults

import (
	"slices"
	"testing"
	"time"
)

// isSequel says whether a plan is one of the sequels.
func isSequel(plan []Event) bool {
	return slices.ContainsFunc(sequels, func(beats []beat) bool {
		return len(plan) == len(beats) && !slices.ContainsFunc(beats, func(b beat) bool {
			return !slices.ContainsFunc(plan, func(e Event) bool { return b.has(e) })
		})
	})
}

// has says whether an event is that of a beat.
func (b *beat) has(e Event) bool {
	if e.On == "" {
		return slices.Contains(b.kinds, e.Kind) && b.from <= e.At && e.At <= b.to
	}
	return slices.Contains(b.kinds, e.Kind) && slices.Contains(b.on, e.On) && e.Nth == b.nth
}

// paged is a standard run whose pager can be cut off, with a key under another.
func paged() Space {
	s := standard
	s.Keys, s.Anchor, s.Paged, s.Strangers = []string{"orders", "refunds"}, "orders", []string{onDuty}, []string{"mallory"}
	return s
}

// TestSequels wants each of them, with every kind at every moment of each beat, about one key,
// and within the time of faults.
func TestSequels(t *testing.T) {
	s := paged()
	seen, drawn := map[string]int{}, 0
	for n := 7; n < 3*8*seeds; n += 8 {
		p := rollTurn(All, n, s)
		if !isSequel(p) {
			continue
		}
		drawn++
		for _, e := range p {
			if got, err := Parse(e.String()); err != nil || got != e || e.ValidateKeys(s.Keys) != nil {
				t.Errorf("%q parses as %+v, %v; %v", e, got, err, e.ValidateKeys(s.Keys))
			}
			if e.On == "" && (e.At < s.From || e.At+e.For > s.Until) {
				t.Errorf("%q is not over by %v", e, s.Until)
			}
			seen[e.Kind+" "+e.Word+" "+e.On]++
			seen[e.Kind+" "+e.On]++
		}
	}
	if drawn < seeds {
		t.Errorf("%d sequels", drawn)
	}
	for _, b := range slices.Concat(sequels...) {
		for _, kind := range b.kinds {
			for _, on := range append(b.on, make([]string, max(0, 1-len(b.on)))...) {
				if seen[kind+" "+on] == 0 {
					t.Errorf("never %s at %s", kind, on)
				}
			}
		}
	}
	for _, how := range []Manner{Late, Unapproved, ApprovedTwice} {
		if seen["revoke "+string(how)+" settle.answered"] == 0 && seen["rotate "+string(how)+" settle.answered"] == 0 {
			t.Errorf("no emergency is done %s", how)
		}
	}
}

// TestSequelsNeedWhatTheyAreAbout: where there is no pager, no anchor and no time, none is drawn that
// needs it.
func TestSequelsNeedWhatTheyAreAbout(t *testing.T) {
	s := paged()
	s.Paged, s.Anchor, s.Until = nil, "", s.From+time.Second
	for n := 7; n < 8*seeds; n += 8 {
		for _, e := range rollTurn(All, n, s) {
			ofAnchor := e.Kind == TriggerKind && e.On != settled[0] && e.When.Key != "" && e.When.Key == e.Key
			if e.Target == onDuty || ofAnchor {
				t.Errorf("%q", e)
			}
			checkWithin(t, s, e)
		}
	}
}

func checkWithin(t *testing.T, s Space, e Event) {
	if e.On == "" && e.IsFault() && e.At+e.For > s.Until {
		t.Errorf("%q is not over by %v", e, s.Until)
	}
}
