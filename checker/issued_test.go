package checker

import (
	"testing"
	"time"
)

// twoLevels are the pasts of an anchor and of a key under it, as they are judged.
func twoLevels(anchor, child []View, mints ...Effect) (a, k *Past) {
	of := func(key string, views []View, effects []Effect) *Past {
		h := &History{Keys: []string{key}, End: time.Minute, Policy: Policy{Anchor: "anchor"}, Offers: Offers{Record: true, Issues: true}}
		return (&Past{History: h, Views: views, Effects: effects}).replay()
	}
	a, k = of("anchor", anchor, nil), of("k", child, mints)
	a.fellows = []*Past{a, k}
	k.fellows = a.fellows
	return a, k
}

// stood is a view of a key at a second, which is its revision too.
func stood(second int, p Phase, active, next uint32, versions ...Version) View {
	at := time.Duration(second) * time.Second
	return View{Revision: int64(second), Early: at, At: at, RecordWritten: true, Record: Record{Phase: p, Active: active, Next: next}, Versions: versions}
}

func is(n uint32, s State, under uint32) Version { return Version{N: n, State: s, Under: under} }

// TestMadeUnderWhatEverybodyHas holds what is made to how the anchor stood when it was asked for.
func TestMadeUnderWhatEverybodyHas(t *testing.T) {
	anchor := []View{
		stood(1, Intent, 0, 1, is(1, Pending, 0)), stood(3, Committed, 1, 0, is(1, Active, 0)),
		stood(5, Published, 1, 2, is(1, Active, 0), is(2, Pending, 0)), stood(7, Verified, 1, 2, is(1, Active, 0), is(2, Pending, 0)),
		stood(9, Committed, 2, 0, is(1, Deprecated, 0), is(2, Active, 0)), stood(11, Idle, 2, 0, is(1, Revoked, 0), is(2, Active, 0)),
	}
	for _, c := range []struct {
		at     int
		under  uint32
		broken int
	}{
		{0, 1, 1}, {2, 1, 1}, {3, 1, 0}, {4, 1, 0}, {4, 0, 1}, {4, 2, 1}, {6, 2, 1}, {6, 1, 0}, {7, 2, 0}, {8, 2, 0}, {10, 2, 0}, {10, 1, 0}, {12, 1, 1}, {12, 3, 1},
	} {
		sent := time.Duration(c.at)*time.Second + time.Millisecond
		_, k := twoLevels(anchor, nil, Effect{Key: "k", Sent: sent, Early: sent, At: sent + time.Second, Outside: Outside{Kind: Mint, Version: 1, Under: c.under, Accepted: true, Made: true}})
		if got := s3.of(k).Clauses[s3Issued]; got.Judged != 1 || got.Broken != c.broken {
			t.Errorf("asked for at %ds, under v%d: judged %d, broken %d, want 1 and %d", c.at, c.under, got.Judged, got.Broken, c.broken)
		}
	}
}

// TestAnchorsWait for what is issued under them, whoever retires them.
func TestAnchorsWait(t *testing.T) {
	for _, c := range []struct {
		name           string
		child          []View
		now            State
		judged, broken int
	}{
		{"in use", []View{stood(3, Idle, 1, 0, is(1, Active, 1))}, Retiring, 1, 1},
		{"about to be made", []View{stood(3, Intent, 0, 1, is(1, Pending, 1))}, Retiring, 1, 1},
		{"still opened", []View{stood(3, Idle, 2, 0, is(1, Retiring, 1), is(2, Active, 2))}, Retiring, 1, 1},
		{"revoked before", []View{stood(3, Idle, 1, 0, is(1, Active, 1)), stood(9, Idle, 2, 0, is(1, Revoked, 1), is(2, Active, 2))}, Retiring, 1, 0},
		{"revoked after", []View{stood(3, Idle, 1, 0, is(1, Active, 1)), stood(11, Idle, 2, 0, is(1, Revoked, 1), is(2, Active, 2))}, Retiring, 1, 1},
		{"burnt", []View{stood(3, Aborted, 0, 1, is(1, Burnt, 1))}, Retiring, 1, 0},
		{"under another", []View{stood(3, Idle, 1, 0, is(1, Active, 2))}, Retiring, 0, 0},
		{"in use when it is revoked", []View{stood(3, Idle, 1, 0, is(1, Active, 1))}, Revoked, 1, 1},
	} {
		was := map[State]State{Retiring: Deprecated, Revoked: Retiring}[c.now]
		a, _ := twoLevels([]View{stood(4, Idle, 2, 0, is(1, was, 0), is(2, Active, 0)), stood(10, Idle, 2, 0, is(1, c.now, 0), is(2, Active, 0))}, c.child)
		if got := s12.of(a).Clauses[s12Under]; got.Judged != c.judged || got.Broken != c.broken {
			t.Errorf("%s: judged %d, broken %d, want %d and %d", c.name, got.Judged, got.Broken, c.judged, c.broken)
		}
	}
}

// TestAnchorsMayWait for as long as something that is not destroyed is issued under them.
func TestAnchorsMayWait(t *testing.T) {
	a, k := twoLevels(nil, []View{stood(3, Idle, 1, 0, is(1, Active, 1)), stood(6, Idle, 2, 0, is(1, Revoked, 1), is(2, Active, 2)), stood(8, Idle, 2, 0, is(1, Destroyed, 1), is(2, Active, 2))})
	var all trouble
	if got := all.withAll(a.issuing(1)); len(got) != 1 || got[0] != (interval{3 * time.Second, 8 * time.Second}) {
		t.Errorf("waits for v1: %v", got)
	}
	if got := k.issuing(1); got != nil {
		t.Errorf("a key that is no anchor waits: %v", got)
	}
}

// TestIssuedUnderTheActiveOne holds what a number is allocated under to the anchor's record as it
// was just then.
func TestIssuedUnderTheActiveOne(t *testing.T) {
	anchor := []View{
		stood(1, Committed, 1, 0, is(1, Active, 0)),
		stood(5, Published, 1, 2, is(1, Active, 0), is(2, Pending, 0)),
		stood(9, Committed, 2, 0, is(1, Deprecated, 0), is(2, Active, 0)),
	}
	for _, c := range []struct {
		at    int
		under uint32
		fires bool
	}{{3, 1, false}, {6, 1, false}, {6, 2, true}, {10, 2, false}, {10, 1, true}, {10, 3, true}, {10, 0, false}} {
		_, k := twoLevels(anchor, []View{stood(2, Idle, 0, 0), stood(c.at, Intent, 0, 1, is(1, Pending, c.under)), stood(11, Staged, 0, 1, is(1, Pending, c.under))})
		if got := s3.of(k).Clauses[s3Anchored]; got.Broken > 0 != c.fires || got.Judged > 0 != (c.under != 0) {
			t.Errorf("allocated at %ds under v%d: judged %d, broken %d", c.at, c.under, got.Judged, got.Broken)
		}
	}
}
