package sim

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// A record is what goes into a digest, a decision or an event.
type record struct {
	decision bool
	d        Decision
	e        Event
}

var records = rapid.Custom(func(t *rapid.T) record {
	text := rapid.StringN(0, 5, -1)
	return record{
		decision: rapid.Bool().Draw(t, "decision"),
		d: Decision{
			Place: text.Draw(t, "place"),
			Among: rapid.Int32Min(1).Draw(t, "among"),
			Which: rapid.Int32Min(0).Draw(t, "which"),
		},
		e: Event{
			Cause:  rapid.Uint32().Draw(t, "cause"),
			At:     time.Duration(rapid.Int64Min(0).Draw(t, "at")),
			Actor:  text.Draw(t, "actor"),
			What:   text.Draw(t, "what"),
			Detail: text.Draw(t, "detail"),
			A:      rapid.Int64().Draw(t, "a"),
			B:      rapid.Int64().Draw(t, "b"),
			Sum:    rapid.Uint64().Draw(t, "sum"),
		},
	}
})

func hashOf(log []record) [32]byte {
	w := New(Config{})
	for _, r := range log {
		if r.decision {
			w.ledger.decision(w.Source(r.d.Place), r.d.Among, r.d.Which)
		} else {
			w.now = r.e.At
			w.ledger.event(&r.e)
		}
	}
	return w.digest.sum()
}

// TestHashCoversEverything changes one field of one record, or drops, doubles or
// swaps records: the hash must change, and only then.
func TestHashCoversEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		log := rapid.SliceOfN(records, 1, 20).Draw(t, "log")
		i := rapid.IntRange(0, len(log)-1).Draw(t, "at")
		changed := slices.Clone(log)
		r := &changed[i]
		change := map[string]func(){
			"drop":   func() { changed = slices.Delete(changed, i, i+1) },
			"double": func() { changed = slices.Insert(changed, i, *r) },
		}
		if r.decision {
			change["place"] = func() { r.d.Place += "x" }
			change["among"] = func() { r.d.Among ^= 1 }
			change["which"] = func() { r.d.Which ^= 1 << 7 }
		} else {
			change["cause"] = func() { r.e.Cause++ }
			change["at"] = func() { r.e.At ^= 1 }
			change["actor"] = func() { r.e.Actor = "x" + r.e.Actor }
			change["what"] = func() { r.e.What = r.e.What + "x" }
			change["detail"] = func() { r.e.Detail += "\x00" }
			change["a"] = func() { r.e.A ^= 1 << 63 >> 20 }
			change["sum"] = func() { r.e.Sum++ }
			change["b"] = func() { r.e.B = ^r.e.B }
			change["boundary"] = func() { r.e.Actor, r.e.What = r.e.Actor+"|"+r.e.What, "" }
		}
		how := make([]string, 0, len(change))
		for name := range change {
			how = append(how, name)
		}
		slices.Sort(how)
		before := hashOf(log)
		if before != hashOf(slices.Clone(log)) {
			t.Fatal("one log, two hashes")
		}
		change[rapid.SampledFrom(how).Draw(t, "how")]()
		if before == hashOf(changed) {
			t.Fatalf("not noticed:\n%+v\n%+v", log, changed)
		}
	})
}

// TestHashDoesNotDependOnTheBuffer writes more than fits into it.
func TestHashDoesNotDependOnTheBuffer(t *testing.T) {
	long := string(make([]byte, 3*digestBuffer))
	write := func(flush bool) [32]byte {
		d := newDigest()
		for i := range 1000 {
			d.event(&Event{ID: uint32(i), Detail: long[:i*i%len(long)]})
			if flush {
				d.flush(0)
			}
		}
		return d.sum()
	}
	if write(false) != write(true) {
		t.Error("it does")
	}
}

func TestKeep(t *testing.T) {
	prog := fixed()
	kept := prog.run(Config{})
	w := New(Config{})
	w.Emit("a", "b", "c", 1, 2)
	if o := w.Run(0); o.Trace != nil || o.Hash == kept.Hash {
		t.Error("a trace that nobody asked for")
	}
}

// TestCauses follows causes through a task, a timer, a wake, a token and a
// pause.
func TestCauses(t *testing.T) {
	w := New(Config{Keep: true})
	say := func(what string) { w.Emit("", what, "", 0, 0) }
	say("setup")
	p := w.Go("p", func(p *Proc) {
		say("p starts")
		p.Park()
		say("p woken")
		p.Sleep(10)
		p.Park() // has a token
		say("p woken by token")
	})
	w.After(1, Func(func() {
		say("task")
		say("task again")
		w.After(1, Func(func() { say("its child") }))
		p.Wake()
		say("task once more")
	}))
	w.After(3, Func(func() {
		say("another task")
		p.Wake()
	}))
	o := w.Run(100)
	what := map[uint32]string{}
	got := map[string]string{}
	for i, e := range o.Trace {
		if e.ID != uint32(i+1) || e.Cause >= e.ID {
			t.Errorf("event %d has id %d and cause %d", i, e.ID, e.Cause)
		}
		what[e.ID] = e.What
		got[e.What] = what[e.Cause]
	}
	for effect, cause := range map[string]string{
		"setup":            "",
		"p starts":         "setup",
		"task":             "setup",
		"task again":       "task",
		"p woken":          "task again",
		"task once more":   "task again",
		"its child":        "task again",
		"another task":     "setup",
		"p woken by token": "another task",
	} {
		if got[effect] != cause {
			t.Errorf("%q is caused by %q, want %q", effect, got[effect], cause)
		}
	}
}
