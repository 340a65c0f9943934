package chrome_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"pawl/reports/chrome"
	"pawl/reports/film"
	"pawl/reports/golden"
)

// A trace as others read it.
type trace struct {
	DisplayTimeUnit string
	TraceEvents     []event
}

type event struct {
	Name, Ph, Cat, ID, S string
	BindID               string `json:"bind_id"`
	FlowOut              bool   `json:"flow_out"`
	FlowIn               bool   `json:"flow_in"`
	Ts                   float64
	Dur                  *float64
	Pid, Tid             int
	Args                 map[string]any
}

func (e *event) at() int64 { return int64(math.Round(e.Ts * 1000)) }

func written(t *testing.T, f *film.Film) *trace {
	t.Helper()
	var b bytes.Buffer
	if err := chrome.Write(&b, f); err != nil {
		t.Fatal(err)
	}
	var x trace
	if err := json.Unmarshal(b.Bytes(), &x); err != nil {
		t.Fatal(err)
	}
	return &x
}

// arrows says what is wrong with the arrows of a trace, for a film: each message that arrived has
// one from the thread of whoever sent it, when they did, to that of whom it was sent to, when it
// arrived there, and each answer that was heard has one back. Nothing else has.
func arrows(f *film.Film, x *trace) error {
	lanes := map[int]string{}
	for _, e := range x.TraceEvents {
		if e.Ph == "M" && e.Name == "thread_name" {
			lanes[e.Tid] = e.Args["name"].(string)
		}
	}
	type end struct {
		lane string
		at   int64
	}
	from, to := map[string]end{}, map[string]end{}
	for _, e := range x.TraceEvents {
		if e.BindID == "" {
			continue
		}
		if e.Ph != "X" || e.FlowIn == e.FlowOut {
			return fmt.Errorf("%q is no end of an arrow", e.Name)
		}
		ends := to
		if e.FlowOut {
			ends = from
		}
		if _, twice := ends[e.BindID]; twice {
			return fmt.Errorf("arrow %s has two ends of one kind", e.BindID)
		}
		ends[e.BindID] = end{lanes[e.Tid], e.at()}
	}
	n := 0
	for i := range f.Messages.Sent {
		m := f.Message(i + 1)
		want := func(bind string, is bool, a, b end) error {
			if !is {
				return nil
			}
			n++
			if from[bind] != a || to[bind] != b {
				return fmt.Errorf("message %d: arrow %s goes from %v to %v, want from %v to %v", i+1, bind, from[bind], to[bind], a, b)
			}
			return nil
		}
		asker, asked := f.Lanes[m.From].Name, f.Lanes[m.To].Name
		if err := want(fmt.Sprintf("0x%x", 2*(i+1)), m.Asked != 0 && m.Arrived != 0, end{asker, m.Sent}, end{asked, m.Arrived}); err != nil {
			return err
		}
		if err := want(fmt.Sprintf("0x%x", 2*(i+1)+1), m.Answer != 0 && m.Received != 0, end{asked, f.Frame(max(f.First, m.Answer)).At}, end{asker, m.Received}); err != nil {
			return err
		}
	}
	if n != len(from) || n != len(to) || n == 0 {
		return fmt.Errorf("there are %d beginnings and %d ends of arrows, want %d", len(from), len(to), n)
	}
	return nil
}

func TestArrows(t *testing.T) {
	f := golden.SmallFilm(t)
	if err := arrows(f, written(t, f)); err != nil {
		t.Error(err)
	}
}

// TestWrongArrowsAreSeen: an arrow that leads elsewhere is found, and so is one that is missing.
func TestWrongArrowsAreSeen(t *testing.T) {
	f := golden.SmallFilm(t)
	for name, spoil := range map[string]func(e *event){
		"another thread": func(e *event) { e.Tid++ },
		"another time":   func(e *event) { e.Ts++ },
		"another arrow":  func(e *event) { e.BindID = "0x2" },
		"none":           func(e *event) { e.BindID = "" },
		"the other way":  func(e *event) { e.FlowIn, e.FlowOut = e.FlowOut, e.FlowIn },
	} {
		x := written(t, f)
		ends := 0
		for i := range x.TraceEvents {
			if e := &x.TraceEvents[i]; e.BindID != "" {
				if ends++; ends == 20 {
					spoil(e)
				}
			}
		}
		if arrows(f, x) == nil {
			t.Errorf("%s: nobody saw", name)
		}
	}
}

// TestSlicesLieInOneAnother: or apart, on each thread; else a viewer drops them.
func TestSlicesLieInOneAnother(t *testing.T) {
	open := map[int][]int64{} // ends, by thread
	last := int64(0)
	for _, e := range written(t, golden.SmallFilm(t)).TraceEvents {
		if e.Ph == "M" {
			continue
		}
		if e.at() < last {
			t.Errorf("%q is out of order", e.Name)
		}
		last = e.at()
		if e.Ph != "X" {
			continue
		}
		stack, end := open[e.Tid], e.at()+int64(math.Round(*e.Dur*1000))
		for len(stack) > 0 && stack[len(stack)-1] < e.at() {
			stack = stack[:len(stack)-1]
		}
		if len(stack) > 0 && stack[len(stack)-1] == e.at() && end > e.at() {
			stack = stack[:len(stack)-1]
		}
		if len(stack) > 0 && end > stack[len(stack)-1] {
			t.Errorf("%q on thread %d ends at %d, after what it lies in, at %d", e.Name, e.Tid, end, stack[len(stack)-1])
		}
		open[e.Tid] = append(stack, end)
	}
}

// TestEverythingIsThere: each lane but the plan's is a thread, and each frame, band, tenure,
// fault and violation is shown, at its time.
func TestEverythingIsThere(t *testing.T) {
	f := golden.SmallFilm(t)
	f.Lamps[0].State, f.Lamps[0].Count = film.Violated, 1
	f.Lamps[0].Broken = []film.Breach{{Detail: "it broke", At: 7_000_001, Frame: f.First}}
	f.Events = append(f.Events, film.EventMark{Kind: "drop", Text: "drop x", Injected: true, From: 5, To: 9, Bites: []int64{6, 7}, Between: [][]int{{0, 1}, {}}})
	x := written(t, f)
	has := func(ph, cat, name string, at int64) bool {
		return slices.ContainsFunc(x.TraceEvents, func(e event) bool { return e.Ph == ph && e.Cat == cat && e.Name == name && e.at() == at })
	}
	for i := range f.Lanes {
		l := &f.Lanes[i]
		shown := slices.ContainsFunc(x.TraceEvents, func(e event) bool { return e.Name == "thread_name" && e.Args["name"] == l.Name })
		if shown == (l.Kind == film.PlanLane) {
			t.Errorf("lane %s: shown is %v", l.Name, shown)
		}
	}
	for id := f.First; id <= f.Last(); id++ {
		if y := f.Frame(id); f.Lanes[y.Lane].Kind != film.PlanLane && !has("X", y.Kind, y.Says, y.At) {
			t.Errorf("frame %d is not shown", id)
		}
	}
	for _, b := range f.Bands {
		if !has("X", b.Kind, b.State, b.From) {
			t.Errorf("the %s %s is not shown", b.Kind, b.State)
		}
	}
	for _, y := range f.Tenures {
		if !has("X", "tenure", fmt.Sprintf("%s, fence %d", y.Self, y.Fence), y.From) {
			t.Errorf("the tenure of %s is not shown", y.Self)
		}
	}
	for _, want := range []struct {
		ph, cat, name string
		at            int64
	}{{"i", "violation", f.Lamps[0].ID + ": it broke", 7_000_001}, {"i", "fault", "drop x", 5}, {"b", "fault", "drop x", 5}, {"e", "fault", "drop x", 9}, {"i", "fault", "drop bites", 6}, {"i", "fault", "drop bites", 7}} {
		if !has(want.ph, want.cat, want.name, want.at) {
			t.Errorf("%+v is not shown", want)
		}
	}
}
