package stepper

import (
	"fmt"
	"slices"
	"strings"

	"pawl/reports/film"
)

// A Stepper is where somebody stands in a film.
type Stepper struct {
	film   *film.Film
	at     int    // frame; 0: the film has none
	key    string // whose record is shown
	breaks []stop
	sought string // text that was looked for last
	last   string // command, which an empty line repeats
	width  int
	ended  bool
}

// New stands at the first frame of a film, in a terminal of so many columns.
func New(f *film.Film, width int) *Stepper {
	s := &Stepper{film: f, at: f.First, width: max(width, narrowest)}
	if len(f.Keys) > 0 {
		s.key = f.Keys[0]
	}
	return s
}

// narrowest is the least width that lines are made for.
const narrowest = 40

// Ended says that whoever steps has had enough.
func (s *Stepper) Ended() bool { return s.ended }

// goTo goes to a frame, or as near to it as there is one.
func (s *Stepper) goTo(id int) {
	if s.film.Len() > 0 {
		s.at = min(max(id, s.film.First), s.film.Last())
	}
}

// by goes some frames on, or back.
func (s *Stepper) by(n int) string {
	was := s.at
	s.goTo(s.at + n)
	switch {
	case s.at != was:
		return ""
	case n > 0:
		return "this is the last frame"
	}
	return "this is the first frame"
}

// run goes on, or back, to the next frame at which something stops it, and says whether it did.
func (s *Stepper) run(step int) (said string, went bool) {
	if len(s.breaks) == 0 {
		return "nothing to stop at; set a break first, such as: break invariant any", false
	}
	for id := s.at + step; s.film.Has(id); id += step {
		if why := s.stopsAt(id); len(why) > 0 {
			s.at = id
			return fmt.Sprintf("stopped at frame %d: %s", id, strings.Join(why, "; ")), true
		}
	}
	if step > 0 {
		return "no break after this frame", false
	}
	return "no break before this frame", false
}

// find goes to the next frame whose words have a text in them, in whatever letters; from the
// beginning again after the last.
func (s *Stepper) find(text string) (said string, went bool) {
	if text == "" {
		return "nothing to look for; want a text, such as: find COMMITTED", false
	}
	s.sought = text
	meant := strings.ToLower(text)
	for n := 1; n <= s.film.Len(); n++ {
		id := s.film.First + (s.at-s.film.First+n)%s.film.Len()
		if strings.Contains(strings.ToLower(s.words(id)), meant) {
			around := ""
			if id <= s.at {
				around = "; from the beginning again"
			}
			s.at = id
			return fmt.Sprintf("found in frame %d%s", id, around), true
		}
	}
	return fmt.Sprintf("no frame says %q", text), false
}

// words are a frame in words: where, what and of which step.
func (s *Stepper) words(id int) string {
	x := s.film.Frame(id)
	return strings.TrimSpace(fmt.Sprintf("%s %s %s %s", s.film.Lanes[x.Lane].Name, x.Kind, x.Says, x.Step))
}

// about chooses the key whose record is shown.
func (s *Stepper) about(key string) string {
	if !slices.Contains(s.film.Keys, key) {
		return fmt.Sprintf("no key is called %q; want %s", key, either(s.film.Keys))
	}
	s.key = key
	return ""
}

// either lists words, one of which is wanted.
func either(words []string) string {
	switch n := len(words); n {
	case 0:
		return "nothing: there is none"
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
}
