package checker

import (
	"encoding/binary"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

// What is said of the objects of small random histories, many of them wrong, by fixed seeds:
// others hold the verdicts against Porcupine; here the words and citations count.
func TestObjectsAreSaid(t *testing.T) {
	var lines []string
	say := func(name string, seed int, l Linearity, ok bool) {
		if !ok {
			return
		}
		if seed >= 100 {
			l.Detail = digest([]string{l.Detail, cited(l.Cites)})
			l.Cites = nil
		}
		lines = append(lines, fmt.Sprintf("%s %d: %s %s %s of %d, searched %v, %d: %s; %s", name, seed, l.Invariant, l.Key, l.Result, l.Ops, l.Searched, l.At, l.Detail, cited(l.Cites)))
	}
	opt := Options{Porcupine: time.Minute}
	for seed := range 600 {
		r := rand.New(rand.NewSource(int64(seed)))
		h := lawfulAdmission(r, 14, 3, 8, 0.1, 0.3)
		for range 1 + r.Intn(2) {
			mutateAdmission(r, h)
		}
		l, ok := admissions(h, opt)
		if l.Result != Linearizable {
			say("admission", seed, l, ok)
		}
	}
	for seed := range 100 {
		r := rand.New(rand.NewSource(int64(seed)))
		h := lawfulRegister(r, 10, 4, 3, 40, 8, 0.1)
		h.Offers.Record = seed%3 > 0
		mutateRegister(r, h)
		l, ok := sealRegister(h, opt)
		say("register", seed, l, ok)
	}
	for seed := range 80 {
		h, _ := ownerHistory(rand.New(rand.NewSource(int64(seed))))
		l, ok := ownerships(h, opt)
		say("ownership", seed, l, ok)
	}
	for seed := range 300 {
		writes, all := randomRow(rand.New(rand.NewSource(int64(seed))))
		for i := range all {
			all[i].of.(*Seal).Returned = all[i].returned
		}
		l := Linearity{Object: "row"}
		l.decide(writes, all, nil, opt)
		if l.Result != Linearizable {
			say("row", seed, l, true)
		}
		writes, all = randomRow(rand.New(rand.NewSource(int64(seed))))
		l = Linearity{Object: "row"}
		if l.decide(writes, all, nil, Options{Porcupine: time.Minute, Steps: 1}); l.Result == Undecided {
			say("row, in one step", seed, l, true)
		}
		if seed%10 == 0 {
			l = Linearity{Object: "row"}
			writes, all = randomRow(rand.New(rand.NewSource(int64(seed))))
			l.decide(writes, all, nil, Options{})
			say("row, without a search", seed, l, true)
		}
	}
	// A rotation that was there before anybody looked is not known to be in flight.
	b := base()
	b.admit("w1#1", "d2", 1)
	b.publish("w1#1")
	b.trigger("d3", 1, Refused, WhyBusy)
	b.abort("w1#1", b.cause())
	b.admit("w1#1", "d3", 1)
	h := b.done()
	h.Views = h.Views[slices.IndexFunc(h.Views, func(v View) bool { return v.Window == "d2" && v.Phase == Published }):]
	h.Triggers = h.Triggers[len(h.Triggers)-2:]
	l, ok := admissions(h, opt)
	say("cut off", 0, l, ok)
	h.Views[0].Phase = Committed
	say("counted", 0, Linearity{Detail: fmt.Sprintf("%+v", count(h, []*Past{h}))}, true)
	golden(t, "objects.txt", strings.Join(lines, "\n")+"\n")
}

// A search that is given up ends: nothing of it goes on behind the verdict.
func TestSearchEndsInTime(t *testing.T) {
	var steps atomic.Int64
	m := porcupine.Model{
		Init: func() any { return 0 },
		Step: func(state, in, _ any) (bool, any) {
			steps.Add(1)
			return in.(int) > 0, state.(int) | in.(int)
		},
		Hash: func(state any) uint64 { return uint64(state.(int)) },
	}
	var ops []porcupine.Operation
	for i := range 24 {
		ops = append(ops, porcupine.Operation{ClientId: i, Input: 1 << i, Call: 1, Return: 10})
	}
	ops = append(ops, porcupine.Operation{ClientId: 24, Input: 0, Call: 1, Return: 10}) // never possible
	if got := search(m, ops, Options{Porcupine: 20 * ms, Steps: 1<<31 - 1}); got != Undecided {
		t.Fatalf("%s", got)
	}
	time.Sleep(100 * ms)
	done := steps.Load()
	time.Sleep(50 * ms)
	if more := steps.Load() - done; more > 0 {
		t.Errorf("%d more steps", more)
	}
}

// A search that has used up its steps, or its time, knows nothing.
func TestSearchIsBounded(t *testing.T) {
	var ops []porcupine.Operation
	var row row
	for i := range 6 {
		row.write(&View{Revision: int64(i + 1), Early: 1, At: 100})
	}
	legal := told{called: 1, returned: 100, at: stand{3, 3}}
	illegal := told{called: 200, returned: 300, at: stand{3, 3}}
	for _, c := range []struct {
		name string
		told told
		opt  Options
		want Result
	}{
		{"legal", legal, Options{Porcupine: time.Minute}, Linearizable},
		{"illegal", illegal, Options{Porcupine: time.Minute}, Illegal},
		{"legal, in too few steps", legal, Options{Porcupine: time.Minute, Steps: 3}, Undecided},
		{"illegal, in too few steps", illegal, Options{Porcupine: time.Minute, Steps: 3}, Undecided},
		{"legal, in enough", legal, Options{Porcupine: time.Minute, Steps: 1000}, Linearizable},
		{"illegal, in enough", illegal, Options{Porcupine: time.Minute, Steps: 1000}, Illegal},
	} {
		ops = rowOps(row, []told{c.told})
		if got := search(rowModel(0), ops, c.opt); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	// The very number of steps that it takes is enough, and one less is not.
	least := 0
	for n := 1; n < 1000; n++ {
		if search(rowModel(0), rowOps(row, []told{illegal}), Options{Porcupine: time.Minute, Steps: n}) == Illegal {
			least = n
			break
		}
	}
	if least != 22 {
		t.Errorf("it takes %d steps to see that an answer came after all of six writes", least)
	}
}

// An entry's body is read to its end, and nothing else is.
func TestBodiesAreReadWhole(t *testing.T) {
	e := Entry{Seq: 300, Transition: "T", Owner: "o", Op: "op", Cause: "c", Phase: Idle, Fence: 7, Active: 8, Next: 9}
	good := e.body()
	want := body{Seq: 300, Fence: 7, Transition: "T", Owner: "o", Op: "op", Cause: "c", Phase: Idle, Active: 8, Next: 9}
	if got, err := readBody(good); got != want || err != nil {
		t.Errorf("%+v, %v", got, err)
	}
	for n := range good {
		if _, err := readBody(good[:n]); err != errShort {
			t.Errorf("the first %d bytes: %v", n, err)
		}
	}
	for _, c := range []struct {
		bytes []byte
		want  string
	}{
		{append(slices.Clone(good), 0), "it goes on after its last field"},
		{append([]byte{2}, good[1:]...), "it does not begin with 1"},
		{append([]byte{0}, good[1:]...), "it does not begin with 1"},
		{slices.Repeat([]byte{0xff}, 11), "it ends early"},
		{binary.AppendUvarint([]byte{1, 1}, 1<<63), "it ends early"},
	} {
		if _, err := readBody(c.bytes); err == nil || err.Error() != c.want {
			t.Errorf("%x: %v, want %s", c.bytes, err, c.want)
		}
	}
}

// Each number of a history has its range, up to its ends.
func TestRanges(t *testing.T) {
	type set func(h *History, n int64)
	duration := func(of func(h *History) *time.Duration) set {
		return func(h *History, n int64) { *of(h) = time.Duration(n) }
	}
	fact := func(i int, of func(f *Fact) *time.Duration) set {
		return func(h *History, n int64) { *of(&h.Facts[i]) = time.Duration(n) }
	}
	const most, any = int64(longest), int64(-1)
	for _, c := range []struct {
		name       string
		set        set
		least, max int64 // any: none is tried
	}{
		{"End", duration(func(h *History) *time.Duration { return &h.End }), 0, any},
		{"CallTimeout", duration(func(h *History) *time.Duration { return &h.CallTimeout }), 0, any},
		{"SealLease", duration(func(h *History) *time.Duration { return &h.Policy.SealLease }), 0, most},
		{"OpenLease", duration(func(h *History) *time.Duration { return &h.Policy.OpenLease }), 0, most},
		{"OwnerLease", duration(func(h *History) *time.Duration { return &h.Policy.OwnerLease }), 0, most},
		{"PublishLead", duration(func(h *History) *time.Duration { return &h.Policy.PublishLead }), 0, most},
		{"PublishDeadline", duration(func(h *History) *time.Duration { return &h.Policy.PublishDeadline }), 0, most},
		{"DrainDeadline", duration(func(h *History) *time.Duration { return &h.Policy.DrainDeadline }), 0, most},
		{"Lifetime", duration(func(h *History) *time.Duration { return &h.Policy.Lifetime }), 0, most},
		{"Period", duration(func(h *History) *time.Duration { return &h.Policy.Period }), 0, most},
		{"Emission", duration(func(h *History) *time.Duration { return &h.Policy.Emission }), 0, most},
		{"Backoff", duration(func(h *History) *time.Duration { return &h.Policy.Backoff }), 0, most},
		{"DriftPPM", func(h *History, n int64) { h.Policy.DriftPPM = n }, 0, 1_000_000},
		{"a revision", func(h *History, n int64) { h.Facts[1].Revision = n }, 0, any},
		{"a cause", func(h *History, n int64) { h.Facts[1].Cause = int(n) }, 0, 1},
		{"a lease", func(h *History, n int64) { h.Facts[4].What.(*Leased).TTL = time.Duration(n) }, 0, most},
		{"when a fault began", func(h *History, n int64) { h.Facts[14].What.(*Fault).From = time.Duration(n) }, 0, int64(sec)},
		{"when a fault ended", func(h *History, n int64) {
			f := h.Facts[14].What.(*Fault)
			f.From, f.To = 5, time.Duration(n)
		}, 5, most},
		{"Sent", fact(14, func(f *Fact) *time.Duration { f.Arrived, f.Early, f.At = 0, 0, 0; return &f.Sent }), 0, most},
		{"Arrived", fact(14, func(f *Fact) *time.Duration { f.Sent, f.Early, f.At = 0, 0, 0; return &f.Arrived }), 0, most},
		{"At", fact(14, func(f *Fact) *time.Duration { f.Sent, f.Arrived, f.Early = 0, 0, 0; return &f.At }), 0, most},
		{"Early", fact(14, func(f *Fact) *time.Duration { return &f.Early }), 0, int64(15 * ms)},
		{"Received", fact(14, func(f *Fact) *time.Duration { f.Sent, f.Arrived, f.Early = 0, 0, 0; return &f.Received }), 0, most},
		{"Sent, of what arrived", fact(14, func(f *Fact) *time.Duration { return &f.Sent }), 0, int64(15 * ms)},
		{"Arrived, of what took effect", fact(14, func(f *Fact) *time.Duration { return &f.Arrived }), any, int64(15 * ms)},
		{"Arrived, of what was sent", fact(14, func(f *Fact) *time.Duration { return &f.Arrived }), int64(15 * ms), any},
		{"Received, of what was sent", fact(14, func(f *Fact) *time.Duration { f.Early = 0; return &f.Received }), int64(15 * ms), any},
		{"Received, of what took effect", fact(14, func(f *Fact) *time.Duration { f.Sent, f.Arrived = 0, 0; return &f.Received }), int64(15 * ms), any},
	} {
		check := func(n int64, right bool) {
			h := aHistory()
			c.set(h, n)
			var r reasons
			if r.facts(h); (len(r) == 0) != right {
				t.Errorf("%s of %d: %v", c.name, n, []string(r))
			}
		}
		if c.least >= 0 {
			check(c.least, true)
			check(c.least-1, false)
		}
		if c.max >= 0 {
			check(c.max, true)
			check(c.max+1, false)
		}
	}
}

// Whatever has a name has one of those that there are.
func TestNames(t *testing.T) {
	for _, c := range []struct {
		name string
		of   func(h *History) *string
	}{
		{"a machine", func(h *History) *string { return &h.Machines[0].Name }},
		{"a key of the store", func(h *History) *string { return &h.Facts[2].What.(*Wrote).Object }},
		{"a request", func(h *History) *string { return &h.Facts[10].What.(*Requested).ID }},
		{"an act", func(h *History) *string { return &h.Facts[11].What.(*Acted).ID }},
		{"a kind of effect", func(h *History) *string { return (*string)(&h.Facts[6].What.(*Outside).Kind) }},
		{"an answer", func(h *History) *string { return (*string)(&h.Facts[9].What.(*Opened).Answer) }},
		{"an outcome", func(h *History) *string { return (*string)(&h.Facts[10].What.(*Requested).Outcome) }},
		{"an act's outcome", func(h *History) *string { return (*string)(&h.Facts[11].What.(*Acted).Outcome) }},
		{"a duty", func(h *History) *string { return (*string)(&h.Machines[1].Duty) }},
	} {
		h := aHistory()
		*c.of(h) = ""
		var r reasons
		if r.facts(h); len(r) != 1 {
			t.Errorf("%s without a name: %v", c.name, []string(r))
		}
	}
	h := aHistory()
	h.Facts[2].What.(*Wrote).Deleted = true
	var r reasons
	if r.facts(h); len(r) != 1 {
		t.Errorf("a record that was deleted: %v", []string(r))
	}
	// Ten reasons are enough, whatever else is wrong.
	h = aHistory()
	for i := range h.Facts {
		h.Facts[i].ID = 99
	}
	r = nil
	if r.facts(h); len(r) != enough {
		t.Errorf("%d reasons", len(r))
	}
}
