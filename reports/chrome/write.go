package chrome

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"pawl/reports/film"
)

// Write writes the trace of a run.
func Write(w io.Writer, f *film.Film) error {
	return json.NewEncoder(w).Encode(Of(f))
}

// Of is a run as a trace.
func Of(f *film.Film) *Trace {
	t := &tracing{f: f, lanes: make([]thread, len(f.Lanes))}
	t.machines()
	t.keys()
	t.events()
	t.frames()
	t.messages()
	slices.SortStableFunc(t.all, func(a, b Event) int { return int(min(max(a.At-b.At, -1), 1)) })
	other := map[string]any{"engine": f.Run.Engine, "scenario": f.Run.Scenario, "seed": f.Run.Seed, "trace_hash": f.Run.TraceHash, "verdict": f.Run.Verdict}
	if f.Cut.Advice != "" {
		other["cut"] = f.Cut.Advice
	}
	return &Trace{Unit: "ms", Other: other, Events: append(t.names, t.all...)}
}

// A thread is where something is shown.
type thread struct{ group, n int }

// tracing is a trace in the making.
type tracing struct {
	f       *film.Film
	names   []Event
	all     []Event
	threads int
	lanes   []thread // of each lane; zero: it is not shown
}

// group names a group.
func (t *tracing) group(n int, name string) {
	t.names = append(t.names,
		Event{Name: "process_name", Phase: namePhase, Group: n, Args: map[string]any{"name": name}},
		Event{Name: "process_sort_index", Phase: namePhase, Group: n, Args: map[string]any{"sort_index": n}})
}

// thread makes a thread of a group.
func (t *tracing) thread(group int, name string) thread {
	t.threads++
	t.names = append(t.names,
		Event{Name: "thread_name", Phase: namePhase, Group: group, Thread: t.threads, Args: map[string]any{"name": name}},
		Event{Name: "thread_sort_index", Phase: namePhase, Group: group, Thread: t.threads, Args: map[string]any{"sort_index": t.threads}})
	return thread{group, t.threads}
}

// slice shows a time on a thread.
func (t *tracing) slice(on thread, cat, name string, from, to int64, args map[string]any) {
	lasts := micros(to - from)
	t.all = append(t.all, Event{Name: name, Phase: slicePhase, Cat: cat, At: micros(from), For: &lasts, Group: on.group, Thread: on.n, Args: args})
}

// span shows a time that may overlap others.
func (t *tracing) span(on thread, cat, id, name string, from, to int64, args map[string]any) {
	t.all = append(t.all,
		Event{Name: name, Phase: beginPhase, Cat: cat, ID: id, At: micros(from), Group: on.group, Thread: on.n, Args: args},
		Event{Name: name, Phase: endPhase, Cat: cat, ID: id, At: micros(to), Group: on.group, Thread: on.n})
}

// instant shows a moment.
func (t *tracing) instant(on thread, cat, name, scope string, at int64, args map[string]any) {
	t.all = append(t.all, Event{Name: name, Phase: instantPhase, Cat: cat, Scope: scope, At: micros(at), Group: on.group, Thread: on.n, Args: args})
}

// machines shows each with its lives, and when it stood still.
func (t *tracing) machines() {
	n := machines
	for _, g := range groupsOf(t.f) {
		named := false
		for i := range t.f.Lanes {
			l := &t.f.Lanes[i]
			if !g.holds(l) {
				continue
			}
			if !named {
				t.group(n, g.name)
				named = true
			}
			on := t.thread(n, l.Name)
			t.lanes[i] = on
			for _, x := range l.Lives {
				t.slice(on, "life", x.Self, x.From, x.To, nil)
			}
			for _, x := range l.Stands {
				t.slice(on, "life", "stands still", x.From, x.To, nil)
			}
		}
		if named {
			n++
		}
	}
}

// keys shows the phases of each key, its owners, and the states of its versions.
func (t *tracing) keys() {
	t.group(keysGroup, "keys")
	for _, key := range t.f.Keys {
		phases := t.thread(keysGroup, key+": phase")
		owners := t.thread(keysGroup, key+": owner")
		versions := map[int]thread{} // looked up only
		for i := range t.f.Bands {
			b := &t.f.Bands[i]
			switch {
			case b.Key != key:
			case b.Kind == film.PhaseBand:
				t.slice(phases, "phase", b.State, b.From, b.To, map[string]any{"rotation": b.Rotation, "window": b.Window, "owner": b.Owner, "fence": b.Fence, "revision": b.Revision, "frame": b.Frame})
			default:
				on, known := versions[b.Version]
				if !known {
					on = t.thread(keysGroup, fmt.Sprintf("%s: version %d", key, b.Version))
					versions[b.Version] = on
				}
				t.slice(on, "version", b.State, b.From, b.To, map[string]any{"revision": b.Revision, "frame": b.Frame})
			}
		}
		for i := range t.f.Tenures {
			if x := &t.f.Tenures[i]; x.Key == key {
				t.slice(owners, "tenure", fmt.Sprintf("%s, fence %d", x.Self, x.Fence), x.From, x.To, map[string]any{"lease": x.Lease, "frame": x.Frame})
			}
		}
	}
}

// events shows what was planned, where it bit, and what was violated.
func (t *tracing) events() {
	t.group(eventsGroup, "faults and violations")
	faults, asked, broken := t.thread(eventsGroup, "faults"), t.thread(eventsGroup, "asked for"), t.thread(eventsGroup, "violations")
	for i := range t.f.Events {
		x := &t.f.Events[i]
		on, cat := faults, "fault"
		if x.Asked {
			on, cat = asked, "asked"
		}
		if !x.Injected {
			continue
		}
		t.instant(on, cat, x.Text, "g", x.From, map[string]any{"on": x.On, "bites": len(x.Bites)})
		if x.To > x.From {
			t.span(on, cat, fmt.Sprintf("event-%d", i+1), x.Text, x.From, x.To, nil)
		}
		if x.Asked {
			continue
		}
		for n, at := range x.Bites {
			t.instant(t.bitten(x, n, on), cat, x.Kind+" bites", "t", at, map[string]any{"fault": x.Text})
		}
	}
	for i := range t.f.Lamps {
		l := &t.f.Lamps[i]
		for _, v := range l.Broken {
			t.instant(broken, "violation", l.ID+": "+v.Detail, "g", v.At, map[string]any{"invariant": l.ID, "sentence": l.Sentence, "clause": v.Clause, "frame": v.Frame})
		}
	}
}

// bitten is where a bite of a fault is shown: at the machine whose message it changed, else at
// the one that it struck.
func (t *tracing) bitten(x *film.EventMark, n int, other thread) thread {
	if pair := x.Between[n]; len(pair) == 2 && t.lanes[pair[0]] != (thread{}) {
		return t.lanes[pair[0]]
	}
	for i := range t.f.Lanes {
		if len(x.On) == 1 && t.f.Lanes[i].Name == x.On[0] && t.lanes[i] != (thread{}) {
			return t.lanes[i]
		}
	}
	return other
}

// frames shows each frame, as a slice that takes no time.
func (t *tracing) frames() {
	for id := t.f.First; id != 0 && id <= t.f.Last(); id++ {
		x := t.f.Frame(id)
		on := t.lanes[x.Lane]
		if on == (thread{}) {
			continue // what was planned is shown where it happens
		}
		args := map[string]any{"frame": x.ID, "cause": x.Cause}
		if x.Step != "" {
			args["step"] = x.Step
		}
		t.slice(on, x.Kind, x.Says, x.At, x.At, args)
		if x.Message == 0 {
			continue
		}
		e := &t.all[len(t.all)-1]
		switch m := t.f.Message(x.Message); {
		case m.Asked == id && m.Arrived != 0:
			e.Bind, e.Leaves = asks(x.Message), true
		case m.Answer == id && m.Received != 0:
			e.Bind, e.Leaves = answers(x.Message), true
		}
	}
}

// The two arrows of a message.
func asks(message int) string    { return fmt.Sprintf("0x%x", 2*message) }
func answers(message int) string { return fmt.Sprintf("0x%x", 2*message+1) }

// messages shows each request as a span of whoever asks, and where its arrows arrive.
func (t *tracing) messages() {
	for i := range t.f.Messages.Sent {
		n := i + 1
		m := t.f.Message(n)
		from, to := t.lanes[m.From], t.lanes[m.To]
		if from == (thread{}) || to == (thread{}) {
			continue
		}
		end := max(m.Sent, m.Arrived, m.Answered, m.Received)
		t.span(from, "request", fmt.Sprintf("message-%d", n), m.Label, m.Sent, end, map[string]any{"to": t.f.Lanes[m.To].Name, "fate": m.Fate, "message": n})
		if m.Arrived != 0 && m.Asked != 0 {
			t.arrives(to, asks(n), m.Label+" from "+t.f.Lanes[m.From].Name, m.Arrived, n)
		}
		if m.Received != 0 && m.Answer != 0 {
			t.arrives(from, answers(n), m.Label+" answered by "+t.f.Lanes[m.To].Name, m.Received, n)
		}
	}
}

func (t *tracing) arrives(on thread, bind, name string, at int64, message int) {
	t.slice(on, "arrival", name, at, at, map[string]any{"message": message})
	e := &t.all[len(t.all)-1]
	e.Bind, e.Arrives = bind, true
}
