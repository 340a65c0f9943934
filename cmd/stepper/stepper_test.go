package stepper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/reports/film"
	"pawl/reports/golden"
)

// broken is the sample with a fault and a violation in it.
func broken(t testing.TB) *film.Film {
	f := golden.SmallFilm(t)
	f.Lamps[1].State, f.Lamps[1].Count, f.Lamps[1].Frame = film.Violated, 2, 40
	f.Lamps[1].Broken = []film.Breach{{Detail: "node/a1 sealed", Frame: 40, At: f.Frame(40).At}, {Detail: "again", Frame: 60, At: f.Frame(60).At}}
	f.Events = append(f.Events, film.EventMark{Kind: "drop", Text: "drop all", Injected: true, Frame: 30, From: f.Frame(30).At, To: f.Frame(50).At,
		Bites: []int64{f.Frame(45).At}, Between: [][]int{{}}})
	return f
}

// did is what a stepper says to some lines, one after another.
func did(t testing.TB, s *Stepper, lines ...string) string {
	t.Helper()
	var b bytes.Buffer
	for _, line := range lines {
		b.Reset()
		if err := s.Do(line, &b); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// TestThereAndBack: a frame looks the same, whichever way one came to it.
func TestThereAndBack(t *testing.T) {
	s := New(golden.SmallFilm(t), 80)
	var there []string
	for s.at < s.film.Last() {
		there = append(there, did(t, s, "show"))
		did(t, s, "next")
	}
	for i := len(there) - 1; i >= 0; i-- {
		if back := did(t, s, "back"); back != there[i] {
			t.Fatalf("frame %d is another on the way back:\n%s\n%s", s.at, there[i], back)
		}
	}
	for _, i := range []int{7, 3, 55} {
		if jumped := did(t, s, fmt.Sprint("go ", s.film.First+i)); jumped != there[i] {
			t.Errorf("frame %d is another when one goes to it", s.at)
		}
	}
}

// TestEnds: nobody falls off the film.
func TestEnds(t *testing.T) {
	s := New(golden.SmallFilm(t), 80)
	if said := did(t, s, "back"); !strings.HasPrefix(said, "this is the first frame") || s.at != s.film.First {
		t.Errorf("at %d: %s", s.at, said)
	}
	if said := did(t, s, "next 99999999999", "next 9999"); !strings.Contains(said, "frame") {
		t.Error(said)
	}
	if said := did(t, s, "next 9999", "next"); !strings.HasPrefix(said, "this is the last frame") || s.at != s.film.Last() {
		t.Errorf("at %d: %s", s.at, said)
	}
	empty := New(&film.Film{Version: 1, Texts: []string{""}}, 80)
	for _, line := range []string{"next", "show", "find x", "continue", "go 1", "break phase IDLE", "help", "quit"} {
		did(t, empty, line)
	}
	if !empty.Ended() {
		t.Error("it did not end")
	}
}

// TestBreaks stops where the film says that something is, and nowhere else.
func TestBreaks(t *testing.T) {
	f := broken(t)
	var phases []int
	for i := range f.Bands {
		if b := &f.Bands[i]; b.Kind == film.PhaseBand && b.State == "PUBLISHED" {
			phases = append(phases, b.Frame)
			break // what follows in the same phase is no coming to it
		}
	}
	var atNode []int
	for id := f.First; f.Has(id); id++ {
		if f.Lanes[f.Frame(id).Lane].Name == "node/a1" {
			atNode = append(atNode, id)
		}
	}
	for _, x := range []struct {
		on   string
		want []int
	}{
		{"phase published", phases},
		{"invariant " + f.Lamps[1].ID, []int{40, 60}},
		{"invariant any", []int{40, 60}},
		{"node node/a1", atNode},
		{"fault", []int{f.FrameAt(f.Frame(30).At), f.FrameAt(f.Frame(45).At)}},
		{"fault drop", []int{f.FrameAt(f.Frame(30).At), f.FrameAt(f.Frame(45).At)}},
		{"fault crash", nil},
	} {
		s := New(f, 80)
		if said := did(t, s, "break "+x.on); !strings.HasPrefix(said, "break 1 on ") {
			t.Errorf("%s: %s", x.on, said)
			continue
		}
		var got []int
		for strings.HasPrefix(did(t, s, "continue"), "stopped at") {
			got = append(got, s.at)
		}
		if !slices.Equal(got, x.want) || len(x.want) == 0 && x.on != "fault crash" {
			t.Errorf("%s: stops at %v, want %v", x.on, got, x.want)
		}
		did(t, s, "go "+fmt.Sprint(f.Last()))
		var back []int
		for strings.HasPrefix(did(t, s, "reverse"), "stopped at") {
			back = append(back, s.at)
		}
		slices.Reverse(back)
		if want := slices.DeleteFunc(slices.Clone(x.want), func(id int) bool { return id == f.Last() }); !slices.Equal(back, want) {
			t.Errorf("%s: stops at %v on the way back, want %v", x.on, back, want)
		}
	}
}

// TestFind goes through all frames that say something, and around.
func TestFind(t *testing.T) {
	s := New(golden.SmallFilm(t), 80)
	var got []int
	for range 200 {
		if !strings.HasPrefix(did(t, s, "find staged"), "found") {
			break
		}
		if len(got) > 0 && s.at <= got[len(got)-1] {
			break
		}
		got = append(got, s.at)
	}
	var want []int
	for id := s.film.First; s.film.Has(id); id++ {
		if strings.Contains(strings.ToLower(s.words(id)), "staged") {
			want = append(want, id)
		}
	}
	if !slices.Equal(got, want) || len(want) == 0 {
		t.Errorf("found %v, want %v", got, want)
	}
	if said := did(t, s, "find no such thing"); said != "no frame says \"no such thing\"\n" {
		t.Error(said)
	}
}

// TestMistakes: what is not understood is told with what would be.
func TestMistakes(t *testing.T) {
	for line, want := range map[string]string{
		"forward": "want next, back", "next x": "want 1 or more", "next 0": "want 1 or more", "go x": "a time such as 12.5s", "go 0": "there is no frame 0",
		"go -3s": "is no frame and no time", "break": "is nothing to stop at; want phase, invariant, node or fault", "break phase SLEEPING": "want INTENT",
		"break invariant S99": "want any, S1", "break node node/z9": "node/a1", "delete 1": "there is no break 1", "key x": "no key is called",
		"continue": "nothing to stop at", "find": "nothing to look for",
	} {
		s := New(golden.SmallFilm(t), 300)
		if said := did(t, s, line); !strings.Contains(said, want) || s.at != s.film.First {
			t.Errorf("%s: %q, want %q", line, said, want)
		}
	}
}

// TestWhatChanges: a line tells what was before, exactly at the frames at which a process comes to
// know something else.
func TestWhatChanges(t *testing.T) {
	f := golden.SmallFilm(t)
	s := New(f, 200)
	arrows := 0
	for id := f.First + 1; f.Has(id); id++ {
		s.goTo(id)
		now, before := f.KnownAt(id, s.key), f.KnownAt(id-1, s.key)
		for _, l := range s.lanes() {
			name := strings.Fields(l.Text[2:])[0]
			lane := slices.IndexFunc(f.Lanes, func(x film.Track) bool { return x.Name == name })
			a, b := before[lane], now[lane]
			a.Frame, b.Frame = 0, 0
			if k := f.Lanes[lane].Kind; k != film.WorkerLane && k != film.NodeLane {
				continue
			}
			if strings.Contains(l.Text, "→") || strings.Contains(l.Text, "owner no more") {
				arrows++
				if a == b && s.state(lane, id) == s.state(lane, id-1) {
					t.Errorf("frame %d: %q, and nothing has changed", id, l.Text)
				}
			} else if a != b && a.Owns == b.Owns {
				t.Errorf("frame %d: %q does not tell %+v from %+v", id, l.Text, a, b)
			}
		}
	}
	if arrows == 0 {
		t.Error("nothing ever changed")
	}
}

// TestFits: no line is wider than the terminal, and no screen is higher.
func TestFits(t *testing.T) {
	f := broken(t)
	f.Lanes[3].Name = strings.Repeat("long", 30)
	for _, width := range []int{40, 80, 132} {
		s := New(f, width)
		for id := f.First; f.Has(id); id += 3 {
			s.goTo(id)
			for _, most := range []int{0, 5, 24} {
				lines := s.Screen(most)
				if most > 0 && len(lines) > most {
					t.Errorf("frame %d has %d lines, of %d", id, len(lines), most)
				}
				for _, l := range lines {
					if n := len([]rune(l.Text)); n > width {
						t.Errorf("frame %d: %d columns of %d: %s", id, n, width, l.Text)
					}
				}
			}
		}
	}
	for line := range strings.Lines(help()) {
		if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 80 {
			t.Errorf("%d columns in the help: %s", n, line)
		}
	}
}

// TestNothingControlsTheTerminal: the texts of a run are shown, and not obeyed.
func TestNothingControlsTheTerminal(t *testing.T) {
	f := broken(t)
	for i := range f.Texts {
		if i > 0 {
			f.Texts[i] += "\x1b[2J\r\x07\u202e"
		}
	}
	f.Lamps[1].Broken[0].Detail += "\x1b[2J"
	f.Events[len(f.Events)-1].Text += "\x1b]0;x\x07"
	s := New(f, 80)
	for id := f.First; f.Has(id); id++ {
		if said := did(t, s, fmt.Sprint("go ", id)); strings.ContainsAny(said, "\x1b\r\x07\u202e") {
			t.Fatalf("frame %d: %q", id, said)
		}
	}
	for _, line := range []string{"break fault", "continue", "breaks", "find \x1b[2J", "break node \x1b[2J", "\x1b[2J"} {
		if said := did(t, s, line); strings.ContainsAny(said, "\x1b\r\x07\u202e") {
			t.Errorf("%q: %q", line, said)
		}
	}
}

// TestLines: a script does what its lines say, and ends where it ends.
func TestLines(t *testing.T) {
	var b bytes.Buffer
	if err := Lines(context.Background(), New(broken(t), 80), strings.NewReader("break invariant any\ncontinue\n\nquit\nnext\n"), &b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"stopped at frame 40: ", "stopped at frame 60: ", "is violated: node/a1 sealed", "> quit"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is missing in\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "> next") {
		t.Error("it went on after the end")
	}
	if err := Lines(context.Background(), New(golden.SmallFilm(t), 80), strings.NewReader(strings.Repeat("x", 5000)+"\n"), &b); err == nil || !strings.Contains(err.Error(), "longer than 4096") {
		t.Errorf("a long line: %v", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	never, _ := io.Pipe()
	if err := Lines(ctx, New(golden.SmallFilm(t), 80), never, &b); !errors.Is(err, ErrInterrupted) {
		t.Errorf("the context was over: %v", err)
	}
}

// screens are what somebody sees who presses keys, one screen for each.
func screens(t *testing.T, f *film.Film, columns, rows int, presses ...string) []string {
	t.Helper()
	in, keyboard := io.Pipe()
	var b bytes.Buffer
	seat := &seat{s: New(f, columns), color: true, size: func() (int, int) { return columns, rows }}
	done := make(chan error)
	go func() {
		err := seat.sit(context.Background(), in, &b)
		_ = in.Close() // nobody reads what is pressed from now on
		done <- err
	}()
	for _, p := range presses {
		_, _ = keyboard.Write([]byte(p))
	}
	_ = keyboard.Close()
	select {
	case err := <-done:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it did not end")
	}
	return strings.Split(b.String(), "\x1b[H\x1b[2J")[1:]
}

// TestKeys: each key does what the help says.
func TestKeys(t *testing.T) {
	f := broken(t)
	last := f.Last()
	at := regexp.MustCompile(`frame (\d+) of`)
	for _, x := range []struct {
		presses []string
		want    int
	}{
		{[]string{" "}, 2}, {[]string{"\x1b[C", "\x1b[C", "\x1b[D"}, 2}, {[]string{"\x1b[6~"}, 11}, {[]string{"j", "k"}, 1}, {[]string{"G"}, last}, {[]string{"\x1b[F", "\x1b[H"}, 1},
		{[]string{"ll", "l"}, 4}, {[]string{"\x1b[99~ "}, 2}, {[]string{":go 12\r"}, 12}, {[]string{":break invariant any\r", "c"}, 40},
		{[]string{":break invariant any\r", "c", "c", "r"}, 40}, {[]string{":go 9x\x7f\r"}, 9}, {[]string{":go 9\x1b", " "}, 2}, {[]string{"/phase STAGED\r"}, first(f, "phase staged")},
		{[]string{"?", " ", " ", " "}, 2},
	} {
		all := screens(t, f, 80, 24, x.presses...)
		end := all[len(all)-1]
		if m := at.FindStringSubmatch(end); m == nil || m[1] != fmt.Sprint(x.want) {
			t.Errorf("%q leads to %v, want frame %d", x.presses, m, x.want)
		}
		for _, screen := range all {
			if n := strings.Count(screen, "\r\n"); n > 23 {
				t.Errorf("%q: a screen of %d lines", x.presses, n+1)
			}
		}
	}
	if all := screens(t, f, 80, 24, "q", " ", " "); len(all) != 1 {
		t.Errorf("%d screens after the end", len(all))
	}
}

// TestInterruptKey: by its key one is interrupted wherever one is, and by another one has had enough.
func TestInterruptKey(t *testing.T) {
	for _, x := range []struct {
		sent string
		want error
	}{{" \x03", ErrInterrupted}, {"?\x03", ErrInterrupted}, {" q", nil}, {"\x04", nil}} {
		seat := &seat{s: New(golden.SmallFilm(t), 80), size: func() (int, int) { return 80, 24 }}
		in, keyboard := io.Pipe()
		go func() { _, _ = io.WriteString(keyboard, x.sent) }()
		if err := seat.sit(context.Background(), in, io.Discard); !errors.Is(err, x.want) || (err == nil) != (x.want == nil) {
			t.Errorf("%q: %v, want %v", x.sent, err, x.want)
		}
		_ = in.Close()
	}
}

// TestFaultStops: one stops where a fault is felt: at the last frame of its time, or the next one
// after it; once, where it bites at once; and nowhere if the film has no such frame.
func TestFaultStops(t *testing.T) {
	f := golden.SmallFilm(t)
	id := f.First
	for f.Has(id+1) && f.Frame(id+1).At-f.Frame(id).At < 4 {
		id++ // to two frames with something between them
	}
	here, next := f.Frame(id).At, f.Frame(id+1).At
	after := f.FrameAt(next)
	for name, x := range map[string]struct {
		from  int64
		bites []int64
		want  []int
	}{
		"with a frame":           {here, nil, []int{id}},
		"between two":            {here + 1, nil, []int{id + 1}},
		"and bites at the next":  {here + 1, []int64{here + 2}, []int{id + 1}},
		"and bites at once":      {here, []int64{here}, []int{id}},
		"and bites with a frame": {here, []int64{next}, []int{id, after}},
		"after all":              {f.Frame(f.Last()).At + 1, nil, nil},
		"before all":             {0, nil, []int{max(f.First, f.FrameAt(0))}},
	} {
		f.Events = []film.EventMark{{Kind: "drop", Text: "drop all", Injected: true, From: x.from, Bites: x.bites}}
		var got []int
		stopsAtFault(f, "drop", func(id int, _ string) {
			if f.Has(id) && !slices.Contains(got, id) {
				got = append(got, id)
			}
		})
		if !slices.Equal(got, x.want) {
			t.Errorf("%s: stops at %v, want %v", name, got, x.want)
		}
	}
}

// first is the first frame that says something.
func first(f *film.Film, text string) int {
	s := New(f, 80)
	s.find(text)
	return s.at
}

// TestWholeHelp: by its pages all of the help can be read, on a small terminal too.
func TestWholeHelp(t *testing.T) {
	all := strings.Join(screens(t, golden.SmallFilm(t), 80, 10, "?", " ", " ", " ", " "), "")
	for _, v := range verbs() {
		if !strings.Contains(all, v.help) {
			t.Errorf("%s is in no page", v.names[0])
		}
	}
	for _, k := range keys {
		if !strings.Contains(all, k.help) {
			t.Errorf("the key %s is in no page", k.name)
		}
	}
}

// FuzzKeys: whatever a terminal sends, it is taken to its end.
func FuzzKeys(f *testing.F) {
	f.Add("\x1b[C ::go 3\r/x\r?q")
	f.Fuzz(func(t *testing.T, sent string) {
		seat := &seat{s: New(golden.SmallFilm(t), 80), size: func() (int, int) { return 80, 24 }}
		seat.take(sent)
		if out := seat.draw(); !strings.HasPrefix(out, "\x1b[H\x1b[2J") || strings.ContainsAny(out[7:], "\x1b\x07") {
			t.Errorf("%q", out)
		}
	})
}
