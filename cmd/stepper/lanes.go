package stepper

import (
	"fmt"
	"slices"
	"strings"

	"pawl/reports/film"
)

// engines are the lanes that have a line at every frame; others have one where they act.
var engines = []string{film.StoreLane, film.KeysLane, film.WorkerLane, film.NodeLane, film.RelyingLane}

// lanes is a line for each process: how it is, what it knows of the key, and what of that has
// changed with the frame.
func (s *Stepper) lanes() (all []Line) {
	f := s.film
	now, before := f.KnownAt(s.at, s.key), f.KnownAt(s.at-1, s.key)
	actor := f.Frame(s.at).Lane
	for lane := range f.Lanes {
		l := &f.Lanes[lane]
		if lane != actor && !slices.Contains(engines, l.Kind) || l.Kind == film.PlanLane {
			continue
		}
		is, was := s.state(lane, s.at), s.state(lane, s.at-1)
		said := []string{changed(was, is)}
		if l.Kind == film.WorkerLane || l.Kind == film.NodeLane {
			said = append(said, s.knows(&before[lane], &now[lane], l.Kind)...)
		}
		if asks := s.waits(lane); asks != "" {
			said = append(said, "asks "+asks)
		}
		mark := " "
		fresh := is != was || before[lane] != now[lane]
		switch {
		case lane == actor:
			mark = ">"
		case fresh:
			mark = "*"
		}
		all = append(all, Line{Text: fmt.Sprintf("%s %-*s %s", mark, s.widest(), l.Name, strings.Join(said, "  ")), Fresh: fresh, Quiet: !fresh && lane != actor})
	}
	return all
}

// widest is how long the names of lanes are.
func (s *Stepper) widest() (n int) {
	for i := range s.film.Lanes {
		n = max(n, min(16, len(s.film.Lanes[i].Name)))
	}
	return n
}

// state is how a machine is: which of its incarnations runs, if one does.
func (s *Stepper) state(lane, id int) string {
	f := s.film
	if !f.Has(id) {
		id = f.First
	}
	now := f.Frame(id).At
	is := "down"
	for _, x := range f.Lanes[lane].Lives {
		_, n, _ := strings.Cut(x.Self, "#")
		if x.From <= now && (now < x.To || x.To == f.Run.End) {
			is = "up #" + n
		}
	}
	for _, x := range f.Lanes[lane].Stands {
		if x.From <= now && now < x.To {
			return "stands still"
		}
	}
	if len(f.Lanes[lane].Lives) == 0 {
		return ""
	}
	return is
}

// changed is a value, with the one before it if that was another.
func changed(was, is string) string {
	if was == is {
		return is
	}
	return was + "→" + is
}

// knows is what a process knows of the key.
func (s *Stepper) knows(was, is *film.Knowing, kind string) (said []string) {
	revision := func(k *film.Knowing) string {
		if k.Revision == 0 {
			return "-"
		}
		return fmt.Sprint(k.Revision)
	}
	phase := func(k *film.Knowing) string {
		if k.Phase == "" {
			return "-"
		}
		return k.Phase
	}
	said = append(said, "r"+changed(revision(was), revision(is)), changed(phase(was), phase(is)), "f"+changed(fmt.Sprint(was.Fence), fmt.Sprint(is.Fence)))
	if kind == film.WorkerLane {
		if is.Owns != was.Owns || is.Owns {
			said = append(said, map[bool]string{true: "owner", false: "owner no more"}[is.Owns])
		}
		return said
	}
	version := func(n int) string {
		if n == 0 {
			return "-"
		}
		return fmt.Sprint("v", n)
	}
	opens := func(k *film.Knowing) string {
		if k.Opens == "" {
			return "-"
		}
		return "v" + strings.ReplaceAll(k.Opens, ", ", ",")
	}
	return append(said, "seals "+changed(version(was.Seals), version(is.Seals)), "opens "+changed(opens(was), opens(is)))
}

// waits is what a machine has asked for and not heard of by the frame, waiting for news apart: it
// does that all the time.
func (s *Stepper) waits(lane int) string {
	f := s.film
	now := f.Frame(s.at).At
	for i := len(f.Messages.Sent) - 1; i >= 0; i-- {
		m := f.Message(i + 1)
		switch {
		case m.From != lane || m.Sent > now || m.Asked > s.at || m.Label == "await":
		case m.Received != 0 && m.Received <= now, now-m.Sent >= f.Run.CallTimeout:
		default:
			return f.Lanes[m.To].Name + " " + m.Label
		}
	}
	return ""
}
