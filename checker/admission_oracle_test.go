package checker

import (
	"fmt"
	"math/rand"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

// An oracle of admission, written apart from admission.go: the object keeps what was
// admitted and aborted, and Porcupine looks for an order. It knows nothing of positions.

type oracleState struct {
	writes            int    // of the record, so far
	flight            string // the attempt in flight
	over, rests       bool
	admitted, aborted string // sets, as sorted words
	started           string // rotations, by window
}

type oracleOp struct {
	kind           string
	write          int
	slot, prev, id string
}

func in(set, x string) bool { return slices.Contains(strings.Fields(set), x) }

func with(set, x string) string {
	if in(set, x) {
		return set
	}
	words := append(strings.Fields(set), x)
	sort.Strings(words)
	return strings.Join(words, " ")
}

var oracleModel = porcupine.Model{
	Init: func() any { return oracleState{} },
	Step: func(st, input, _ any) (bool, any) {
		s, o := st.(oracleState), input.(oracleOp)
		if o.write > 0 {
			if o.write != s.writes+1 {
				return false, s
			}
			s.writes = o.write
		}
		switch o.kind {
		case "start":
			room := (s.flight == "" || s.over) && !in(s.admitted, o.slot) && (o.prev == "" || in(s.aborted, o.prev))
			s.flight, s.over, s.rests = o.slot, false, false
			s.admitted, s.started = with(s.admitted, o.slot), with(s.started, o.id)
			return room, s
		case "committed", "aborted":
			if s.over = true; o.kind == "aborted" {
				s.aborted = with(s.aborted, s.flight)
			}
		case "gone":
			s.flight, s.over = "", false
		case "rests", "rests no more":
			s.rests = o.kind == "rests"
		case "duplicate":
			return in(s.started, o.id), s
		case "attempt": // some attempt of the window was had
			return strings.Contains(" "+s.admitted, " "+o.id+"/"), s
		case "busy":
			return s.rests || s.flight != "" && s.flight != o.slot, s
		}
		return true, s
	},
	Hash: func(st any) uint64 { s := st.(oracleState); return uint64(s.writes)<<8 + uint64(len(s.admitted)) },
}

func nameOf(window string, attempt int) string { return fmt.Sprintf("%s/%d", window, attempt) }

// oracleAdmission says whether the answers fit. Histories have no operators and no copies
// of messages. Each start that nobody was told of needs one of some triggers to have made
// it: every choice is tried.
func oracleAdmission(h *Past) bool {
	var ops []porcupine.Operation
	var open []int // starts that need a choice, by their place in ops
	var choices [][][2]time.Duration
	writes, cur, rests, over := 0, "", false, false
	add := func(o oracleOp, call, ret time.Duration) {
		ops = append(ops, porcupine.Operation{ClientId: len(ops), Input: o, Call: int64(call), Return: int64(ret)})
	}
	wrote := func(v *View, o oracleOp) {
		writes++
		o.write = writes
		add(o, max(v.Sent, v.Early), v.At)
	}
	startsOf := map[string]int{} // number of the start, by window and rotation
	var starts []*View
	for i := range h.Views {
		v := &h.Views[i]
		if v.Phase == Intent && (i == 0 || h.Views[i-1].Rotation != v.Rotation || h.Views[i-1].Phase != Intent) {
			starts = append(starts, v)
			if id := v.Window + "=" + v.Rotation; startsOf[id] == 0 {
				startsOf[id] = len(starts)
			}
		}
	}
	unused := map[*Trigger]bool{}
	for i := range h.Triggers {
		if g := &h.Triggers[i]; g.Outcome == Admitted {
			unused[g] = true
		}
	}
	n := 0
	for i := range h.Views {
		v := &h.Views[i]
		if n < len(starts) && v == starts[n] {
			n++
			s := nameOf(v.Window, v.Attempt)
			o := oracleOp{kind: "start", slot: s, id: v.Window + "=" + v.Rotation}
			if v.Attempt > 1 {
				o.prev = nameOf(v.Window, v.Attempt-1)
			}
			told := 0
			var may [][2]time.Duration
			for k := range h.Triggers {
				g := &h.Triggers[k]
				if g.Window != v.Window || g.Attempt != v.Attempt {
					continue
				}
				switch {
				case g.Outcome == Admitted && g.Rotation == v.Rotation && unused[g]:
					delete(unused, g)
					told++
					may = [][2]time.Duration{{g.Called, g.Returned}}
				case told == 0 && g.Outcome == Unknown:
					may = append(may, [2]time.Duration{g.Called, forever})
				case told == 0 && g.Outcome == Duplicate && startsOf[g.Window+"="+g.Rotation] >= n:
					may = append(may, [2]time.Duration{g.Called, g.Returned})
				}
			}
			if told > 1 || len(may) == 0 {
				return false
			}
			open, choices = append(open, len(ops)), append(choices, may)
			wrote(v, o)
			cur, over, rests = s, false, false
			continue
		}
		switch {
		case cur == "":
			if (v.Phase == Halted) != rests {
				rests = !rests
				wrote(v, oracleOp{kind: map[bool]string{true: "rests", false: "rests no more"}[rests]})
			}
		case v.Phase == Idle:
			wrote(v, oracleOp{kind: "gone"})
			cur = ""
		case (v.Phase == Committed || v.Phase == Aborted) && !over:
			over = true
			wrote(v, oracleOp{kind: map[Phase]string{Committed: "committed", Aborted: "aborted"}[v.Phase]})
		}
	}
	if len(unused) > 0 {
		return false
	}
	for k := range h.Triggers {
		g := &h.Triggers[k]
		switch {
		case g.Outcome == Duplicate:
			add(oracleOp{kind: "duplicate", id: g.Window + "=" + g.Rotation}, g.Called, g.Returned)
		case g.Outcome == Refused && g.Why == WhyBusy:
			add(oracleOp{kind: "busy", slot: nameOf(g.Window, g.Attempt)}, g.Called, g.Returned)
		case g.Outcome == Refused && g.Why == WhyAttempt && g.Attempt <= 1:
			add(oracleOp{kind: "attempt", id: g.Window}, g.Called, g.Returned)
		}
	}
	var try func(k int) bool
	try = func(k int) bool {
		if k == len(open) {
			return porcupine.CheckOperations(oracleModel, ops)
		}
		op := &ops[open[k]]
		was := *op
		for _, c := range choices[k] {
			op.Call, op.Return = max(was.Call, int64(c[0])), min(was.Return, int64(c[1]))
			if op.Call <= op.Return && try(k+1) {
				return true
			}
		}
		*op = was
		return false
	}
	return try(0)
}

// A world admits as it should; time goes on between its steps.
type world struct {
	r          *rand.Rand
	h          *Past
	now, width int64
	flight     *slot
	over       bool
	rotation   map[slot]string
	aborted    map[slot]bool
	revision   int64
	current    string
	triggers   int
}

func (w *world) view(p Phase, s slot) {
	w.revision++
	sent := max(0, w.now-w.r.Int63n(w.width+1))
	w.h.Views = append(w.h.Views, View{Key: "k", Revision: w.revision, RecordWritten: true, By: "w1#1",
		Record: Record{Phase: p, Window: s.window, Attempt: s.attempt, Rotation: w.current},
		Sent:   time.Duration(sent), Early: time.Duration(sent + w.r.Int63n(w.now-sent+1)), At: time.Duration(w.now)})
}

func (w *world) trigger(s slot, unknown float64) {
	w.triggers++
	g := Trigger{Key: "k", Requested: Requested{ID: fmt.Sprint("t", w.triggers), Window: s.window, Attempt: s.attempt, Outcome: Unknown},
		Called: time.Duration(max(0, w.now-w.r.Int63n(w.width+1))), Returned: time.Duration(w.now + w.r.Int63n(w.width+1))}
	lost := w.r.Float64() < unknown
	switch {
	case lost && w.r.Intn(2) == 0: // it never arrived
	case w.rotation[s] != "":
		g.Outcome, g.Rotation = Duplicate, w.rotation[s]
	case w.flight != nil && !w.over:
		g.Outcome, g.Why = Refused, WhyBusy
	case s.attempt > 1 && !w.aborted[slot{s.window, s.attempt - 1}]:
		g.Outcome, g.Why = Refused, WhyAttempt
	default:
		w.current = fmt.Sprint("r-", s.window, "-", s.attempt)
		w.rotation[s] = w.current
		w.flight, w.over = &s, false
		w.view(Intent, s)
		g.Outcome, g.Rotation = Admitted, w.current
	}
	if lost {
		g.Outcome, g.Rotation, g.Why = Unknown, "", ""
	}
	w.h.Triggers = append(w.h.Triggers, g)
}

func (w *world) progress() {
	if w.flight == nil {
		return
	}
	if w.over {
		w.view(Idle, *w.flight)
		w.flight = nil
		return
	}
	p := Committed
	if w.r.Intn(3) == 0 {
		p = Aborted
		w.aborted[*w.flight] = true
	}
	w.view(p, *w.flight)
	w.over = true
}

// lawfulAdmission is what callers and the record tell of so many steps. With more than
// ten windows, time goes through them.
func lawfulAdmission(r *rand.Rand, steps, windows int, width int64, unknown, progress float64) *Past {
	h := &Past{History: &History{Keys: []string{"k"}, Offers: Offers{Record: true}}}
	w := &world{r: r, h: h, width: width, rotation: map[slot]string{}, aborted: map[slot]bool{}}
	for i := range steps {
		w.now += 1 + r.Int63n(6)
		if r.Float64() < progress {
			w.progress()
			continue
		}
		k := r.Intn(windows)
		if windows > 10 {
			k = min(windows-1, max(0, i*windows/steps-r.Intn(4)))
		}
		w.trigger(slot{fmt.Sprint("d", k), 1 + r.Intn(5)/4}, unknown)
	}
	h.End = time.Duration(w.now + 2*width + 10)
	return h
}

func mutateAdmission(r *rand.Rand, h *Past) {
	if len(h.Triggers) == 0 {
		return
	}
	for range 1 + r.Intn(2) {
		g := &h.Triggers[r.Intn(len(h.Triggers))]
		switch r.Intn(9) {
		case 0:
			g.Outcome, g.Rotation, g.Why = Admitted, fmt.Sprint("r-", g.Window, "-", g.Attempt), ""
		case 1:
			g.Outcome, g.Why, g.Rotation = Duplicate, "", fmt.Sprint("r-", g.Window, "-", g.Attempt)
		case 2:
			g.Outcome, g.Why = Refused, WhyBusy
		case 3:
			g.Outcome, g.Why = Refused, WhyAttempt
		case 4:
			g.Window = fmt.Sprint("d", r.Intn(3))
		case 5:
			d := time.Duration(r.Intn(20))
			g.Called, g.Returned = g.Called+d, g.Returned+d
		case 6:
			if len(h.Views) > 0 {
				i := r.Intn(len(h.Views))
				h.Views = slices.Delete(slices.Clone(h.Views), i, i+1)
			}
		case 7:
			g.Rotation = fmt.Sprint("r-", g.Window, "-", 1+r.Intn(2))
		case 8:
			g.Outcome = Unknown
		}
	}
}

// What is said of admission is what the oracle says, of lawful histories and of others.
// It counts what the histories show: one that shows no flight tests nothing.
func TestAdmissionAgreesWithOracle(t *testing.T) {
	r := rand.New(rand.NewSource(21))
	legal, illegal, flights, admitted, searched := 0, 0, 0, 0, 0
	const draws = 16_000
	for i := range draws {
		h := lawfulAdmission(r, 3+r.Intn(11), 1+r.Intn(3), int64(r.Intn(12)), 0.15, 0.4)
		if i%4 > 0 {
			mutateAdmission(r, h)
		}
		l, ok := admissions(h, Options{Porcupine: time.Minute})
		if !ok {
			continue
		}
		want := oracleAdmission(h)
		if (l.Result == Linearizable) != want || l.Result == Undecided {
			t.Fatalf("%+v, the oracle: %v\n%+v\n%+v", l, want, h.Triggers, h.Views)
		}
		if i%4 == 0 && !want {
			t.Fatalf("a lawful one is not: %+v", h)
		}
		if l.Searched {
			searched++
		}
		if !want {
			illegal++
			if len(l.Cites) == 0 || l.Detail == "" || l.At == 0 {
				t.Fatalf("illegal, and not told why: %+v", l)
			}
			continue
		}
		legal++
		if slices.ContainsFunc(h.Views, func(v View) bool { return v.Phase == Intent }) {
			flights++
		}
		if slices.ContainsFunc(h.Triggers, func(g Trigger) bool { return g.Outcome == Admitted }) {
			admitted++
		}
	}
	t.Logf("%d legal, %d with a flight, %d with an admitted trigger; %d illegal; %d searched", legal, flights, admitted, illegal, searched)
	if flights < draws/10 || admitted < draws/10 || illegal < draws/10 {
		t.Error("these histories show too little")
	}
}
