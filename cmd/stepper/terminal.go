package stepper

import (
	"context"
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"
)

// IsTerminal says whether somebody sits at both ends, so that keys can be read and a whole screen
// be drawn.
func IsTerminal(in, out *os.File) bool {
	return term.IsTerminal(int(in.Fd())) && term.IsTerminal(int(out.Fd()))
}

// Terminal lets somebody step by keys, on a screen of its own, which is taken away again at the
// end, whatever ends it. An interrupt, by a signal or by its key, is [ErrInterrupted].
func Terminal(ctx context.Context, s *Stepper, in, out *os.File, color bool) error {
	was, err := term.MakeRaw(int(in.Fd()))
	if err != nil {
		return err
	}
	defer func() { _ = term.Restore(int(in.Fd()), was) }()
	_, _ = io.WriteString(out, "\x1b[?1049h\x1b[?25l")
	defer func() { _, _ = io.WriteString(out, "\x1b[?25h\x1b[?1049l") }()
	seat := &seat{s: s, color: color, size: func() (int, int) {
		w, h, err := term.GetSize(int(out.Fd()))
		if err != nil || w <= 0 || h <= 0 {
			return 80, 24
		}
		return w, h
	}}
	return seat.sit(ctx, in, out)
}

// A seat is somebody at a terminal.
type seat struct {
	s      *Stepper
	color  bool
	size   func() (columns, rows int)
	status string // what the last command said
	asking string // promptKey or findKey: a line is typed; "": none is
	typed  string
	page   int  // of the help, from 1; 0: it is not read
	cut    bool // by its key
}

// sit draws, and does what is pressed, until the end.
func (t *seat) sit(ctx context.Context, in io.Reader, out io.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	sent := make(chan string)
	go func() {
		defer close(sent)
		b := make([]byte, 256)
		for {
			n, err := in.Read(b)
			if n > 0 {
				select {
				case sent <- string(b[:n]):
				case <-ctx.Done():
					return
				}
			}
			if err != nil {
				return
			}
		}
	}()
	for !t.s.Ended() && !t.cut {
		if _, err := io.WriteString(out, t.draw()); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ErrInterrupted
		case text, more := <-sent:
			if !more {
				return nil
			}
			t.take(text)
		}
	}
	if t.cut {
		return ErrInterrupted
	}
	return nil
}

// take does what was pressed.
func (t *seat) take(sent string) {
	for sent != "" && !t.s.Ended() && !t.cut {
		if t.asking != "" {
			sent = t.types(sent)
			continue
		}
		var k *key
		k, sent = pressed(sent)
		switch {
		case k != nil && k.does == cutKey:
			t.cut = true
		case t.page > 0:
			t.turn()
		case k != nil:
			t.press(k)
		}
	}
}

// turn goes to the next page of the help, or back to the film after the last.
func (t *seat) turn() {
	if t.page*t.room() >= len(t.help()) {
		t.page = 0
		return
	}
	t.page++
}

// room is how many lines there are above the footer.
func (t *seat) room() int {
	_, rows := t.size()
	return max(1, rows-len(t.footer()))
}

func (t *seat) press(k *key) {
	t.status = ""
	switch k.does {
	case promptKey, findKey:
		t.asking, t.typed = k.does, ""
	case helpKey:
		t.page = 1
	case "go first":
		t.s.goTo(t.s.film.First)
	case "go last":
		t.s.goTo(t.s.film.Last())
	default:
		t.status, _ = t.s.obey(k.does)
	}
}

// types takes a character of a line that is typed, or ends it.
func (t *seat) types(sent string) (rest string) {
	if strings.HasPrefix(sent, "\x1b") {
		t.asking = ""
		_, rest = pressed(sent)
		return rest
	}
	r, n := utf8.DecodeRuneInString(sent)
	rest = sent[n:]
	switch {
	case r == '\r' || r == '\n':
		t.enter()
	case r == 3 || r == 4:
		t.asking = ""
	case r == 0x7f || r == '\b':
		if t.typed == "" {
			t.asking = ""
			break
		}
		_, last := utf8.DecodeLastRuneInString(t.typed)
		t.typed = t.typed[:len(t.typed)-last]
	case unicode.IsPrint(r) && len(t.typed) < mostOfALine:
		t.typed += string(r)
	}
	return rest
}

// enter does what was typed.
func (t *seat) enter() {
	asked, line := t.asking, t.typed
	t.asking = ""
	if asked == findKey {
		if line == "" {
			line = t.s.sought
		}
		t.status, _ = t.s.find(line)
		return
	}
	if name, _, _ := strings.Cut(strings.TrimSpace(line), " "); name == "help" || name == "h" || name == "?" {
		t.page = 1
		return
	}
	if strings.TrimSpace(line) != "" {
		t.status, _ = t.s.obey(line)
	}
}

// draw is the whole screen.
func (t *seat) draw() string {
	columns, _ := t.size()
	t.s.width = max(columns, narrowest)
	var b strings.Builder
	b.WriteString("\x1b[H\x1b[2J")
	footer, room := t.footer(), t.room()
	lines := t.s.Screen(room)
	if t.page > 0 {
		all := t.help()
		lines = all[min((t.page-1)*room, len(all)):]
	}
	for _, l := range lines[:min(len(lines), room)] {
		b.WriteString(t.painted(l))
		b.WriteString("\r\n")
	}
	for range room - min(len(lines), room) {
		b.WriteString("\r\n")
	}
	b.WriteString(strings.Join(footer, "\r\n"))
	return b.String()
}

func (t *seat) help() (lines []Line) {
	for _, l := range append(append([]string{"Keys:"}, keysHelp()...), "Commands, after a colon:") {
		lines = append(lines, Line{Text: fitted(l, t.s.width)})
	}
	for l := range strings.Lines(help()) {
		lines = append(lines, Line{Text: fitted(strings.TrimSuffix(l, "\n"), t.s.width)})
	}
	return lines
}

// footer is what the last command said, or the line that is typed, and the keys.
func (t *seat) footer() []string {
	said := t.status
	switch t.asking {
	case findKey:
		said = "/" + t.typed + "_"
	case promptKey:
		said = ":" + t.typed + "_"
	}
	lines := wrapped("", said, t.s.width)
	var all []string
	for _, l := range lines[:min(len(lines), 3)] {
		all = append(all, fitted(l.Text, t.s.width))
	}
	if t.page > 0 {
		return append(all, fitted("any key for what follows", t.s.width-1))
	}
	return append(all, fitted("→ next  ← back  c continue  r reverse  / find  : command  ? help  q end", t.s.width-1))
}

// painted is a line in its colours.
func (t *seat) painted(l Line) string {
	switch {
	case !t.color:
		return l.Text
	case l.Bad:
		return "\x1b[31m" + l.Text + "\x1b[0m"
	case l.Fresh:
		return "\x1b[1m" + l.Text + "\x1b[0m"
	}
	return l.Text
}
