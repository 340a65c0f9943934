package checker

// The small parts that judges are made of, against what is plain.

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The contract is told in the same words until somebody changes them on purpose.
func TestContractIsSaid(t *testing.T) {
	var lines []string
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, inv := range All {
		say("%s %s", inv.ID, inv.Sentence)
		for _, c := range inv.Clauses {
			say("  %s: %s", c.Name, c.Sentence)
		}
	}
	for _, g := range Partial {
		say("partial %s: %s. Why: %s", g.ID, g.Sentence, g.Why)
	}
	for _, g := range Goals {
		say("goal %s, required %v: %s", g.Name, g.Required, g.Sentence)
	}
	golden(t, "contract.txt", strings.Join(lines, "\n")+"\n")
}

// numbered sets each field of a struct to another number.
func numbered[T any](from int64) (x T) {
	v := reflect.ValueOf(&x).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.CanInt() {
			f.SetInt(from + int64(i))
		}
	}
	return x
}

func TestCountsAreAdded(t *testing.T) {
	c := numbered[Counts](100)
	c.Add(numbered[Counts](1000))
	v := reflect.ValueOf(c)
	for i := range v.NumField() {
		if f := v.Field(i); f.CanInt() && f.Int() != 1100+2*int64(i) {
			t.Errorf("%s: %d", v.Type().Field(i).Name, f.Int())
		}
	}
	for _, with := range [][2]bool{{false, false}, {true, false}, {false, true}} {
		c := Counts{Record: with[0]}
		c.Add(Counts{Record: with[1]})
		if c.Record != (with[0] || with[1]) {
			t.Errorf("%v: %v", with, c.Record)
		}
	}
	n := numbered[Count](5)
	n.Add(numbered[Count](50))
	if want := (Count{Judged: 57, Broken: 59, Close: 61}); n != want {
		t.Errorf("%+v, want %+v", n, want)
	}
}

// Keys' verdicts are put together: what one of them could not be judged for is told only if
// none was, and the first reason to give up stays.
func TestVerdictsOfKeysTogether(t *testing.T) {
	inv := Invariant{ID: "X", Sentence: "x.", Clauses: []Clause{{Name: "c"}}, judge: func(t *tally, p *Past) {
		switch key := p.Keys[0]; key {
		case "judged":
			t.judged(0)
			t.close(0)
			t.add(0, 2, nil, "of %s", key)
		case "given up", "given up too":
			t.v.Inconclusive = key
			t.judged(0)
		default:
			t.skip("skipped " + key)
		}
	}}
	over := func(keys ...string) Verdict {
		var parts []*Past
		for _, k := range keys {
			parts = append(parts, (&Past{History: &History{Keys: []string{k}}}).replay())
		}
		return inv.over(parts)
	}
	of := Violation{Invariant: "X", Sentence: "x.", Clause: "c", Key: "judged", At: 2, Detail: "of judged"}
	for _, c := range []struct {
		keys []string
		want Verdict
	}{
		{[]string{"a", "b", "a"}, Verdict{WhyNot: "skipped a; skipped b", Clauses: []Count{{Clause: "c"}}}},
		{[]string{"a", "judged"}, Verdict{Judged: true, Count: 1, Violations: []Violation{of}, Clauses: []Count{{"c", 1, 1, 1}}}},
		{[]string{"judged", "a"}, Verdict{Judged: true, Count: 1, Violations: []Violation{of}, Clauses: []Count{{"c", 1, 1, 1}}}},
		{[]string{"judged", "judged"}, Verdict{Judged: true, Count: 2, Violations: []Violation{of, of}, Clauses: []Count{{"c", 2, 2, 2}}}},
		{[]string{"a", "given up", "given up too"}, Verdict{Judged: true, Inconclusive: "given up", Clauses: []Count{{"c", 2, 0, 0}}}},
	} {
		c.want.Invariant = "X"
		if got := over(c.keys...); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%v:\n%+v, want\n%+v", c.keys, got, c.want)
		}
	}
	if v := over("given up"); !(Report{Verdicts: []Verdict{v}}).Inconclusive() || (Report{Verdicts: []Verdict{over("judged")}}).Inconclusive() {
		t.Error("a report is inconclusive if a judge gave up")
	}
	if r := (Report{Verdicts: []Verdict{over("judged", "given up")}}); r.Inconclusive() || !r.Violated() {
		t.Error("what was violated is not inconclusive")
	}
	for result, want := range map[Result]bool{Undecided: true, Illegal: false, Linearizable: false} {
		if r := (Report{Linear: []Linearity{{Result: result}}}); r.Inconclusive() != want {
			t.Errorf("%s: %v", result, !want)
		}
	}
}

// All violations of a report are in the order of time, whatever they are of.
func TestViolationsAreInOrder(t *testing.T) {
	r := Report{Verdicts: []Verdict{{Violations: []Violation{{At: 3}, {At: 5}}}, {Violations: []Violation{{At: 1}, {At: 4}}}}, Linear: []Linearity{{Result: Illegal, At: 2}, {Result: Undecided, At: 2}}}
	var got []int
	for _, v := range r.Violations() {
		got = append(got, int(v.At))
	}
	if !slices.Equal(got, []int{1, 2, 3, 4, 5}) {
		t.Errorf("%v", got)
	}
	same := Report{Verdicts: []Verdict{{Violations: []Violation{{At: 1, Detail: "a"}, {At: 1, Detail: "b"}, {At: 1, Detail: "c"}}}}}
	if vs := same.Violations(); vs[0].Detail != "a" || vs[1].Detail != "b" || vs[2].Detail != "c" {
		t.Errorf("of one time: %v", vs)
	}
	h := goodRun(1, 1).replay()
	for i := range h.replayed.turns {
		v := h.replayed.turns[i].v
		if x := h.replayed.floorsAt(v.At); x == nil || x.v != v {
			t.Errorf("the floors at %s are not those of revision %d", v.At, v.Revision)
		}
	}
	if got := (&Past{History: &History{End: 9}}).bootstrap(); !slices.Equal(got, []interval{{0, 9}}) {
		t.Errorf("before there is a version: %v", got)
	}
	for early, want := range map[time.Duration]time.Duration{0: 9, 1: 1, 8: 8} {
		if got := (&View{Early: early, At: 9}).early(); got != want {
			t.Errorf("early %d: %d, want %d", early, got, want)
		}
	}
}

// What begins and ends at time 0 has ended.
func TestDerivedAtZero(t *testing.T) {
	h := &History{Keys: []string{"k"}, End: 100}
	for i, w := range []What{
		&Leased{Lease: 1, Did: LeaseGranted}, &Wrote{Object: "s", Lease: 1, Says: Says{Stamp: &Stamp{Node: "n1"}}}, &Wrote{Object: "s", Deleted: true}, &Leased{Lease: 1, Did: LeaseExtended},
		&Leased{Lease: 1, Did: LeaseRevoked}, &Ran{Machine: "n1", Did: Starts}, &Ran{Machine: "n1", Did: Pauses}, &Ran{Machine: "n1", Did: Resumes}, &Ran{Machine: "n1", Did: Resumes}, &Ran{Machine: "n1", Did: Crashes},
	} {
		h.Facts = append(h.Facts, Fact{ID: i + 1, Key: "k", Actor: "n1#1", What: w})
	}
	p := Derive(h)
	if len(p.Stamps) != 1 || len(p.Leases) != 1 || len(p.Starts) != 1 || len(p.Stands) != 1 ||
		p.Stamps[0].Until != 0 || p.Leases[0].Ended != 0 || p.Starts[0].To != 0 || p.Stands[0].To != 0 {
		t.Errorf("%+v, %+v, %+v, %+v", p.Stamps, p.Leases, p.Starts, p.Stands)
	}
	h.Facts = h.Facts[8:]
	h.Facts[0].ID, h.Facts[1].ID = 1, 2
	if p := Derive(h); len(p.Starts)+len(p.Stands) > 0 {
		t.Errorf("of what nobody saw begin: %+v, %+v", p.Starts, p.Stands)
	}
}

// Violations are kept in the order of time, the first told of those of one time.
func TestEarliestAreKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		times := rapid.SliceOfN(rapid.IntRange(0, 4), 0, 8).Draw(t, "times")
		x := tally{key: "k", counts: []Count{{Clause: "c"}}}
		var want []Violation
		for i, d := range times {
			x.add(0, time.Duration(d), nil, "%d", i)
			want = append(want, Violation{Clause: "c", Key: "k", At: time.Duration(d), Detail: fmt.Sprint(i)})
		}
		slices.SortStableFunc(want, func(a, b Violation) int { return int(a.At - b.At) })
		v := x.verdict()
		if want = want[:min(kept, len(want))]; len(want) != len(v.Violations) || len(want) > 0 && !reflect.DeepEqual(v.Violations, want) || v.Count != len(times) || v.Clauses[0].Broken != len(times) || v.Judged != (len(times) > 0) {
			t.Fatalf("%+v, want %+v", v, want)
		}
	})
}

// A line is times 0 to its length, each in trouble or not.
type line []bool

// lined draws trouble, and the line that it is.
func lined(t *rapid.T) (trouble, line) {
	const long = 24
	l := make(line, long)
	var ts trouble
	for at := 0; at < long; {
		at += rapid.IntRange(1, 6).Draw(t, "gap")
		to := at + rapid.IntRange(0, 4).Draw(t, "length")
		if to >= long {
			break
		}
		ts = append(ts, interval{time.Duration(at), time.Duration(to)})
		for k := at; k <= to; k++ {
			l[k] = true
		}
		at = to
	}
	return ts, l
}

// Trouble is what it is at each moment.
func TestTroubleOnALine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ts, l := lined(t)
		from := rapid.IntRange(0, len(l)-1).Draw(t, "from")
		to := rapid.IntRange(from, len(l)-1).Draw(t, "to")
		var last time.Duration
		ever, within := false, false
		for k := 0; k <= to; k++ {
			if l[k] {
				last, ever = time.Duration(k), true
				within = within || k >= from
			}
		}
		if got, is := ts.last(time.Duration(to)); got != last || is != ever {
			t.Fatalf("%v: the last by %d: %d, %v, want %d, %v", ts, to, got, is, last, ever)
		}
		if got := ts.within(time.Duration(from), time.Duration(to)); got != within {
			t.Fatalf("%v: within %d to %d: %v", ts, from, to, got)
		}
		quiet := ts.quiet(time.Duration(from), time.Duration(to))
		for k := from; k < to; k++ { // the step from k to the next
			in := slices.ContainsFunc(quiet, func(q interval) bool { return q.from <= time.Duration(k) && time.Duration(k) < q.to })
			struck := slices.ContainsFunc(ts, func(s interval) bool { return s.from <= time.Duration(k) && time.Duration(k) < s.to })
			if in == struck {
				t.Fatalf("%v: quiet from %d to %d: %v; it is not, of the step from %d", ts, from, to, quiet, k)
			}
		}
		for _, q := range quiet {
			if q.from >= q.to && !l[q.from] || q.from < time.Duration(from) || q.to > time.Duration(to) {
				t.Fatalf("%v: quiet from %d to %d: %v", ts, from, to, quiet)
			}
		}
		spent := rapid.IntRange(0, 3).Draw(t, "spent")
		longest, left := spent, spent
		if l[from] {
			left = 0
		}
		for k := from + 1; k <= to; k++ {
			if left++; slices.ContainsFunc(ts, func(s interval) bool { return s.from < time.Duration(k) && time.Duration(k) <= s.to }) {
				left = 0 // it is over no sooner
			}
			longest = max(longest, left)
			if l[k] {
				left = 0
			}
		}
		gotLongest, gotLeft := ts.clock(time.Duration(spent), time.Duration(from), time.Duration(to))
		if gotLongest != time.Duration(longest) || gotLeft != time.Duration(left) {
			t.Fatalf("%v: a clock from %d to %d that showed %d: at most %d, in the end %d; want %d, %d", ts, from, to, spent, gotLongest, gotLeft, longest, left)
		}
		more, other := lined(t)
		joined := ts.withAll(more)
		for k := range l {
			if in := slices.ContainsFunc(joined, func(s interval) bool { return s.from <= time.Duration(k) && time.Duration(k) <= s.to }); in != (l[k] || other[k]) {
				t.Fatalf("%v and %v: %v, at %d", ts, more, joined, k)
			}
		}
		for i := 1; i < len(joined); i++ {
			if joined[i].from <= joined[i-1].to {
				t.Fatalf("%v and %v: %v meet", ts, more, joined)
			}
		}
		bound := rapid.IntRange(1, 5).Draw(t, "bound")
		by := from + bound
		for k := from; k < len(l) && k <= by; k++ {
			if l[k] {
				by = k + bound
			}
		}
		if got := (&Past{}).deadline(ts, time.Duration(from), time.Duration(bound)); got != time.Duration(by) {
			t.Fatalf("%v: %d from %d on: by %d, want %d", ts, bound, from, got, by)
		}
	})
}

// An index finds the first of its kind, whether ids are dense or not.
func TestSealsByID(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var seals []Seal
		id := rapid.IntRange(-2, 3).Draw(t, "first")
		for range rapid.IntRange(0, 6).Draw(t, "seals") {
			seals = append(seals, Seal{ID: id})
			id += rapid.SampledFrom([]int{1, 1, 1, 1, 2, 0, -1}).Draw(t, "step")
		}
		x := newSealIndex(seals)
		for id := -4; id < 14; id++ {
			var want *Seal
			if i := slices.IndexFunc(seals, func(s Seal) bool { return s.ID == id }); i >= 0 {
				want = &seals[i]
			}
			if got := x.find(id); got != want {
				t.Fatalf("%v: %d: %p, want %p", seals, id, got, want)
			}
		}
		var ids idSet
		for _, s := range seals {
			ids = append(ids, s.ID)
		}
		sorted := slices.Sorted(slices.Values(ids))
		distinct := len(slices.Compact(slices.Clone(sorted)))
		id, twice := slices.Clone(ids).duplicate()
		if twice != (distinct < len(ids)) || twice && len(slices.DeleteFunc(slices.Clone(sorted), func(x int) bool { return x != id })) < 2 {
			t.Fatalf("%v: %d twice, %v", ids, id, twice)
		}
	})
}

// What is kept by version is found under it, in whatever order versions come.
func TestByVersion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b byVersion[int]
		want := map[uint32]int{}
		for _, n := range rapid.SliceOfN(rapid.Uint32Range(1, 9), 0, 12).Draw(t, "versions") {
			*b.at(n) += int(n)
			want[n] += int(n)
		}
		if len(b.n) != len(want) || len(b.t) != len(want) || !slices.IsSorted(b.n) {
			t.Fatalf("%+v, want %v", b, want)
		}
		for n := range uint32(12) {
			if x := b.get(n); (x != nil) != (want[n] > 0) || x != nil && *x != want[n] {
				t.Fatalf("%d of %+v: %v, want %v", n, b, x, want[n])
			}
		}
	})
}

// What stands in the store at a revision, and what has left it since it was asked before.
func TestStanding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var stamps []Grant
		for i := range rapid.IntRange(0, 6).Draw(t, "stamps") {
			g := Grant{Revision: int64(i + 1), Stamp: Stamp{Rev: uint64(rapid.IntRange(1, 4).Draw(t, "rev")), Sealing: rapid.Bool().Draw(t, "sealing")}}
			if rapid.Bool().Draw(t, "replaced") {
				g.Ended = g.Revision + int64(rapid.IntRange(1, 4).Draw(t, "for"))
				g.Until = time.Duration(g.Ended)
			} else {
				g.Until = time.Duration(g.Revision) + time.Duration(rapid.IntRange(0, 6).Draw(t, "until"))
			}
			stamps = append(stamps, g)
		}
		s := standing{stamps: stamps}
		before := map[*Grant]bool{}
		asked := int64(0)
		for asked < 9 {
			was := asked
			asked += int64(rapid.IntRange(1, 4).Draw(t, "on"))
			s.to(asked, time.Duration(asked))
			var now, left []*Grant
			for i := range stamps {
				g := &stamps[i]
				stands := g.Ended > asked || g.Ended == 0 && g.Until >= time.Duration(asked)
				switch {
				case g.Revision > asked:
				case stands && (before[g] || g.Revision > was):
					now = append(now, g)
				case before[g] || g.Revision > was:
					left = append(left, g)
				}
			}
			clear(before)
			for _, g := range now {
				before[g] = true
			}
			if !slices.Equal(s.now, now) || !slices.Equal(s.left, left) {
				t.Fatalf("at %d, %d before: %v and %v, want %v and %v of %+v", asked, was, s.now, s.left, now, left, stamps)
			}
			for _, over := range []barrier{overSeals, overOpens, overAll} {
				for target := range uint64(6) {
					i := slices.IndexFunc(now, func(g *Grant) bool {
						return g.Rev < target && (over == overAll || g.Sealing == (over == overSeals))
					})
					if g := s.below(target, over); (g == nil) != (i < 0) || g != nil && g != now[i] {
						t.Fatalf("below %d over %q: %v of %v", target, over, g, now)
					}
				}
			}
		}
	})
}
