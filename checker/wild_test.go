package checker

// Histories in which several things are changed at once, drawn by fixed seeds. A line tells
// what was changed, which clauses are broken by that, and a number for all that is said.

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// digest stands for a text that would be too long.
func digest(lines []string) string {
	h := fnv.New32a()
	for _, line := range lines {
		h.Write([]byte(line + "\n"))
	}
	return fmt.Sprintf("%08x", h.Sum32())
}

// A wilderness is all that can be changed below a root.
type wilderness struct {
	kinds map[string][]leaf
	names []string // of kinds: there are few policies and many views, and both count
	of    scale
}

func wilds(root reflect.Value) *wilderness {
	all := leaves("", "", root)
	w := &wilderness{kinds: map[string][]leaf{}, of: scaleOf(all)}
	for _, l := range all {
		if w.kinds[l.kind] == nil {
			w.names = append(w.names, l.kind)
		}
		w.kinds[l.kind] = append(w.kinds[l.kind], l)
	}
	return w
}

// change changes up to some things that leave a history valid, and tells which; undo sets
// them back. Of lists at most one, the last, is made longer or shorter: what else could be
// changed would not be in it.
func (w *wilderness) change(r *rand.Rand, most int, valid func() bool) (told []string, undo func()) {
	var back []func()
	undo = func() {
		for _, f := range slices.Backward(back) {
			f()
		}
	}
	for tries := 0; tries < 10*most && len(told) < most; tries++ {
		some := w.kinds[w.names[r.Intn(len(w.names))]]
		l := some[r.Intn(len(some))]
		var ways []change
		if l.at >= 0 {
			ways = l.listChanges()
		} else {
			ways = l.changes([]reflect.Value{some[r.Intn(len(some))].value, some[r.Intn(len(some))].value}, w.of)
		}
		if len(ways) == 0 {
			continue
		}
		c := ways[r.Intn(len(ways))]
		was := reflect.New(l.value.Type()).Elem()
		was.Set(l.value)
		l.value.Set(c.to)
		if !valid() {
			l.value.Set(was)
			continue
		}
		back = append(back, func() { l.value.Set(was) })
		told = append(told, l.path+" "+c.name)
		if l.at >= 0 {
			break
		}
	}
	return told, undo
}

func TestWild(t *testing.T) {
	var lines []string
	for _, x := range []struct {
		name    string
		history *Past
		runs    int
	}{{"two rotations", exact(goodRun(2, 1)), 800}, {"an eventful one", eventful(), 800}, {"a fleet", base().done(), 200}} {
		h := x.history
		slices.SortFunc(h.Machines, func(a, b Machine) int { return cmp.Compare(a.Name, b.Name) })
		valid := func() bool { return len(validate(h)) == 0 }
		w := wilds(reflect.ValueOf(h))
		for seed := range x.runs {
			r := rand.New(rand.NewSource(int64(seed)))
			told, undo := w.change(r, 1+r.Intn(4), valid)
			report := Check(h, Options{Porcupine: time.Minute})
			lines = append(lines, fmt.Sprintf("%s, %s: %s; %s", x.name, strings.Join(told, ", "), broken(report), digest(said(report))))
			undo()
		}
	}
	golden(t, "wild.txt", strings.Join(lines, "\n")+"\n")
}

func TestWildRuns(t *testing.T) {
	var lines []string
	for _, x := range []struct {
		name string
		runs int
	}{{"bootstrap", 60}, {"halted-and-resumed", 120}, {"cron", 120}, {"reads-once", 120}, {"agent-gives-up", 120}} {
		h := aRun(t, x.name)
		valid := func() bool { return len(validate(Derive(h))) == 0 }
		w := wilds(reflect.ValueOf(h))
		for seed := range x.runs {
			r := rand.New(rand.NewSource(int64(seed)))
			told, undo := w.change(r, 1+r.Intn(3), valid)
			report := Check(Derive(h), Options{Porcupine: time.Minute})
			lines = append(lines, fmt.Sprintf("%s, %s: %s; %s", x.name, strings.Join(told, ", "), broken(report), digest(said(report))))
			undo()
		}
	}
	golden(t, "wild-runs.txt", strings.Join(lines, "\n")+"\n")
}
