package checker

import (
	"slices"
	"testing"
	"time"
)

// putsBack has the store be put back to a copy, which may change the record, and then do
// happens.
func (b *builder) putsBack(copied func(*View), do func(b *builder)) {
	b.pass(sec)
	if n := len(b.h.copies); n > 0 { // what came of the one before ends here
		before := b.h.copies[n-1]
		before.History = new(*b.h.History)
		before.End = b.now
	}
	views, stamps, seals, pages := len(b.h.Views), len(b.h.Stamps), len(b.h.Seals), len(b.h.Pages)
	b.write("store#2", "", "", copied)
	cut := Fact{Revision: b.rec.Revision, Times: Times{At: b.now}, What: &PutBack{}}
	do(b)
	later := b.h
	later.Views, later.Stamps, later.Seals, later.Pages = b.h.Views[views:], b.h.Stamps[stamps:], b.h.Seals[seals:], b.h.Pages[pages:]
	later.copies = nil
	b.h.Views, b.h.Stamps, b.h.Seals, b.h.Pages = b.h.Views[:views:views], b.h.Stamps[:stamps:stamps], b.h.Seals[:seals:seals], b.h.Pages[:pages:pages]
	b.h.again(later.replay(), cut)
}

// asItWas is a copy in which a record is as it is.
func asItWas(*View) {}

// forGood is a halt that no resume ends.
var forGood = Halt{Reason: "put back", Class: "non-recoverable", Playbook: "wait", Owner: "key-owner", Escalation: "on-call", EncryptionAffected: true}

// anewHalt halts what was put back, and tells.
func anewHalt(b *builder) {
	b.write("w2#1", "HALTED", "deadline:generation", func(v *View) {
		v.From, v.Phase, v.Halt = v.Phase, Halted, forGood
	})
	b.h.Pages = append(b.h.Pages, b.page(b.now))
	b.pass(60 * sec)
}

var putBackCases = []struct {
	name   string
	broken string // the invariants whose clause is broken, one after the other
	copied func(*View)
	do     func(b *builder)
}{
	{"it is halted, and told", "", before, anewHalt},
	{"it is halted, and told, though the record is as it was", "", asItWas, anewHalt},
	{"it is as it was, and goes on", "S17", asItWas, func(b *builder) {
		b.acquire("w1#1")
		anewHalt(b)
	}},
	{"it goes on to the next version", "S8S17", before, func(b *builder) {
		b.admit("w1#1", "d3", 1)
		anewHalt(b)
	}},
	{"it is halted twice", "S17", before, func(b *builder) {
		anewHalt(b)
		b.halts("w1#1", "deadline:generation")
	}},
	{"it is halted, and resumed", "S17", before, func(b *builder) {
		anewHalt(b)
		b.resume("w1#1")
	}},
	{"a halt has no version be in use", "S17", before, func(b *builder) {
		anewHalt(b)
		b.h.Views[len(b.h.Views)-1].Active = 0
	}},
	{"a halt leaves a rotation out", "S17", asItWas, func(b *builder) {
		anewHalt(b)
		b.h.Views[len(b.h.Views)-1].Rotation = "another"
	}},
	{"a halt takes another phase for the one that it was in", "S17", asItWas, func(b *builder) {
		anewHalt(b)
		b.h.Views[len(b.h.Views)-1].From = Verified
	}},
	{"a halt gives sealing back", "", func(v *View) { v.Phase = Draining }, func(b *builder) {
		anewHalt(b)
		b.h.Views[len(b.h.Views)-1].From = Published
	}},
	{"a stamp is granted", "S11", before, func(b *builder) {
		anewHalt(b)
		b.stamp("n1", false)
	}},
	{"a lease is kept alive", "", before, func(b *builder) {
		anewHalt(b)
		b.stamp("n1", false)
		b.h.Stamps[len(b.h.Stamps)-1].Kept = true
	}},
	{"somebody seals under the version that was in use", "", before, func(b *builder) {
		b.rec.Active = 2
		b.seal("n1")
		b.rec.Active = 1
		anewHalt(b)
	}},
	{"somebody seals under the version that is in use in the copy", "S2", before, func(b *builder) {
		b.seal("n1")
		anewHalt(b)
	}},
	{"nobody halts it", "L4", before, func(b *builder) { b.pass(60 * sec) }},
	{"nobody has had time to", "", before, func(b *builder) { b.pass(sec) }},
	{"it is halted, and nobody is told", "L4", before, func(b *builder) {
		anewHalt(b)
		b.h.Pages = b.h.Pages[:len(b.h.Pages)-1]
	}},
	{"people are told of another halt", "L4", before, func(b *builder) {
		anewHalt(b)
		b.h.Pages[len(b.h.Pages)-1].Halt.Reason = "another"
	}},
	{"people are told too late", "L4", before, func(b *builder) {
		b.pass(30 * sec)
		anewHalt(b)
	}},
	{"people are told late, after trouble on the way to the pager", "", before, func(b *builder) {
		b.strike("operator", b.now, b.now+28*sec)
		b.pass(30 * sec)
		anewHalt(b)
	}},
	{"the halt names no playbook", "L4", before, func(b *builder) {
		anewHalt(b)
		b.h.Views[len(b.h.Views)-1].Halt.Playbook = ""
		b.h.Pages[len(b.h.Pages)-1].Halt.Playbook = ""
	}},
}

// before is the record as it was before the second rotation.
func before(v *View) {
	v.Phase, v.Active, v.Next, v.Highest, v.Rotation = Idle, 1, 0, 1, ""
	v.Versions = []Version{{N: 1, State: Active, Print: print(1)}}
}

// TestPutBack has what may and what may not follow when the store was put back.
func TestPutBack(t *testing.T) {
	for _, c := range putBackCases {
		t.Run(c.name, func(t *testing.T) {
			b := bootstrap(1)
			b.rotate("w1#1", "d2")
			b.traffic(1)
			b.putsBack(c.copied, c.do)
			h := b.done()
			if fired := putBackFired(h); fired != c.broken {
				t.Errorf("%q broken, want %q", fired, c.broken)
			}
			for _, inv := range All {
				speaks := slices.ContainsFunc(inv.Clauses, func(c Clause) bool { return c.Name == putBackClause })
				if inv.endsEarly(h) == speaks {
					t.Errorf("%s says that it ends early: %t", inv.ID, !speaks)
				}
			}
			b.h.Offers.Generations = false
			for _, id := range putBackJudges {
				for _, n := range invariant(id).of(h).Clauses {
					if n.Clause == putBackClause && n.Judged > 0 {
						t.Errorf("%s is judged of an engine that does not go by generations", id)
					}
				}
			}
		})
	}
}

// TestCutAnywhere: what was known of a lawful run at any moment of it is lawful.
func TestCutAnywhere(t *testing.T) {
	h := aRun(t, "put-back")
	for at := range h.Facts {
		if _, is := h.Facts[at].What.(*Ran); !is { // whatever writes several facts is not cut in the middle
			continue
		}
		for _, part := range split(Derive(h.cutAt(at))) {
			for _, inv := range All {
				if v := inv.of(part); v.Count > 0 {
					t.Fatalf("cut at fact %d, %v: %+v", at+1, h.Facts[at].At, v.Violations[0])
				}
			}
		}
	}
}

// TestPutBackAgain has what may and what may not follow when the store is put back to another
// copy, the key having been halted and people been told for the first.
func TestPutBackAgain(t *testing.T) {
	halted := func(v *View) { v.Phase, v.From, v.Halt = Halted, Idle, forGood }
	for _, c := range []struct {
		name, broken string
		copied       func(*View)
		do           func(b *builder)
	}{
		{"to what there was before the halt, and it is halted again, and told", "", before, anewHalt},
		{"to what was halted, and it is halted again, and told", "", halted, func(b *builder) {
			anewHalt(b)
			b.h.Views[len(b.h.Views)-1].From = Idle
		}},
		{"to what was halted, and people know of that", "", halted, func(b *builder) { b.pass(60 * sec) }},
		{"to what was halted for something else, and nobody is told", "L4", func(v *View) { halted(v); v.Halt.Reason = "another" }, func(b *builder) { b.pass(60 * sec) }},
		{"to what was halted for something else, and people are told of that again", "L4", func(v *View) { halted(v); v.Halt.Reason = "another" }, func(b *builder) {
			b.h.Pages = append(b.h.Pages, b.page(b.now))
			b.pass(60 * sec)
		}},
		{"to what there was before the halt, and nobody is told again", "L4", before, func(b *builder) { b.pass(60 * sec) }},
		{"and it is gone on from", "S8S17", before, func(b *builder) {
			b.admit("w1#1", "d3", 1)
			anewHalt(b)
		}},
		{"and it is resumed", "S17", halted, func(b *builder) {
			b.resume("w1#1")
			anewHalt(b)
		}},
		{"and a stamp is granted", "S11", before, func(b *builder) {
			anewHalt(b)
			b.stamp("n1", false)
		}},
		{"and somebody seals under the version that is in use in the copy", "S2", before, func(b *builder) {
			b.seal("n1")
			anewHalt(b)
		}},
		{"and somebody seals under the version that was in use at first", "", before, func(b *builder) {
			b.rec.Active = 2
			b.seal("n1")
			b.rec.Active = 1
			anewHalt(b)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := bootstrap(1)
			b.rotate("w1#1", "d2")
			b.traffic(1)
			b.putsBack(before, anewHalt)
			b.putsBack(c.copied, c.do)
			h := b.done()
			if fired := putBackFired(h); fired != c.broken {
				t.Errorf("%q broken, want %q", fired, c.broken)
			}
			if n := invariant("S17").of(h).Clauses; !slices.ContainsFunc(n, func(c Count) bool { return c.Clause == putBackClause && c.Judged == 2 }) {
				t.Errorf("not judged each time: %+v", n)
			}
		})
	}
}

// putBackFired are the invariants whose clause is broken, one after the other.
func putBackFired(h *Past) (fired string) {
	for _, id := range putBackJudges {
		for _, n := range invariant(id).of(h).Clauses {
			if n.Broken > 0 && n.Clause == putBackClause {
				fired += id
			}
		}
	}
	return fired
}

// putBackJudges have a clause for what comes after the store was put back.
var putBackJudges = []string{"S2", "S8", "S11", "S17", "L4"}

// TestPutBackTwice: what comes before the first time is a run that ended with it, and what comes
// after each time is held apart from what comes after the next.
func TestPutBackTwice(t *testing.T) {
	mark := func(at time.Duration, what What) Fact { return Fact{Times: Times{At: at}, What: what} }
	h := &History{End: 9, Facts: []Fact{mark(1, &Paged{}), mark(2, &PutBack{}), mark(3, &Paged{}), mark(4, &PutBack{}), mark(5, &Paged{}), mark(0, &Fault{Injected: true, From: 1, To: 9})}}
	first := h.rewound()
	ats := func(h *History) (all []time.Duration) {
		for _, f := range h.Facts {
			all = append(all, f.At)
		}
		return append(all, h.End)
	}
	if got := ats(h.cutAt(first)); !slices.Equal(got, []time.Duration{1, 0, 2}) {
		t.Errorf("before: %v", got)
	}
	for i, want := range [][]time.Duration{{3, 0, 4}, {5, 0, 9}} {
		if since := h.sinceEach(); len(since) != 2 || !slices.Equal(ats(since[i].History), want) || since[i].cut.At != []time.Duration{2, 4}[i] {
			t.Errorf("since each: %+v", since)
		}
	}
	if w := h.cutAt(first).Facts[1].What.(*Fault); w.To != 2 || h.Facts[5].What.(*Fault).To != 9 {
		t.Errorf("the fault was in force until %v", w.To)
	}
}

// TestWhatTheCopyHas: the record is as the copy has it if that has changed it, and else as it was
// written last, after the copy before or before that.
func TestWhatTheCopyHas(t *testing.T) {
	wrote := func(revisions ...int64) (p *Past) {
		p = &Past{History: &History{}}
		for _, r := range revisions {
			p.Views = append(p.Views, View{Revision: max(r, -r), RecordWritten: r > 0})
		}
		return p
	}
	for _, c := range []struct {
		first []int64 // revisions that there were; those below zero have not written the record
		cuts  []int64 // at which the store was put back
		since [][]int64
		want  []int64 // whose record each copy has
	}{
		{[]int64{1, 2, -3}, []int64{10}, [][]int64{{}}, []int64{2}},
		{[]int64{1, 2, -3}, []int64{10}, [][]int64{{10, 11}}, []int64{10}},
		{[]int64{1, 2}, []int64{10}, [][]int64{{-10, 11}}, []int64{2}},
		{[]int64{-1, -2}, []int64{10}, [][]int64{{11}}, []int64{1}},
		{nil, []int64{10}, [][]int64{{11}}, []int64{0}},
		{[]int64{1}, []int64{10, 20}, [][]int64{{11, -12}, {21}}, []int64{1, 11}},
		{[]int64{1}, []int64{10, 20}, [][]int64{{10}, {20, 21}}, []int64{10, 20}},
		{[]int64{1}, []int64{10, 20}, [][]int64{{-11}, {21}}, []int64{1, 1}},
		{[]int64{1}, []int64{10, 20, 30}, [][]int64{{11, 12}, {}, {}}, []int64{1, 12, 12}},
	} {
		p := wrote(c.first...)
		for i, cut := range c.cuts {
			p.again(wrote(c.since[i]...), Fact{Revision: cut})
		}
		for i, want := range c.want {
			got := int64(0)
			if v := p.copies[i].stood; v != nil {
				got = v.Revision
			}
			if got != want {
				t.Errorf("%v, cut at %v, %v since: copy %d has the record of revision %d, want %d", c.first, c.cuts, c.since, i+1, got, want)
			}
		}
	}
}
