package campaign

import (
	"fmt"
	"slices"
	"time"

	"pawl/checker"
	"pawl/reports"
	"pawl/scenarios"
)

// An ending is what a story leads to: a violation, or whatever else a run came to.
type ending struct {
	at        time.Duration
	who, what string
	key       string         // that it is about; empty: any
	cites     []checker.Cite // what its words speak of
}

// until is when the story ends: what is cited may come after the violation.
func (e *ending) until() time.Duration {
	last := e.at
	for _, c := range e.cites {
		last = max(last, c.At)
	}
	return last
}

// toldMoments is how many moments before the end are told besides what the ending
// speaks of, faults, and what people asked for.
const toldMoments = 12

// story tells what led to an ending: what the ending speaks of, the faults, and of
// the rest the latest that is about the same thing. It says where anything is left
// out, and last of all what should have happened and did not, as far as the history
// shows it.
func story(o *scenarios.Outcome, end ending) []reports.Moment {
	if o.Past == nil {
		return []reports.Moment{}
	}
	all := chronicle(o, &end)
	about := subjectOf(o.Past, &end)
	chosen := about.choose(all)
	told := abridged(all, chosen)
	for _, what := range missing(o, &end, about) {
		told = append(told, reports.Moment{Who: "missing", What: what, Kind: reports.Missing})
	}
	return told
}

// chronicle is all that could be told, in the order of time, up to the end.
func chronicle(o *scenarios.Outcome, end *ending) []moment {
	t := narrator{until: end.until(), key: end.key, cites: end.cites}
	t.strikes(o.Injections)
	t.requests(o.Past)
	t.asks(o.Past)
	t.writes(o.Past)
	t.effects(o.Past)
	t.served(o.Past)
	t.kept(o.Past)
	if len(o.Past.Keys) == 1 { // a trace does not tell the key
		t.refusals(o.Trace)
	}
	t.told = append(t.told, moment{at: end.at, who: end.who, what: end.what, kind: reports.Ending, always: true})
	slices.SortStableFunc(t.told, func(a, b moment) int { return int(min(max(a.at-b.at, -1), 1)) })
	return t.told
}

// abridged puts what is chosen into rows, and a mark wherever something was left out.
func abridged(all []moment, chosen []bool) []reports.Moment {
	told := []reports.Moment{}
	var rows []row
	left := 0
	flush := func() {
		for i := range rows {
			told = append(told, rows[i].tell())
		}
		rows = rows[:0]
	}
	for i := range all {
		switch m := &all[i]; {
		case !chosen[i]:
			left++
		case left == 0 && joins(rows, m):
		default:
			if left > 0 {
				flush()
				told = append(told, reports.Moment{Who: "…", What: fmt.Sprintf("(%d left out)", left), Kind: reports.Gap})
			}
			rows, left = append(rows, row{m, m, 1}), 0
		}
	}
	flush()
	return told
}

// A row is the same thing some times.
type row struct {
	first, last *moment
	n           int
}

// joins puts a moment into the row of its like, and says whether there is one: that
// of the moment before, or, of what is done often, any that nothing spoken of has
// come after.
func joins(rows []row, m *moment) bool {
	for i := range slices.Backward(rows) {
		r := &rows[i]
		switch {
		case r.last.always || m.always:
			return false
		case r.last.who == m.who && r.last.what == m.what:
			r.last = m
			r.n++
			return true
		case !m.often:
			return false
		}
	}
	return false
}

// inARow is how far apart the first and the last moment of a row may be and still
// be given one time.
const inARow = 100 * time.Millisecond

func (r *row) tell() reports.Moment {
	m := reports.Moment{At: clock(r.first.at), Who: r.first.who, What: r.first.what, Kind: r.first.kind}
	if r.last.at-r.first.at > inARow {
		m.At = seconds(r.first.at) + "–" + clock(r.last.at)
	}
	switch r.n {
	case 1:
	case 2:
		m.What += ", twice"
	default:
		m.What += fmt.Sprintf(", %d times", r.n)
	}
	return m
}
