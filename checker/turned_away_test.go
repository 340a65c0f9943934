package checker

import (
	"fmt"
	"testing"
)

// turning is a history in which two callers and an operator are turned away, each noted.
func turning() *builder {
	b := bootstrap(1)
	b.h.Offers.TurnedAway = SHA256PrevTurnedAway
	for _, caller := range []string{"scheduler", "stranger", "scheduler"} {
		b.pass(10 * ms)
		id := "asked by " + caller + " at " + at(b.now)
		b.h.Triggers = append(b.h.Triggers, Trigger{Key: "k", Called: b.now, Returned: b.now + 6*ms,
			Requested: Requested{ID: id, Window: "w", Attempt: 7, Caller: caller, Worker: "w1#1", Outcome: Refused, Why: "attempt"}})
		b.notes(caller, id, "attempt")
	}
	b.pass(10 * ms)
	b.h.Acts = append(b.h.Acts, Act{Key: "k", Called: b.now, Returned: b.now + 6*ms,
		Acted: Acted{ID: "act-1", Verb: "resume", Operator: "operator", Worker: "w1#1", Outcome: Refused, Why: "not halted"}})
	b.notes("operator", "act-1", "not halted")
	b.pass(10 * ms)
	return b
}

func (b *builder) notes(caller, id, why string) {
	t := TurnedAway{Seq: uint64(len(b.h.Notes) + 1), Caller: caller, OfCaller: 1, ID: id, Why: why}
	var prev []byte
	for _, n := range b.h.Notes {
		prev = n.Hash
		if n.Caller == caller {
			t.OfCaller++
		}
	}
	t.Hash = t.linked(prev)
	b.h.Notes = append(b.h.Notes, Note{Key: "k", By: "w1#1", Revision: int64(100 + len(b.h.Notes)), Early: b.now + 2*ms, At: b.now + 3*ms, TurnedAway: t})
}

// many has some more callers turned away, the last of them counted so often.
func (b *builder) many(callers int, of uint64) {
	for i := range callers {
		caller := fmt.Sprint("stranger ", i)
		b.h.Triggers = append(b.h.Triggers, Trigger{Key: "k", Called: b.now, Returned: b.now + 6*ms,
			Requested: Requested{ID: caller, Window: "w", Attempt: 7, Caller: caller, Worker: "w1#1", Outcome: Refused, Why: "attempt"}})
		b.notes(caller, caller, "attempt")
		b.pass(10 * ms)
	}
	b.h.Notes[len(b.h.Notes)-1].OfCaller = of
	relink(&b.h)
}

// relink makes the chain right again after a change.
func relink(h *Past) {
	var prev []byte
	for i := range h.Notes {
		h.Notes[i].Hash = h.Notes[i].linked(prev)
		prev = h.Notes[i].Hash
	}
}

func TestTurnedAway(t *testing.T) {
	for name, c := range map[string]struct {
		change func(b *builder)
		clause string // that is broken; empty: none
		times  int
	}{
		"as it was":                    {func(*builder) {}, "", 0},
		"a place is skipped":           {func(b *builder) { b.h.Notes[3].Seq++; relink(&b.h) }, "turned-away", 1},
		"the first is not first":       {func(b *builder) { b.h.Notes[0].Seq = 2; relink(&b.h) }, "turned-away", 2},
		"a caller's are counted wrong": {func(b *builder) { b.h.Notes[2].OfCaller = 1; relink(&b.h) }, "turned-away", 1},
		"another reason, and no new hash": {func(b *builder) {
			b.h.Notes[1].Why, b.h.Triggers[1].Why = "busy", "busy"
		}, "turned-away", 1},
		"another link is what the engine says": {func(b *builder) {
			b.h.Offers.TurnedAway = "its own"
			b.h.Notes[1].Hash = []byte{1}
		}, "", 0},
		"one caller too many is counted":          {func(b *builder) { b.many(callersCounted-2, 1) }, "turned-away", 1},
		"one caller too many is not counted":      {func(b *builder) { b.many(callersCounted-2, 0) }, "", 0},
		"one that is not too many is not counted": {func(b *builder) { b.many(callersCounted-3, 0) }, "turned-away", 1},
		"one that is not too many is counted":     {func(b *builder) { b.many(callersCounted-3, 1) }, "", 0},
		"nobody had asked":                        {func(b *builder) { b.notes("scheduler", "t0", "busy") }, "turned-away", 1},
		"it was asked for later":                  {func(b *builder) { b.h.Acts[0].Called = b.h.Notes[3].At + 1 }, "turned-away", 1},
		"a trigger was let in":                    {func(b *builder) { b.h.Triggers[1].Outcome = Duplicate }, "turned-away", 1},
		"a trigger was let in, and turned away when it came again": {func(b *builder) {
			b.h.Triggers = append(b.h.Triggers, b.h.Triggers[1])
			b.h.Triggers[1].Outcome = Duplicate
		}, "", 0},
		"nobody knows whether it was let in": {func(b *builder) { b.h.Triggers[1].Outcome = Unknown }, "", 0},
		"an act was carried out":             {func(b *builder) { b.h.Acts[0].Outcome = Admitted }, "turned-away", 1},
		"a note is missing": {func(b *builder) {
			b.h.Notes = b.h.Notes[:3]
		}, "noted", 1},
		"it is noted after the answer": {func(b *builder) {
			n := &b.h.Notes[3]
			n.Early, n.At = b.h.Acts[0].Returned+1, b.h.Acts[0].Returned+1
		}, "noted", 1},
		"it may have been noted before the answer": {func(b *builder) { b.h.Notes[3].At = b.h.Acts[0].Returned + 1 }, "", 0},
		"a trigger is noted after the answer":      {func(b *builder) { b.h.Triggers[2].Returned = b.h.Notes[2].Early - 1 }, "noted", 1},
		"it is noted for another reason":           {func(b *builder) { b.h.Triggers[1].Why = "busy" }, "noted", 1},
		"an act is noted for another reason":       {func(b *builder) { b.h.Acts[0].Why = "another rotation" }, "noted", 1},
		"why an act was refused was not seen":      {func(b *builder) { b.h.Acts[0].Why = "" }, "", 0},
		"the store was away": {func(b *builder) {
			b.h.Notes = nil
			b.strike("store", 0, b.now)
		}, "", 0},
		"the engine tells nothing of it": {func(b *builder) {
			b.h.Notes = nil
			b.h.Offers.TurnedAway = ""
		}, "", 0},
		"what was there before is given": {func(b *builder) {
			b.h.Views[0].Early = b.now
			b.h.Notes = b.h.Notes[1:]
			b.h.Triggers = b.h.Triggers[1:]
			b.h.Notes[0].Early, b.h.Notes[0].At = 0, b.h.Triggers[0].Called
		}, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			b := turning()
			c.change(b)
			b.h.End = b.now
			broken := map[string]int{}
			r := Check(&b.h, Options{})
			for _, v := range r.Verdicts {
				if v.Invariant != "V0" && v.Invariant != "S18" {
					continue
				}
				for _, x := range v.Clauses {
					if x.Broken > 0 {
						broken[x.Clause] = x.Broken
					}
				}
			}
			if len(r.Invalid) > 0 || broken[c.clause] != c.times || c.clause != "" && len(broken) != 1 || c.clause == "" && len(broken) != 0 {
				t.Errorf("invalid %v, broken %v; want %d of %q\n%v", r.Invalid, broken, c.times, c.clause, r.Violations())
			}
		})
	}
}
