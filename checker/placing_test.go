package checker

import (
	"math/rand"
	"slices"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

// rowOps is everything that was told of a row, unreduced, for Porcupine.
func rowOps(r row, all []told) []porcupine.Operation {
	var ops []porcupine.Operation
	for i := range r {
		ops = append(ops, porcupine.Operation{ClientId: len(ops), Input: rowOp{write: i + 1}, Call: int64(r[i].earliest), Return: int64(r[i].latest)})
	}
	for i := range all {
		ops = append(ops, porcupine.Operation{ClientId: len(ops), Input: rowOp{told: &all[i]}, Call: int64(all[i].called), Return: int64(all[i].returned)})
	}
	return ops
}

// randomRow is a few writes of unknown moments and answers of every shape, in so little
// time that most of it overlaps.
func randomRow(r *rand.Rand) (row, []told) {
	var writes row
	latest := time.Duration(0)
	for i := range 1 + r.Intn(8) {
		latest += time.Duration(r.Intn(4))
		v := &View{Revision: int64(i + 1), Sent: max(0, latest-time.Duration(r.Intn(12))), At: latest, RecordWritten: true}
		writes.write(v)
	}
	var all []told
	for i := range 1 + r.Intn(6) {
		called := time.Duration(r.Intn(int(latest) + 3))
		t := told{called: called, returned: called + time.Duration(r.Intn(8)), of: &Seal{ID: i}, when: []stand{}, but: -1}
		for p := r.Intn(2); p <= len(writes); p += 1 + r.Intn(2) {
			s := stand{p, min(p+r.Intn(2), len(writes))}
			t.when = append(t.when, s)
			if p = s.to + 1; r.Intn(6) == 0 {
				break
			}
		}
		if len(t.when) > 0 {
			t.but = r.Intn(len(t.when)+1) - 1
		}
		all = append(all, t)
	}
	return writes, all
}

// Placing decides what Porcupine decides, whatever the answers leave open; and what is
// left after reducing has an order just if the whole has one.
func TestPlacingAgreesWithPorcupine(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	fit, lowered, choices, dropped := 0, 0, 0, 0
	const draws = 20_000
	for range draws {
		writes, all := randomRow(r)
		ops := rowOps(writes, all)
		want := porcupine.CheckOperations(rowModel(0), ops)
		narrowed := append(row(nil), writes...)
		c := narrowed.place(all)
		if (c == nil) != want {
			t.Fatalf("placed: %v, Porcupine: %v\nwrites %+v\ntold %+v", c == nil, want, writes, all)
		}
		m, less := reduced(writes, all)
		if porcupine.CheckOperations(m, less) != want {
			t.Fatalf("reduced: %v, whole: %v\nwrites %+v\ntold %+v", !want, want, writes, all)
		}
		dropped += len(ops) - len(less)
		if slices.ContainsFunc(all, func(t told) bool { return t.several() }) {
			choices++
		}
		if slices.ContainsFunc(narrowed, func(m moment) bool { return m.chained }) {
			lowered++
		}
		if want {
			fit++
		}
	}
	t.Logf("%d fit, in %d a choice was forced, %d had a choice, %d operations dropped", fit, lowered, choices, dropped)
	if fit < draws/10 || fit > draws*9/10 || lowered < draws/200 || choices < draws/10 || dropped == 0 {
		t.Error("these histories show too little")
	}
}

// What takes more than two facts is refuted only if a search agrees.
func TestChainedConflictIsSearched(t *testing.T) {
	var writes row
	for i, x := range []struct{ from, to time.Duration }{{0, 0}, {1, 1}, {2, 20}, {2, 20}, {2, 20}, {2, 20}, {20, 20}} {
		writes.write(&View{Revision: int64(i + 1), Sent: x.from, At: x.to, RecordWritten: true})
	}
	// It is busy four times. The first answer comes from the third time, which so has
	// begun by 6; thus the second time is over by then, and the second answer can be of
	// none: the fourth begins at 20, and the third is no reason for it.
	when := []stand{{1, 1}, {3, 3}, {5, 5}, {7, 7}}
	all := []told{{called: 5, returned: 6, of: &Seal{ID: 1}, when: when, but: 1}, {called: 8, returned: 9, of: &Seal{ID: 2}, when: when, but: 2}}
	for _, x := range []struct {
		all  []told
		opt  Options
		want Result
	}{
		{all, Options{}, Undecided},
		{all, Options{Porcupine: time.Minute, Steps: 1}, Undecided},
		{all, Options{Porcupine: time.Minute}, Illegal},
		{all[:1], Options{}, Linearizable},
		{all[1:], Options{}, Linearizable},
	} {
		l := Linearity{Object: "test"}
		l.decide(append(row(nil), writes...), x.all, nil, x.opt)
		if l.Result != x.want || l.Searched != (x.opt.Porcupine > 0) {
			t.Errorf("%+v: %+v", x.opt, l)
		}
		if rep := (Report{Linear: []Linearity{l}}); x.want == Undecided && (rep.Violated() || !rep.Inconclusive()) {
			t.Errorf("%+v: violated %v, inconclusive %v", x.opt, rep.Violated(), rep.Inconclusive())
		}
	}
}
