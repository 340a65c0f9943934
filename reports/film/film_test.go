package film_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"pawl/reports/film"
	"pawl/reports/golden"
)

func sample(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile(golden.OfFilm)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func read(t testing.TB) *film.Film {
	t.Helper()
	f, err := film.Read(bytes.NewReader(sample(t)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestDisagreements: a film that does not fit itself is refused, whatever it is.
func TestDisagreements(t *testing.T) {
	for name, spoil := range map[string]func(f *film.Film){
		"version":             func(f *film.Film) { f.Version = 2 },
		"texts begin":         func(f *film.Film) { f.Texts[0] = "x" },
		"no texts":            func(f *film.Film) { f.Texts = nil },
		"first":               func(f *film.Film) { f.First = 0 },
		"too many":            func(f *film.Film) { f.Frames.At = make([]int64, film.MostFrames+1) },
		"too many lanes":      func(f *film.Film) { f.Lanes = append(f.Lanes, make([]film.Track, film.MostLanes)...) },
		"lane kind":           func(f *film.Film) { f.Lanes[0].Kind = "cupboard" },
		"life":                func(f *film.Film) { f.Lanes[0].Lives[0].To = f.Lanes[0].Lives[0].From - 1 },
		"standstill":          func(f *film.Film) { f.Lanes[0].Stands = []film.Standstill{{From: 2, To: 1}} },
		"a column too short":  func(f *film.Film) { f.Frames.Says = f.Frames.Says[1:] },
		"lane of a frame":     func(f *film.Film) { f.Frames.Lane[3] = len(f.Lanes) },
		"text of a frame":     func(f *film.Film) { f.Frames.Says[3] = len(f.Texts) },
		"message of a frame":  func(f *film.Film) { f.Frames.Message[3] = len(f.Messages.Sent) + 1 },
		"cause after":         func(f *film.Film) { f.Frames.Cause[3] = f.First + 3 },
		"cause nowhere":       func(f *film.Film) { f.Frames.Cause[3] = f.Last() + 9 },
		"times":               func(f *film.Film) { f.Frames.At[0] = f.Frames.At[f.Len()-1] + 1 },
		"message column":      func(f *film.Film) { f.Messages.Fate = f.Messages.Fate[1:] },
		"message lane":        func(f *film.Film) { f.Messages.From[0] = 99 },
		"fate":                func(f *film.Film) { f.Messages.Fate[0] = 0 },
		"asked elsewhere":     func(f *film.Film) { f.Messages.Asked[0] = f.Messages.Asked[1] },
		"answered elsewhere":  func(f *film.Film) { f.Messages.Answer[0] = f.Messages.Answer[1] },
		"heard elsewhere":     func(f *film.Film) { f.Messages.Heard[0] = f.Messages.Answer[0] },
		"arrived early":       func(f *film.Film) { f.Messages.Arrived[9] = f.Messages.Sent[9] - 1 },
		"answered early":      func(f *film.Film) { f.Messages.Answered[9] = f.Messages.Sent[9] - 1 },
		"received early":      func(f *film.Film) { f.Messages.Received[9] = f.Messages.Sent[9] - 1 },
		"band kind":           func(f *film.Film) { f.Bands[0].Kind = "rubber" },
		"band key":            func(f *film.Film) { f.Bands[0].Key = "another" },
		"band frame":          func(f *film.Film) { f.Bands[0].Frame = f.Last() + 1 },
		"band backwards":      func(f *film.Film) { f.Bands[0].To = f.Bands[0].From - 1 },
		"event frame":         func(f *film.Film) { f.Events[0].Frame = f.Last() + 1 },
		"event bites":         func(f *film.Film) { f.Events[0].Bites = append(f.Events[0].Bites, 1) },
		"event between one":   func(f *film.Film) { f.Events[0].Bites, f.Events[0].Between = []int64{1}, [][]int{{1}} },
		"event between lanes": func(f *film.Film) { f.Events[0].Bites, f.Events[0].Between = []int64{1}, [][]int{{1, 99}} },
		"event backwards":     func(f *film.Film) { f.Events[0].To, f.Events[0].From = 1, 2 },
		"lease lane":          func(f *film.Film) { f.Leases[0].Lane = 99 },
		"lease backwards":     func(f *film.Film) { f.Leases[0].Ended = f.Leases[0].Granted - 1 },
		"stamp lane":          func(f *film.Film) { f.Stamps[0].Lane = 99 },
		"stamp frame":         func(f *film.Film) { f.Stamps[0].Frame = f.Last() + 1 },
		"stamp backwards":     func(f *film.Film) { f.Stamps[0].To = f.Stamps[0].From - 1 },
		"tenure lane":         func(f *film.Film) { f.Tenures[0].Lane = 99 },
		"tenure frame":        func(f *film.Film) { f.Tenures[0].Frame = f.Last() + 1 },
		"tenure backwards":    func(f *film.Film) { f.Tenures[0].To = f.Tenures[0].From - 1 },
		"margin kind":         func(f *film.Film) { f.Margins[0].Kind = "wide" },
		"margin lane":         func(f *film.Film) { f.Margins[0].Lane = 99 },
		"margin backwards":    func(f *film.Film) { f.Margins[0].To = f.Margins[0].From - 1 },
		"margin above":        func(f *film.Film) { f.Margins[0].Left = f.Margins[0].Bound + 1 },
		"lamp state":          func(f *film.Film) { f.Lamps[0].State = "blinks" },
		"lamp count":          func(f *film.Film) { f.Lamps[0].Count = 3 },
		"lamp out of nothing": func(f *film.Film) { f.Lamps[0].State = film.Violated },
		"lamp frame":          func(f *film.Film) { f.Lamps[0].Frame = f.Last() + 1 },
		"more than all": func(f *film.Film) {
			f.Lamps[0].State, f.Lamps[0].Count, f.Lamps[0].Broken = film.Violated, 1, make([]film.Breach, 2)
		},
		"breach frame": func(f *film.Film) {
			f.Lamps[0].State, f.Lamps[0].Count, f.Lamps[0].Broken = film.Violated, 1, []film.Breach{{Frame: f.Last() + 1}}
		},
		"pointer frame": func(f *film.Film) {
			f.Lamps[0].State, f.Lamps[0].Count, f.Lamps[0].Broken = film.Violated, 1, []film.Breach{{Cites: []film.Pointer{{Frame: f.Last() + 1}}}}
		},
		"knowings column":      func(f *film.Film) { f.Knowings.Owns = f.Knowings.Owns[1:] },
		"knowings lane":        func(f *film.Film) { f.Knowings.Lane[0] = 99 },
		"knowings key":         func(f *film.Film) { f.Knowings.Key[0] = 99 },
		"knowings phase":       func(f *film.Film) { f.Knowings.Phase[0] = len(f.Texts) },
		"knowings frame":       func(f *film.Film) { f.Knowings.Frame[0] = f.Last() + 1 },
		"knowings out of turn": func(f *film.Film) { f.Knowings.Frame[len(f.Knowings.Frame)-1] = f.First },
	} {
		f := read(t)
		spoil(f)
		if err := f.Agrees(); err == nil {
			t.Errorf("%s: nobody saw", name)
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		if _, err := film.Read(&b); err == nil {
			t.Errorf("%s: it was read", name)
		}
	}
}

// TestReadIsStrict: the place of what is wrong is said.
func TestReadIsStrict(t *testing.T) {
	good := string(sample(t))
	for _, x := range []struct{ old, new, want string }{
		{`"film_version":1`, `"film_version":2`, "this build reads version 1"},
		{`"film_version":1`, `"film_version":1,"colour":3`, `"colour"`},
		{`"lanes":`, `"tracks":`, `"tracks"`},
		{`"seed":"1"`, `"seed":1`, "run.seed"},
		{`"first":1`, `"first":-1`, "first"},
		{`}]`, `}`, "line 1, column"},
	} {
		_, err := film.Read(strings.NewReader(strings.Replace(good, x.old, x.new, 1)))
		if err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s for %s: error %v, want %q", x.new, x.old, err, x.want)
		}
	}
	if _, err := film.Read(strings.NewReader(good[:len(good)/2])); err == nil || !strings.Contains(err.Error(), "cut short") {
		t.Errorf("half of it: error %v", err)
	}
}

// TestNothingEndsAScript: a film can stand in a page as it is.
func TestNothingEndsAScript(t *testing.T) {
	f := read(t)
	f.Texts[1] = "</script><!-- \u2028"
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(b.String(), "<>\u2028") {
		t.Error("it ends a script, or begins a tag")
	}
}

// FuzzRead: whatever is read is told, or can be shown.
func FuzzRead(f *testing.F) {
	f.Add(sample(f))
	f.Add([]byte(`{"film_version":1}`))
	f.Add([]byte(``))
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := film.Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		for id := x.First; id != 0 && id <= x.Last(); id++ {
			_ = x.Frame(id)
			_ = x.Before(id)
		}
		for n := range x.Messages.Sent {
			_ = x.Message(n + 1)
		}
		for _, key := range x.Keys {
			_ = x.KnownAt(x.Last(), key)
		}
		_ = x.Clocks()
	})
}
