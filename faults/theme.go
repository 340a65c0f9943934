package faults

import (
	"fmt"
	"slices"
)

// themes are what a run can be about. Runs that leave most kinds out go deeper
// into the rest than runs that have a little of everything, and the more kinds
// there are the more have to be left out.
//
// Half of the runs are about the core: a few kinds that end, hold or cut off a
// process, leave it without an answer, or ask it twice. Most wrong engines fail
// by one of them at the right moment, and by nothing else as soon, so they keep
// their share of the runs however long the table gets. The other half is shared
// evenly by the families, so that a family with many kinds takes nothing from
// one with few.
type themes struct {
	c        func(place string) Chooser
	possible []*Kind
}

const (
	mostFamilies = 2 // of a theme
	mostKinds    = 3
)

// draw is one to three kinds of the core, or of one or two families. The lead is
// one of them, if there is one, and its family is the first.
func (t themes) draw(lead *Kind, core bool) []*Kind {
	var some []*Kind
	if lead != nil {
		some = append(some, lead)
	}
	from := t.ofCore()
	if !core || len(from) == 0 {
		from = t.ofFamilies(some)
	}
	from = slices.DeleteFunc(from, func(k *Kind) bool { return k == lead })
	wanted := 1 + t.c("faults/theme/kinds").Choose(mostKinds)
	for i := 0; len(some) < wanted && len(from) > 0; i++ {
		n := t.c(fmt.Sprintf("faults/theme/kind/%d", i)).Choose(len(from))
		some = append(some, from[n])
		from = slices.Delete(from, n, n+1)
	}
	return some
}

func (t themes) ofCore() []*Kind {
	var all []*Kind
	for _, k := range t.possible {
		if k.core {
			all = append(all, k)
		}
	}
	return all
}

// ofFamilies are the kinds of one or two families, that of the lead first.
func (t themes) ofFamilies(lead []*Kind) []*Kind {
	var chosen []string
	for _, k := range lead {
		chosen = append(chosen, k.Family)
	}
	left := slices.DeleteFunc(t.families(), func(f string) bool { return slices.Contains(chosen, f) })
	wanted := 1 + t.c("faults/theme/families").Choose(mostFamilies)
	for i := 0; len(chosen) < wanted && len(left) > 0; i++ {
		n := t.c(fmt.Sprintf("faults/theme/family/%d", i)).Choose(len(left))
		chosen = append(chosen, left[n])
		left = slices.Delete(left, n, n+1)
	}
	return slices.DeleteFunc(slices.Clone(t.possible), func(k *Kind) bool { return !slices.Contains(chosen, k.Family) })
}

// families are those that have something possible, in the order of the table.
func (t themes) families() []string {
	var all []string
	for _, k := range t.possible {
		if !slices.Contains(all, k.Family) {
			all = append(all, k.Family)
		}
	}
	return all
}
