package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"pawl/checker"
	"pawl/live/follow"
	"pawl/reports"
)

// A teller writes what happens, a line at a time.
type teller struct {
	out         io.Writer
	json, quiet bool
	zero        time.Time
	failed      error
	away        bool // the store does not answer
}

// at is a time for people elsewhere.
func (t *teller) at(d time.Duration) string { return t.zero.Add(d).UTC().Format(time.RFC3339Nano) }

func (t *teller) line(format string, args ...any) {
	_, err := fmt.Fprintf(t.out, "%s\n", plain(fmt.Sprintf(format, args...)))
	t.keep(err)
}

// plain has nothing in a line that a terminal would do: what the store holds may be anybody's.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return '?'
		}
		return r
	}, s)
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
func (t *teller) starts(a *asked, revision int64, held int) {
	if t.json {
		t.object(struct {
			Event    string     `json:"event"`
			Engine   string     `json:"engine"`
			Prefix   string     `json:"prefix"`
			Revision int64      `json:"revision"`
			Held     int        `json:"held"`
			From     string     `json:"from"`
			Unjudged []unjudged `json:"unjudged"`
		}{"start", a.engine, a.store.Root, revision, held, t.at(0), leftOut()})
		return
	}
	t.line("Following %s of engine %s, below %s, from revision %d on: it holds %s. Times in details count from %s.",
		strings.Join(a.store.Endpoints, ", "), a.engine, a.store.Root, revision, reports.Count(held, "key"), t.at(0))
	t.unjudged()
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
			Time  string `json:"time"`
			follow.Transition
		}{"transition", t.at(x.At), x})
	default:
		t.line("%s %s %s", t.at(x.At), x.Key, words(x))
	}
}

// words are a transition in a line.
func words(x follow.Transition) string {
	s := fmt.Sprintf("%s revision %d, v%d", x.Phase, x.Revision, x.Active)
	if x.Next != 0 {
		s += fmt.Sprintf(" → v%d", x.Next)
	}
	s += fmt.Sprintf(", by %s, fence %d", x.Owner, x.Fence)
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
	t.line("%s %s VIOLATION %s %s: %s", a.Time, a.Key, a.Invariant, a.Clause, a.Detail)
	t.line("  %s: %s", a.Invariant, a.Sentence)
	if a.History != "" {
		t.line("  its facts: pawl judge %s", a.History)
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
	t.unjudged()
	t.line("%s Verdict: %s.", s.Closing, strings.ReplaceAll(string(s.Verdict), "_", " "))
}
