package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"pawl/checker"
	"pawl/cmd/setting"
	"pawl/live/follow"
	"pawl/reports"
)

// A teller writes what happens, a line at a time.
type teller struct {
	out         io.Writer
	json, quiet bool
	zero        time.Time
	known       time.Duration // times of before it are none of the clock's
	failed      error
	away        bool // the store does not answer
}

// at is a time for people elsewhere.
func (t *teller) at(d time.Duration) string { return t.zero.Add(d).UTC().Format(time.RFC3339Nano) }

func (t *teller) line(format string, args ...any) {
	_, err := fmt.Fprintf(t.out, "%s\n", setting.Plain(fmt.Sprintf(format, args...)))
	t.keep(err)
}

func (t *teller) object(x any) {
	e := json.NewEncoder(t.out)
	e.SetEscapeHTML(false)
	t.keep(e.Encode(x))
}

func (t *teller) keep(err error) {
	if t.failed == nil {
		t.failed = err
	}
}

// starts says what is followed, and what is not judged.
func (t *teller) starts(a *asked, b *follow.Beginning) {
	if t.json {
		t.object(struct {
			Event    string        `json:"event"`
			Engine   string        `json:"engine"`
			Prefix   string        `json:"prefix"`
			Revision int64         `json:"revision"`
			Held     int           `json:"held"`
			From     string        `json:"from"`
			Past     *past         `json:"past,omitempty"`
			PolicyOf string        `json:"policy_of"` // empty: nobody said what it is
			Policy   []policyValue `json:"policy"`
			Unjudged []unjudged    `json:"unjudged"`
		}{"start", a.engine, a.store.Root, b.Revision, len(b.Held), t.at(0), pastOf(b), a.held.by, a.held.values, leftOut()})
		return
	}
	from := fmt.Sprintf("from now on, which is revision %d: it holds %s", b.Revision, reports.Count(len(b.Held), "key"))
	switch {
	case b.Past() && b.Revision == 0:
		from = "from its first revision on"
	case b.Past():
		from = fmt.Sprintf("from revision %d on: before that it held %s", b.Revision+1, reports.Count(len(b.Held), "key"))
	}
	t.line("Following %s of engine %s, below %s, %s.", strings.Join(a.store.Endpoints, ", "), a.engine, a.store.Root, from)
	if p := pastOf(b); p != nil {
		t.line("Revisions %d to %d were there before: %s.", p.First, p.Last, p.Why)
	}
	t.line("%s", a.against())
	t.unjudged()
}

// past is what was there before it was looked at.
type past struct {
	First int64  `json:"first"` // revision
	Last  int64  `json:"last"`
	Why   string `json:"not_judged"`
}

// pastOf is what a beginning has of it; nil: nothing.
func pastOf(b *follow.Beginning) *past {
	if !b.Past() {
		return nil
	}
	return &past{b.Revision + 1, b.Was, "when they came is not known, since etcd keeps no times, so that of what takes a time (leads, leases, lifetimes, deadlines) nothing is judged of them"}
}

// unjudged says what is not judged, by what cannot be seen.
func (t *teller) unjudged() {
	t.line("Not judged, since it cannot be seen from the store")
	var part []string
	for _, sense := range follow.Unseen {
		var ids []string
		last := ""
		for _, u := range checker.Without([]checker.Sense{sense}) {
			switch {
			case u.Part != "":
				part = append(part, fmt.Sprintf("  %s %s: %s.", u.Invariant, u.Clause, u.Part))
			case u.Invariant == last:
				ids[len(ids)-1] += ", " + u.Clause
			default:
				ids = append(ids, u.Invariant+" "+u.Clause)
			}
			last = u.Invariant
		}
		if len(ids) > 0 {
			t.line("  %s: %s.", sense, strings.Join(ids, "; "))
		}
	}
	t.line("Judged in part, without")
	for _, p := range part {
		t.line("%s", p)
	}
}

func (t *teller) transition(x follow.Transition) {
	switch {
	case t.quiet:
	case t.json:
		t.object(struct {
			Event string `json:"event"`
			Time  string `json:"time,omitempty"` // of the past, nobody knows
			follow.Transition
		}{"transition", t.when(x), x})
	default:
		t.line("%s %s %s", cmp.Or(t.when(x), before), x.Key, words(x))
	}
}

// before stands where a time would, of what was there before.
const before = "before"

// when is the time of a transition; empty: nobody knows.
func (t *teller) when(x follow.Transition) string {
	if x.Past {
		return ""
	}
	return t.at(x.At)
}

// words are a transition in a line.
func words(x follow.Transition) string {
	s := fmt.Sprintf("%s revision %d, v%d", x.Phase, x.Revision, x.Active)
	if x.Next != 0 {
		s += fmt.Sprintf(" → v%d", x.Next)
	}
	if x.Owner != "" {
		s += ", by " + x.Owner
	}
	s += fmt.Sprintf(", fence %d", x.Fence)
	if x.Did != "" && x.Did != x.Phase {
		s += ": " + x.Did
	}
	if x.Cause != "" {
		s += ", for " + x.Cause
	}
	if x.Halt != "" {
		s += "; " + x.Halt
	}
	return s
}

func (t *teller) finding(a *alert) {
	if t.json {
		t.object(a)
		return
	}
	t.line("%s %s VIOLATION %s %s: %s", cmp.Or(a.Time, before), a.Key, a.Invariant, a.Clause, t.dated(a.Detail))
	t.line("  %s: %s", a.Invariant, a.Sentence)
	switch {
	case a.unfit != "":
		t.line("  its facts are in %s, which pawl judge does not take: %s", a.History, a.unfit)
	case a.History != "":
		t.line("  its facts: pawl judge %s (its times count from %s)", a.History, t.at(0))
	}
}

func (t *teller) gap(why string) {
	if t.json {
		t.object(alert{Event: "gap", Why: why})
		return
	}
	t.line("GAP: %s", why)
}

func (t *teller) waits(err error) {
	t.away = err != nil
	why := "the store answers again"
	if err != nil {
		why = "the store does not answer; what happens is judged when it does: " + err.Error()
	}
	if t.json {
		t.object(alert{Event: "store", Why: why})
		return
	}
	t.line("%s", why)
}

// ends tells the summary.
func (t *teller) ends(s *summary) {
	if t.json {
		t.object(s)
		return
	}
	t.line("%s of the store, %s judged in windows, of which %d were cut at rest. Something was judged of: %s.",
		reports.Count(s.Revisions, "revision"), reports.Count(s.Facts, "fact"), s.Windows, strings.Join(s.Judged, " "))
	for _, g := range s.Gaps {
		t.line("  missed: %s", g)
	}
	if more := s.Missed - len(s.Gaps); more > 0 {
		t.line("  and %d more", more)
	}
	if s.Undelivered > 0 {
		t.line("%s did not get to the pager.", reports.Count(s.Undelivered, "alert"))
	}
	if s.Past != nil {
		t.line("Of revisions %d to %d, nothing that takes a time was judged: they were there before.", s.Past.First, s.Past.Last)
	}
	t.line("What a store does not show, and so was not judged, was said at the start.")
	t.line("%s Verdict: %s.", s.Closing, strings.ReplaceAll(string(s.Verdict), "_", " "))
}
