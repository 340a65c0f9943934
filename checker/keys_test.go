package checker

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// later moves all that a history tells to a later time, revision and number, and to another key.
func later(h *Past, key string, by time.Duration) {
	for _, l := range leaves("", "", reflect.ValueOf(h)) {
		switch name := l.kind[strings.LastIndex(l.kind, ".")+1:]; {
		case l.at >= 0 || strings.HasPrefix(l.kind, "Policy") || l.kind == "CallTimeout" || name == "TTL":
		case name == "Key":
			l.value.SetString(key)
		case name == "ID" && l.value.CanInt() || l.kind == "Opens.Seal" || name == "Revision" || name == "Ended":
			if l.value.Int() > 0 {
				l.value.SetInt(l.value.Int() + 100_000)
			}
		case l.kind == "Acts.ID" || name == "Cause" && strings.HasPrefix(l.value.String(), byOperator):
			l.value.SetString(l.value.String() + "-" + key)
		default:
			if d, is := l.time(); is && d > 0 {
				l.value.SetInt(int64(d + by))
			}
		}
	}
	h.Keys = []string{key}
}

// Two keys in one history are judged as each is by itself: whatever is about one of them is
// not the other's.
func TestTwoKeysAreJudgedApart(t *testing.T) {
	first, second := eventful(), eventful()
	second.Refusals, second.Views[3].Active = append(second.Refusals, second.Refusals...), 7
	later(second, "q", first.End)
	rechain(second)
	both := *first
	history := *first.History
	both.History = &history
	both.Keys, both.End = []string{"k", "q"}, second.End
	both.Faults, both.Starts, both.Stands = append(first.Faults, second.Faults...), append(first.Starts, second.Starts...), append(first.Stands, second.Stands...)
	both.Seals, both.Denials, both.Opens = append(first.Seals, second.Seals...), append(first.Denials, second.Denials...), append(first.Opens, second.Opens...)
	both.Views, both.Stamps, both.Asks = append(first.Views, second.Views...), append(first.Stamps, second.Stamps...), append(first.Asks, second.Asks...)
	both.Effects, both.Triggers, both.Acts = append(first.Effects, second.Effects...), append(first.Triggers, second.Triggers...), append(first.Acts, second.Acts...)
	both.Pages, both.Refusals = append(first.Pages, second.Pages...), append(first.Refusals, second.Refusals...)
	for i := range both.Asks {
		both.Asks[i].ID = i + 1
	}
	var lines []string
	for i, part := range split(&both) {
		for _, x := range []struct {
			name string
			n    int
		}{{"seals", len(part.Seals)}, {"denials", len(part.Denials)}, {"opens", len(part.Opens)}, {"views", len(part.Views)}, {"stamps", len(part.Stamps)}, {"asks", len(part.Asks)},
			{"effects", len(part.Effects)}, {"triggers", len(part.Triggers)}, {"acts", len(part.Acts)}, {"pages", len(part.Pages)}, {"refusals", len(part.Refusals)}} {
			lines = append(lines, fmt.Sprintf("%s has %d %s", both.Keys[i], x.n, x.name))
		}
	}
	lines = append(lines, said(Check(&both, Options{Porcupine: time.Minute}))...)
	golden(t, "two-keys.txt", strings.Join(lines, "\n")+"\n")

	// One transaction may change both.
	both.Views = slices.Clone(both.Views)
	n := len(first.Views)
	both.Views[n].Revision, both.Views[n].Sent, both.Views[n].At, both.Views[n].Early = both.Views[n-1].Revision, both.Views[n-1].Sent, both.Views[n-1].At, both.Views[n-1].Early
	if why := validate(&both); len(why) > 0 {
		t.Errorf("two keys at one revision: %v", why)
	}
	both.Views[n].Key = "k"
	if why := validate(&both); len(why) == 0 {
		t.Error("one key twice at one revision is not found")
	}
}

// What makes processes ask: each revision once, each request and act twice.
func TestReasonsToAsk(t *testing.T) {
	h := &Past{History: &History{Facts: []Fact{
		{Revision: 1, Times: Times{At: 50}, What: &Wrote{}},
		{Revision: 1, Times: Times{At: 50}, What: &Wrote{}},
		{Revision: 2, Times: Times{At: 60}, What: &Wrote{}},
		{Revision: 2, Times: Times{At: 65}, What: &Leased{}},
		{Times: Times{Sent: 10, At: 15}, What: &Requested{}},
		{Times: Times{Sent: 70}, What: &Acted{}},
		{Times: Times{Sent: 75}, What: &Asked{}},
		{Times: Times{Sent: 80}, What: &Emitted{}},
		{Times: Times{Sent: 85}, What: &Denied{}},
	}}}
	if got := h.reasons(); !slices.Equal(got, []time.Duration{10, 10, 50, 60, 70, 70}) {
		t.Errorf("%v", got)
	}
	used := &Past{History: &History{Policy: Policy{SealLimit: 1}, Facts: append(slices.Clone(h.Facts),
		Fact{Times: Times{Sent: 90}, What: &Lodged{}}, Fact{Times: Times{Sent: 95}, What: &Recalled{}})}}
	if got := used.reasons(); !slices.Equal(got, []time.Duration{10, 10, 50, 60, 70, 70, 80, 85, 90, 90, 95, 95}) {
		t.Errorf("with a limit of use: %v", got)
	}
	if got := (&Past{History: &History{}}).reasons(); got == nil || len(got) > 0 {
		t.Errorf("of nothing: %v", got)
	}
	// Where there are no stamps to go by, the store may be asked for each text that is opened.
	opens := []Fact{{Times: Times{At: 30}, What: &Opened{}}, {Times: Times{At: 40}, What: &Opened{Relying: true}}, {What: &Opened{}}}
	for stamps, want := range map[bool][]time.Duration{false: {30}, true: {}} {
		if got := (&Past{History: &History{Offers: Offers{Stamps: stamps}, Facts: opens}}).reasons(); !slices.Equal(got, want) {
			t.Errorf("of opened texts, stamps %t: %v, want %v", stamps, got, want)
		}
	}
	for at, want := range map[time.Duration]int{9: 0, 10: 2, 49: 2, 50: 3, 70: 6, 99: 6} {
		if got := countUpTo(h.reasons(), at); got != want {
			t.Errorf("up to %d: %d, want %d", at, got, want)
		}
	}
	// A process is held to its rounds and to what happened in two seconds.
	storm := func(requests, changes int, ago time.Duration) bool {
		b := bootstrap(1)
		b.pass(5 * sec)
		for i := range changes {
			b.h.Facts = append(b.h.Facts, Fact{ID: i + 1, Key: "k", Revision: int64(i + 1), Times: Times{At: b.now - ago}, What: &Wrote{Object: "k/x"}})
		}
		for range requests {
			b.h.Asks = append(b.h.Asks, Ask{Key: "k", By: "w3#1", Times: Times{Sent: b.now}, Asked: &Asked{Verb: "txn", To: "store", Reply: Done}})
		}
		return l3.of(b.done()).Clauses[l3Requests].Broken > 0
	}
	limit := bootstrap(1).rounds()
	for _, c := range []struct {
		requests, changes int
		ago               time.Duration
		want              bool
	}{
		{limit, 0, 0, false}, {limit + 1, 0, 0, true},
		{limit + 3, 1, 0, false}, {limit + 4, 1, 0, true},
		{limit + 30, 10, 2*sec - 1, false}, {limit + 31, 10, 2*sec - 1, true}, {limit + 30, 10, 2 * sec, true},
	} {
		if got := storm(c.requests, c.changes, c.ago); got != c.want {
			t.Errorf("%d requests, %d changes %s before: a storm %v", c.requests, c.changes, c.ago, got)
		}
	}
	var r rate
	for _, c := range []struct {
		sent time.Duration
		want int
	}{{0, 1}, {sec - 1, 2}, {sec, 3}, {2*sec - 1, 4}, {2 * sec, 3}, {4 * sec, 1}, {4 * sec, 2}, {5 * sec, 3}, {7 * sec, 1}} {
		if got := r.count(c.sent); got != c.want {
			t.Errorf("at %s: %d, want %d", c.sent, got, c.want)
		}
	}
}

// What a process makes in a second though nothing happens depends on its pace and its keys.
func TestRounds(t *testing.T) {
	for _, c := range []struct {
		backoff, lease time.Duration
		among, views   int
		want           int
	}{
		{0, 32 * sec, 0, 0, 6 * 1001}, {ms, 32 * sec, 0, 0, 6 * 1001}, {2 * ms, 32 * sec, 0, 0, 6 * 501},
		{500 * ms, 32 * sec, 0, 0, 6 * 3}, {2 * sec, 32 * sec, 0, 0, 6 * 2}, {2 * sec, 96 * sec, 1, 0, 6 * 1}, {2 * sec, 96 * sec, 2, 0, 2 * 6}, {2 * sec, 96 * sec, 3, 2, 3 * 8},
	} {
		h := &Past{History: &History{Policy: Policy{Backoff: c.backoff, OpenLease: c.lease}}, fellows: make([]*Past, c.among)}
		if c.views > 0 {
			h.Views = []View{{}, {Versions: make([]Version, c.views)}, {Versions: make([]Version, 1)}}
		}
		if got := h.rounds(); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
}
