package stepper

import (
	"fmt"
	"slices"
	"strings"

	"pawl/reports/film"
)

// A stop is something to stop at.
type stop struct {
	kind, of string
	at       map[int]string // why, by frame; looked up only
}

func (b *stop) String() string { return strings.TrimSpace(b.kind + " " + b.of) }

// A stopKind is a kind of stops: what there can be, and at which frames one stops.
type stopKind struct {
	name, help string
	known      func(*film.Film) []string // what it can be of; nil: any text
	frames     func(f *film.Film, of string, add func(id int, why string))
}

var stopKinds = []stopKind{
	{"phase", "where a record comes to this phase", phasesOf, stopsAtPhase},
	{"invariant", "where this one is violated; any: whichever", lampsOf, stopsAtLamp},
	{"node", "where something happens on this machine, of any kind", lanesOf, stopsAtLane},
	{"fault", "after a fault begins or bites whose text has this in it", nil, stopsAtFault},
}

const anyOf = "any"

func phasesOf(f *film.Film) (all []string) {
	for i := range f.Bands {
		if b := &f.Bands[i]; b.Kind == film.PhaseBand && !slices.Contains(all, b.State) {
			all = append(all, b.State)
		}
	}
	return all
}

func stopsAtPhase(f *film.Film, of string, add func(int, string)) {
	was := map[string]string{} // by key; looked up only
	for i := range f.Bands {
		b := &f.Bands[i]
		if b.Kind != film.PhaseBand {
			continue
		}
		if b.State == of && was[b.Key] != of {
			add(b.Frame, fmt.Sprintf("%s is %s", b.Key, b.State))
		}
		was[b.Key] = b.State
	}
}

func lampsOf(f *film.Film) []string {
	all := []string{anyOf}
	for i := range f.Lamps {
		all = append(all, f.Lamps[i].ID)
	}
	return all
}

func stopsAtLamp(f *film.Film, of string, add func(int, string)) {
	for i := range f.Lamps {
		l := &f.Lamps[i]
		if of != anyOf && of != l.ID {
			continue
		}
		for _, b := range l.Broken {
			add(b.Frame, l.ID+" is violated")
		}
	}
}

func lanesOf(f *film.Film) (all []string) {
	for i := range f.Lanes {
		all = append(all, f.Lanes[i].Name)
	}
	return all
}

func stopsAtLane(f *film.Film, of string, add func(int, string)) {
	for id := f.First; f.Has(id); id++ {
		if f.Lanes[f.Frame(id).Lane].Name == of {
			add(id, "it is at "+of)
		}
	}
}

func stopsAtFault(f *film.Film, of string, add func(int, string)) {
	for i := range f.Events {
		x := &f.Events[i]
		if x.Asked || !x.Injected || !strings.Contains(x.Text, of) {
			continue
		}
		add(feels(f, x.From), x.Text)
		for _, at := range x.Bites {
			add(feels(f, at), x.Text+" bites")
		}
	}
}

// feels is the first frame after all that happens up to a time: the last one of that time, or the
// next one after it. It is 0, no frame, where the film begins later or ends before.
func feels(f *film.Film, at int64) int {
	id := f.FrameAt(at)
	switch {
	case id == 0 && f.First > 1:
		return 0
	case id == 0:
		return f.First
	case f.Frame(id).At < at && f.Has(id+1):
		return id + 1
	case f.Frame(id).At < at:
		return 0
	}
	return id
}

// breakOn sets a stop.
func (s *Stepper) breakOn(words string) string {
	kind, of, _ := strings.Cut(words, " ")
	of = strings.TrimSpace(of)
	i := slices.IndexFunc(stopKinds, func(k stopKind) bool { return k.name == kind })
	if i < 0 {
		var names []string
		for _, k := range stopKinds {
			names = append(names, k.name)
		}
		return fmt.Sprintf("%q is nothing to stop at; want %s", kind, either(names))
	}
	k := &stopKinds[i]
	if k.known != nil {
		all := k.known(s.film)
		n := slices.IndexFunc(all, func(x string) bool { return strings.EqualFold(x, of) })
		if n < 0 {
			return fmt.Sprintf("%q is no %s of this run; want %s", of, kind, either(all))
		}
		of = all[n]
	}
	b := stop{kind: kind, of: of, at: map[int]string{}}
	n := 0
	k.frames(s.film, of, func(id int, why string) {
		if s.film.Has(id) && b.at[id] == "" {
			b.at[id] = why
			n++
		}
	})
	s.breaks = append(s.breaks, b)
	return fmt.Sprintf("break %d on %s, at %d frames", len(s.breaks), b.String(), n)
}

// stopsAt says why a frame is one to stop at; nothing if it is none.
func (s *Stepper) stopsAt(id int) (why []string) {
	for i := range s.breaks {
		if w := s.breaks[i].at[id]; w != "" && !slices.Contains(why, w) {
			why = append(why, w)
		}
	}
	return why
}
