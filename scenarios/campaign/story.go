package campaign

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pawl/reports"
	"pawl/scenarios"
	"pawl/sim"
	"pawl/sim/deploy"
)

// toldMoments is how many moments before the violation are told, faults apart.
const toldMoments = 12

// A moment is one thing worth telling.
type moment struct {
	at        time.Duration
	who, what string
	always    bool // however long before
	more      int  // of the same, right after
}

// story picks what led to an end, such as a violation, from the trace of a run
// that kept it: faults, requests, what was written to the store, material, and
// each change of the version that is sealed under.
func story(o *scenarios.Outcome, end moment) []reports.Moment {
	if len(o.Trace) == 0 {
		return []reports.Moment{}
	}
	all := append(strikes(o, end.at), traced(o.Trace, end.at)...)
	slices.SortStableFunc(all, func(a, b moment) int { return int(a.at/time.Microsecond - b.at/time.Microsecond) })
	all = append(latest(rows(all)), end)
	told := make([]reports.Moment, len(all))
	for i, m := range all {
		told[i] = reports.Moment{At: clock(m.at), Who: m.who, What: m.text()}
	}
	return told
}

func (m *moment) text() string {
	switch m.more {
	case 0:
		return m.what
	case 1:
		return m.what + ", twice"
	}
	return fmt.Sprintf("%s, %d times", m.what, m.more+1)
}

// strikes are the faults that came into force, and that ended.
func strikes(o *scenarios.Outcome, until time.Duration) []moment {
	var all []moment
	for _, in := range o.Injections {
		if !in.Injected || in.From > until {
			continue
		}
		if !in.Event.IsFault() {
			continue // what comes of it is told where it is asked for
		}
		what := in.Event.String()
		if struck := strings.Join(in.Machines, ", "); !strings.Contains(what, struck) && len(in.Machines) < 4 {
			what += " (" + struck + ")"
		}
		all = append(all, moment{at: in.From, who: "fault", what: what, always: true})
		if in.To < until && in.To > in.From {
			all = append(all, moment{at: in.To, who: "fault", what: in.Event.Kind + " ends", always: true})
		}
	}
	return all
}

// traced are the telling events of a trace.
func traced(trace []sim.Event, until time.Duration) []moment {
	var all []moment
	seals := register{back: map[string]bool{}}
	for i := range trace {
		e := &trace[i]
		if e.At > until {
			break
		}
		m := moment{at: e.At, who: e.Actor}
		switch e.What {
		case deploy.Sent:
			m.what = asked(e)
		case deploy.Replied:
			if m.what = answered(e); m.what != "" {
				m.who = sender(trace, e)
			}
		case deploy.Sealed:
			m.what = seals.sealed(e.Actor, e.A)
		}
		if m.what != "" {
			all = append(all, m)
		}
	}
	return all
}

// asked is a request that comes from outside.
func asked(e *sim.Event) string {
	switch {
	case e.Actor == deploy.SchedulerName:
		return "asks for a rotation"
	case e.Actor == deploy.OperatorName:
		return "asks for: " + e.Detail
	}
	return ""
}

// answered is what came of a request whose effect lasts. Losing a race for
// ownership is what workers do all day.
func answered(e *sim.Event) string {
	r := deploy.ReadReply(e)
	switch {
	case r.Errand != "" && r.Took:
		return fmt.Sprintf("pushes %s of version %d", r.Errand, r.Number)
	case r.Step.Transition == "" && r.Took && (r.Step.Name == "mint" || r.Step.Name == "destroy"):
		return fmt.Sprintf("has version %d %sed", r.Number, r.Step.Name)
	case r.Step.Transition == "":
		return ""
	case r.Took:
		return fmt.Sprintf("records %s (revision %d)", r.Step.Transition, r.Number)
	case r.Step.Name != "acquire":
		return "is refused " + r.Step.Transition
	}
	return ""
}

// sender is who sent what an event answers.
func sender(trace []sim.Event, e *sim.Event) string {
	for id := e.Cause; id != 0; id = trace[id-1].Cause {
		if cause := &trace[id-1]; cause.What == deploy.Sent && cause.Detail == e.Detail {
			return cause.Actor
		}
	}
	return e.Actor
}

// A register follows what is sealed under.
type register struct {
	highest int64
	back    map[string]bool // nodes that have sealed under less; looked up only
}

// sealed is worth telling when the version is new, and when a node goes back
// for the first time.
func (r *register) sealed(node string, version int64) string {
	switch {
	case version > r.highest:
		r.highest = version
		clear(r.back)
		return fmt.Sprintf("is the first to seal under version %d", version)
	case version < r.highest && !r.back[node]:
		r.back[node] = true
		return fmt.Sprintf("seals under version %d, after others did under %d", version, r.highest)
	}
	return ""
}

// rows puts equal moments in a row together.
func rows(all []moment) []moment {
	var some []moment
	for _, m := range all {
		if n := len(some); n > 0 && some[n-1].who == m.who && some[n-1].what == m.what {
			some[n-1].more++
			continue
		}
		some = append(some, m)
	}
	return some
}

// latest keeps the last moments, and all that are always told.
func latest(all []moment) []moment {
	left := toldMoments
	var some []moment
	for _, m := range slices.Backward(all) {
		if left--; left >= 0 || m.always {
			some = append(some, m)
		}
	}
	slices.Reverse(some)
	return some
}
