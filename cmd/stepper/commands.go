package stepper

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A verb is something that can be told to a stepper in a line.
type verb struct {
	names []string // the first is the whole word
	form  string
	help  string
	do    func(s *Stepper, rest string) (said string, show bool)
}

// verbs are all of them, in the order of the help.
func verbs() []verb {
	return []verb{
		{[]string{"next", "n"}, "[N]", "go on by a frame, or by N", func(s *Stepper, rest string) (string, bool) { return s.steps(rest, 1) }},
		{[]string{"back", "b"}, "[N]", "go back by a frame, or by N", func(s *Stepper, rest string) (string, bool) { return s.steps(rest, -1) }},
		{[]string{"go", "g"}, "N or TIME", "go to frame N, or to the last one up to a time, as 12.5s", func(s *Stepper, rest string) (string, bool) { return s.jump(rest) }},
		{[]string{"break"}, "KIND [OF]", "stop there from now on; kinds are below", func(s *Stepper, rest string) (string, bool) { return s.breakOn(rest), false }},
		{[]string{"breaks"}, "", "list the breaks", func(s *Stepper, _ string) (string, bool) { return s.listed(), false }},
		{[]string{"delete", "d"}, "[N]", "take break N away, or all", func(s *Stepper, rest string) (string, bool) { return s.unbreak(rest), false }},
		{[]string{"continue", "c"}, "", "go on to the next break", func(s *Stepper, _ string) (string, bool) { return s.run(1) }},
		{[]string{"reverse", "r"}, "", "go back to the break before", func(s *Stepper, _ string) (string, bool) { return s.run(-1) }},
		{[]string{"find", "f", "/"}, "TEXT", "go to the next frame that says TEXT, or again", func(s *Stepper, rest string) (string, bool) {
			if rest == "" {
				rest = s.sought
			}
			return s.find(rest)
		}},
		{[]string{"key", "k"}, "NAME", "show the record of this key", func(s *Stepper, rest string) (string, bool) { said := s.about(rest); return said, said == "" }},
		{[]string{"show", "s"}, "", "show the frame again", func(*Stepper, string) (string, bool) { return "", true }},
		{[]string{"help", "h", "?"}, "", "this", func(*Stepper, string) (string, bool) { return help(), false }},
		{[]string{"quit", "q"}, "", "end", func(s *Stepper, _ string) (string, bool) { s.ended = true; return "", false }},
	}
}

// help is all that can be told.
func help() string {
	var b strings.Builder
	for _, v := range verbs() {
		_, _ = fmt.Fprintf(&b, "  %-21s %s\n", strings.TrimSpace(strings.Join(v.names, ", ")+" "+v.form), v.help)
	}
	b.WriteString("An empty line does the last command again. Breaks:\n")
	for _, k := range stopKinds {
		_, _ = fmt.Fprintf(&b, "  %-21s %s\n", "break "+k.name, k.help)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// Do does what a line says, and writes what came of it. An empty line does the last again.
func (s *Stepper) Do(line string, w io.Writer) error {
	said, show := s.obey(line)
	for line := range strings.Lines(said) {
		for _, l := range wrapped(line[:len(line)-len(strings.TrimLeft(line, " "))], line, s.width) {
			if strings.HasPrefix(line, " ") {
				l.Text = fitted(strings.TrimRight(line, "\n"), s.width) // a table
			}
			if _, err := fmt.Fprintln(w, l.Text); err != nil {
				return err
			}
			if strings.HasPrefix(line, " ") {
				break
			}
		}
	}
	if !show {
		return nil
	}
	for _, l := range s.Screen(0) {
		if _, err := fmt.Fprintln(w, l.Text); err != nil {
			return err
		}
	}
	return nil
}

// obey does what a line says.
func (s *Stepper) obey(line string) (said string, show bool) {
	line = strings.TrimSpace(line)
	if line == "" {
		line = s.last
	}
	if line == "" {
		return "", true
	}
	name, rest, _ := strings.Cut(line, " ")
	if strings.HasPrefix(line, "/") {
		name, rest = "/", line[1:]
	}
	all := verbs()
	i := slices.IndexFunc(all, func(v verb) bool { return slices.Contains(v.names, name) })
	if i < 0 {
		var names []string
		for _, v := range all {
			names = append(names, v.names[0])
		}
		return fmt.Sprintf("%q is no command; want %s", name, either(names)), false
	}
	if s.film.Len() == 0 && !slices.Contains([]string{"help", "quit"}, all[i].names[0]) {
		return "the film has no frames", false
	}
	s.last = line
	return all[i].do(s, strings.TrimSpace(rest))
}

// steps goes some frames in a direction.
func (s *Stepper) steps(rest string, way int) (string, bool) {
	n := 1
	if rest != "" {
		var err error
		if n, err = strconv.Atoi(rest); err != nil || n < 1 {
			return fmt.Sprintf("%q is no number of frames; want 1 or more", rest), false
		}
	}
	return s.by(way * min(n, s.film.Len())), true
}

// jump goes to a frame by its number, or by a time.
func (s *Stepper) jump(rest string) (string, bool) {
	if id, err := strconv.Atoi(rest); err == nil {
		if !s.film.Has(id) {
			return fmt.Sprintf("there is no frame %d; want %d to %d", id, s.film.First, s.film.Last()), false
		}
		s.goTo(id)
		return "", true
	}
	d, err := time.ParseDuration(rest)
	if err != nil || d < 0 {
		return fmt.Sprintf("%q is no frame and no time; want a number from %d to %d, or a time such as 12.5s", rest, s.film.First, s.film.Last()), false
	}
	s.goTo(s.film.FrameAt(int64(d)))
	return "", true
}

func (s *Stepper) listed() string {
	if len(s.breaks) == 0 {
		return "there are no breaks"
	}
	var all []string
	for i := range s.breaks {
		all = append(all, fmt.Sprintf("%d: %s, at %d frames", i+1, s.breaks[i].String(), len(s.breaks[i].at)))
	}
	return strings.Join(all, "\n")
}

func (s *Stepper) unbreak(rest string) string {
	if rest == "" {
		s.breaks = nil
		return "there are no breaks now"
	}
	n, err := strconv.Atoi(rest)
	if err != nil || n < 1 || n > len(s.breaks) {
		return fmt.Sprintf("there is no break %s; want one of those that breaks lists", rest)
	}
	s.breaks = slices.Delete(s.breaks, n-1, n)
	return fmt.Sprintf("break %d is gone", n)
}
