package faults

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// A relapse is what befalls one key twice, of an engine whose steps are its own. Either whoever does a
// step ends in the middle of it, and something befalls it again as it takes the step up again; or
// what it asks for is not done, or it is not told that it is, and it starts again in the next
// rotation and in the one after, by what stands written. Engines are tried with each alone before they
// are let out. What they are wrong about is where both meet: in what is begun a second time, and in
// what a process remembers otherwise than it was written. Themes hardly ever lead there.
//
// It has the place of encounters and lone events, which are about steps that such an engine may not
// have.
type relapse struct {
	c func(place string) Chooser
	s Space
	t Table
	i int // which of the run's
}

// mostRelapses is of how many keys one run has one.
const mostRelapses = 2

// What comes first, each with the stages of a step at which it is another thing; and what comes
// when a step is taken up again, which is most often to end again.
var (
	firstOfRelapse = []struct {
		kind   string
		stages []string
	}{
		{crash.Name, []string{"due", "sent", "applied"}},
		{fail.Name, []string{"due"}},
		{failLate.Name, []string{"due"}},
		{loseReply.Name, []string{"applied"}},
	}
	againInRelapse = []string{crash.Name, crash.Name, crash.Name, fail.Name}
)

// relapses are those of a run; none where the space does not have what they need. A campaign goes
// round all that can come first.
func (t Table) relapses(c func(place string) Chooser, s Space, turn Turn) (plan []Event) {
	x := relapse{c: c, s: s, t: t}
	cells := x.cells()
	if len(cells) == 0 || s.Meanings != nil || s.Kinds != nil || s.window() == 0 {
		return nil
	}
	keys := slices.Clone(s.Keys)
	for ; x.i < mostRelapses && len(keys) > 0; x.i++ {
		n := x.choose("key", len(keys))
		key := keys[n]
		if keys = slices.Delete(keys, n, n+1); len(s.Keys) == 1 {
			key = "" // which is meant goes without saying
		}
		var first cell
		if turn.Order == nil {
			first = cells[x.choose("first", len(cells))]
		} else {
			first = turn.pick("relapse", turn.relapses()*mostRelapses+x.i, slices.Clone(cells))
		}
		plan = append(plan, x.from(first, key)...)
	}
	return plan
}

// cells are all that can come first.
func (x relapse) cells() (all []cell) {
	for _, m := range x.s.moments() {
		_, stage, _ := strings.Cut(m.String(), ".")
		for _, f := range firstOfRelapse {
			if slices.Contains(f.stages, stage) {
				all = append(all, cell{x.t.named(f.kind), m})
			}
		}
	}
	return all
}

// from are the events, of which the first is given.
func (x relapse) from(first cell, key string) []Event {
	on := first.on.String()
	w := When{Key: key, On: on, Nth: x.nth(on)}
	e := x.event("first", first.kind.Name, w)
	if first.kind.Name == crash.Name {
		if x.choose("first/long", 2) == 1 {
			e.For = x.length("first", 500, 2*x.s.lease())
		}
		return []Event{e, x.again(w)}
	}
	return []Event{e, x.later(w, 1), x.later(w, 2)}
}

// nth is the first half of the time, when there is nothing yet, and else one of those after it.
func (x relapse) nth(on string) int {
	if stepOf(on).Often {
		return 1 + x.choose("nth", occurrences(on))
	}
	return 1 + max(0, x.choose("nth", 6)-2)
}

// again is what comes as the step is taken up again: what it had come to before has been counted.
func (x relapse) again(w When) Event {
	kind := againInRelapse[x.choose("kind", len(againInRelapse))]
	step := stepOf(w.On)
	var on []string
	for _, m := range x.s.moments() {
		if k := x.t.named(kind); stepOf(m.String()) == step && (k.awaits == nil || k.awaits(m)) {
			on = append(on, m.String())
		}
	}
	before, _ := MeaningOf(w.On)
	w.On = on[x.choose("meaning", len(on))]
	if now, _ := MeaningOf(w.On); now <= before {
		w.Nth++
	}
	return x.event("again", kind, w)
}

// later is a start at any moment of a later rotation.
func (x relapse) later(w When, rotations int) Event {
	moments := x.s.moments()
	which := "later/" + strconv.Itoa(rotations)
	w.On = moments[x.choose(which, len(moments))].String()
	w.Nth += rotations
	return x.event(which, crash.Name, w)
}

// event happens to whoever comes to the moment. Who ends is back in an instant, or it says otherwise.
func (x relapse) event(which, kind string, w When) Event {
	e := Event{Kind: kind, Target: actor, When: w}
	k := x.t.named(kind)
	if k.has(countSlot.Name) {
		e.Amount = 1
	}
	if k.has(durationSlot.Name) {
		e.For = x.length(which, 100, 500)
	}
	return e
}

// length is between two, in milliseconds.
func (x relapse) length(which string, least, most int) time.Duration {
	return between(func(n int) int { return x.choose(which+"/length", n) }, least, min(most, x.s.window()))
}

func (x relapse) choose(what string, n int) int {
	return x.c("faults/relapse/" + strconv.Itoa(x.i) + "/" + what).Choose(n)
}
