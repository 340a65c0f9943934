package shiviz_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"

	"pawl/reports/film"
	"pawl/reports/golden"
	"pawl/reports/shiviz"
)

// An entry is one event of a log, as ShiViz reads it.
type entry struct {
	event, host string
	clock       map[string]int
}

// parse reads a log by what its own first lines say.
func parse(text string) ([]entry, error) {
	expression, rest, _ := strings.Cut(text, "\n")
	if !strings.HasPrefix(rest, "\n") {
		return nil, fmt.Errorf("the second line is not empty: there would be several executions")
	}
	rest = rest[1:]
	re, err := regexp.Compile(strings.ReplaceAll(expression, "(?<", "(?P<"))
	if err != nil {
		return nil, err
	}
	var all []entry
	for i, m := range re.FindAllStringSubmatchIndex(rest, -1) {
		if i == 0 && m[0] != 0 {
			return nil, fmt.Errorf("the log does not begin with an event")
		}
		group := func(name string) string {
			k := re.SubexpIndex(name)
			return rest[m[2*k]:m[2*k+1]]
		}
		e := entry{event: group("event"), host: group("host")}
		if err := json.Unmarshal([]byte(group("clock")), &e.clock); err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

// check says what is wrong with the clocks of a log, for a film: each host counts its own events;
// no clock tells of an event that there is not; and of two events one comes before the other by
// the clocks exactly if it does by the film.
func check(f *film.Film, all []entry) error {
	count := map[string]int{}
	for i, e := range all {
		count[e.host]++
		if e.clock[e.host] != count[e.host] {
			return fmt.Errorf("event %d is the %dth of %s, and its clock says %d", i, count[e.host], e.host, e.clock[e.host])
		}
	}
	ids, at := []int{}, map[int]int{} // frames that are in the log; the place of each
	for id := f.First; id <= f.Last(); id++ {
		if f.Lanes[f.Frame(id).Lane].Kind != film.PlanLane {
			at[id] = len(ids)
			ids = append(ids, id)
		}
	}
	if len(ids) != len(all) {
		return fmt.Errorf("the log has %d events, the film %d", len(all), len(ids))
	}
	before := make([][]uint64, len(ids)) // sets of places
	last := map[int]int{}                // place of the last event of a lane
	for i, id := range ids {
		set := make([]uint64, len(ids)/64+1)
		join := func(k int) {
			for w := range set {
				set[w] |= before[k][w]
			}
		}
		x := f.Frame(id)
		if k, is := last[x.Lane]; is {
			join(k)
		}
		if k, is := at[x.Cause]; is {
			join(k)
		}
		if x.Message != 0 {
			m := f.Message(x.Message)
			if k, is := at[m.Asked]; is && m.Asked < id {
				join(k)
			}
		}
		set[i/64] |= 1 << (i % 64)
		before[i], last[x.Lane] = set, i
	}
	for i := range all {
		for k := range all {
			want := before[i][k/64]&(1<<(k%64)) != 0
			if got := all[k].clock[all[k].host] <= all[i].clock[all[k].host]; got != want {
				return fmt.Errorf("by the clocks it is %v that event %d comes before event %d, by the film it is %v", got, k, i, want)
			}
		}
		for host, n := range all[i].clock {
			if n > count[host] || n <= 0 {
				return fmt.Errorf("event %d knows of event %d of %s, of %d", i, n, host, count[host])
			}
		}
	}
	return nil
}

func log(t *testing.T, f *film.Film) []entry {
	t.Helper()
	var b bytes.Buffer
	if err := shiviz.Write(&b, f); err != nil {
		t.Fatal(err)
	}
	all, err := parse(b.String())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestClocks: the log is read by its own expression, and its clocks are those of the film.
func TestClocks(t *testing.T) {
	f := golden.SmallFilm(t)
	all := log(t, f)
	if err := check(f, all); err != nil {
		t.Fatal(err)
	}
	crossed := 0
	for _, e := range all {
		if len(e.clock) > 1 {
			crossed++
		}
	}
	if crossed == 0 {
		t.Error("nobody knows of anybody")
	}
}

// TestWrongClocksAreSeen: a clock that says one more or one less is found, whichever it is.
func TestWrongClocksAreSeen(t *testing.T) {
	f := golden.SmallFilm(t)
	all := log(t, f)
	tried := 0
	for i := 0; i < len(all); i += 7 {
		for host := range all[i].clock {
			for _, by := range []int{-1, 1} {
				spoilt := append([]entry{}, all...)
				spoilt[i].clock = maps.Clone(all[i].clock)
				spoilt[i].clock[host] += by
				if check(f, spoilt) == nil {
					t.Errorf("event %d of %s: %+d of %s was not seen", i, all[i].host, by, host)
				}
				tried++
			}
		}
	}
	if tried < 50 {
		t.Errorf("tried %d", tried)
	}
}

// TestAnswerThatWaited: an answer knows of its request even where it follows from another's.
func TestAnswerThatWaited(t *testing.T) {
	f := golden.SmallFilm(t)
	clocks := f.Clocks()
	seen := 0
	for n := range f.Messages.Sent {
		m := f.Message(n + 1)
		if m.Asked == 0 || m.Answer == 0 {
			continue
		}
		asked, answer := clocks[m.Asked-f.First], clocks[m.Answer-f.First]
		if answer[m.From] < asked[m.From] {
			t.Errorf("the answer to message %d does not know of it", n+1)
		}
		if c := f.Frame(m.Answer).Cause; f.Has(c) && c != m.Asked && f.Frame(c).Message != n+1 {
			seen++
		}
	}
	if seen == 0 {
		t.Error("no answer waited for anything")
	}
}

// TestHostileText: no text of a run makes another event, or another host.
func TestHostileText(t *testing.T) {
	f := golden.SmallFilm(t)
	n := len(log(t, f))
	for i := range f.Texts {
		if i > 0 {
			f.Texts[i] = "x\nstore {\"store\":1}\r\u2028y {\"a\":2}"
		}
	}
	f.Lanes[2].Name = "a b{}\n\u00a0c"
	if all := log(t, f); len(all) != n {
		t.Errorf("%d events, want %d", len(all), n)
	}
	if err := check(f, log(t, f)); err != nil {
		t.Error(err)
	}
}
