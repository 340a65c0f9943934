package stepper

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"pawl/reports/film"
)

// A Line is one line of the screen.
type Line struct {
	Text  string
	Fresh bool // it says something else than at the frame before
	Bad   bool // something is violated
	Quiet bool // it is of no consequence for this frame, and may be left out
}

// Screen is what there is to see at the frame, in so many lines; 0: in as many as it takes. What
// has not changed is left out first, and it is said how much.
func (s *Stepper) Screen(most int) []Line {
	if s.film.Len() == 0 {
		return []Line{{Text: "the film has no frames"}}
	}
	all := s.heading()
	all = append(all, s.told()...)
	all = append(all, s.record()...)
	all = append(all, s.lanes()...)
	all = append(all, s.left()...)
	all = append(all, s.lamps()...)
	all = shortened(all, most)
	for i := range all {
		all[i].Text = fitted(all[i].Text, s.width)
	}
	return all
}

// shortened leaves out what is quiet, from the last on, until the rest fits.
func shortened(all []Line, most int) []Line {
	if most <= 0 || len(all) <= most {
		return all
	}
	out, last := 0, -1
	for i := len(all) - 1; i >= 0 && len(all) > most-1; i-- {
		if all[i].Quiet {
			all = slices.Delete(all, i, i+1)
			out, last = out+1, i
		}
	}
	if out > 0 {
		all = slices.Insert(all, last, Line{Text: fmt.Sprintf("  (%d more, unchanged)", out)})
	}
	return all[:min(len(all), most)]
}

// fitted cuts a line to a width. What controls a terminal is shown and not sent.
func fitted(text string, width int) string {
	runes := []rune(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '·'
		}
		return r
	}, text))
	if len(runes) > width {
		return string(runes[:width-1]) + "…"
	}
	return strings.TrimRight(string(runes), " ")
}

// clock is a time for people, to the microsecond.
func clock(ns int64) string { return fmt.Sprintf("%d.%06d s", ns/1e9, ns%1e9/1000) }

// about is a length of time for people.
func about(ns int64) string { return fmt.Sprintf("%d.%02d s", ns/1e9, ns%1e9/1e7) }

// heading is which frame it is.
func (s *Stepper) heading() []Line {
	f := s.film
	x := f.Frame(s.at)
	text := fmt.Sprintf("frame %d of %d   %s", s.at, f.Last(), clock(x.At))
	if f.First != 1 {
		text = fmt.Sprintf("frame %d of %d to %d   %s", s.at, f.First, f.Last(), clock(x.At))
	}
	all := []Line{{Text: text}}
	if f.Cut.Advice != "" && (s.at == f.First || s.at == f.Last()) {
		all = append(all, wrapped("  ", f.Cut.Advice, s.width)...)
	}
	return all
}

// told is what happens at it, of what it follows, and of which message it is part.
func (s *Stepper) told() []Line {
	f := s.film
	x := f.Frame(s.at)
	all := wrapped("  ", f.Lanes[x.Lane].Name+" "+x.Says, s.width)
	for i := range all {
		all[i].Fresh = true
	}
	if x.Cause != 0 {
		c := f.Frame(x.Cause)
		all = append(all, wrapped("  ", fmt.Sprintf("follows from %d: %s %s", x.Cause, f.Lanes[c.Lane].Name, c.Says), s.width)...)
	}
	if x.Message != 0 {
		all = append(all, wrapped("  ", s.message(x.Message), s.width)...)
	}
	for i := range f.Events {
		e := &f.Events[i]
		if e.Asked || !e.Injected {
			continue
		}
		switch bites := slices.ContainsFunc(e.Bites, func(at int64) bool { return f.FrameAt(at) == s.at }); {
		case e.Frame == s.at:
			all = append(all, Line{Text: "  fault: " + e.Text, Bad: true})
		case bites:
			all = append(all, Line{Text: "  fault bites: " + e.Text, Bad: true})
		}
	}
	return all
}

// message is a request, and how far it has come by the end.
func (s *Stepper) message(n int) string {
	m := s.film.Message(n)
	var way []string
	for _, x := range []struct {
		what string
		at   int64
	}{{"arrived", m.Arrived}, {"answered", m.Answered}, {"received", m.Received}} {
		if x.at != 0 {
			way = append(way, fmt.Sprintf("%s +%d.%03d ms", x.what, (x.at-m.Sent)/1e6, (x.at-m.Sent)%1e6/1e3))
		}
	}
	way = append(way, m.Fate)
	return fmt.Sprintf("message %d, %s to %s: %s", n, s.film.Lanes[m.From].Name, s.film.Lanes[m.To].Name, strings.Join(way, ", "))
}

// record is the state of the key that is shown.
func (s *Stepper) record() []Line {
	f := s.film
	now := f.Frame(s.at).At
	var phase *film.Band
	var versions []*film.Band
	fresh := false
	for i := range f.Bands {
		b := &f.Bands[i]
		if b.Key != s.key || b.From > now || b.Frame > s.at || b.To <= now && b.To < f.Run.End && s.overBy(b) {
			continue
		}
		fresh = fresh || b.Frame == s.at
		if b.Kind == film.PhaseBand {
			phase = b
			continue
		}
		versions = append(versions, b)
	}
	if phase == nil {
		return []Line{{Text: "key " + s.key + ": no record yet", Quiet: true}}
	}
	text := fmt.Sprintf("key %s: %s, revision %d, fence %d", s.key, phase.State, phase.Revision, phase.Fence)
	if phase.Owner != "" {
		text += " of " + phase.Owner
	}
	if phase.Rotation != "" {
		text += ", rotation " + phase.Rotation
	}
	slices.SortStableFunc(versions, func(a, b *film.Band) int { return a.Version - b.Version })
	var states []string
	for _, b := range versions {
		states = append(states, fmt.Sprintf("v%d %s", b.Version, b.State))
	}
	all := append(wrapped("", text, s.width), wrapped("  ", strings.Join(states, ", "), s.width)...)
	for i := range all {
		all[i].Fresh = fresh
	}
	return all
}

// overBy says that the band that follows one has begun by the frame: two may have begun at one
// moment.
func (s *Stepper) overBy(b *film.Band) bool {
	for i := range s.film.Bands {
		x := &s.film.Bands[i]
		if x.Kind == b.Kind && x.Key == b.Key && x.Version == b.Version && x.From == b.To && x.Frame > b.Frame {
			return x.Frame <= s.at
		}
	}
	return true
}

// left is how much is left of what may run out.
func (s *Stepper) left() []Line {
	f := s.film
	now := f.Frame(s.at).At
	var all []string
	for i := range f.Margins {
		m := &f.Margins[i]
		if m.Key != s.key || m.From > now || m.To <= now {
			continue
		}
		all = append(all, fmt.Sprintf("%s (%s) %s of %s", m.Kind, f.Lanes[m.Lane].Name, about(max(0, m.Left-(now-m.From))), about(m.Bound)))
	}
	if len(all) == 0 {
		return nil
	}
	return wrapped("left: ", strings.Join(all, ", "), s.width)
}

// lamps are the invariants that are violated by now, and what is violated with the frame.
func (s *Stepper) lamps() (all []Line) {
	var out []string
	for i := range s.film.Lamps {
		l := &s.film.Lamps[i]
		if l.State == film.Violated && l.Frame != 0 && l.Frame <= s.at {
			out = append(out, l.ID)
		}
		for _, b := range l.Broken {
			if b.Frame != s.at {
				continue
			}
			for _, line := range wrapped("  ", l.ID+" is violated: "+b.Detail, s.width) {
				line.Bad = true
				all = append(all, line)
			}
		}
	}
	if len(out) == 0 {
		return append(all, Line{Text: "violated so far: nothing", Quiet: true})
	}
	return append(all, Line{Text: "violated so far: " + strings.Join(out, ", "), Bad: true})
}

// wrapped puts a text into lines of a width.
func wrapped(indent, text string, width int) (all []Line) {
	line := indent
	blank := strings.Repeat(" ", len(indent))
	for _, word := range strings.Fields(text) {
		if line != indent && line != blank && len([]rune(line))+len([]rune(word)) >= width {
			all = append(all, Line{Text: strings.TrimRight(line, " ")})
			line = blank
		}
		line += word + " "
	}
	return append(all, Line{Text: strings.TrimRight(line, " ")})
}
