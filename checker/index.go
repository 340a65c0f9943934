package checker

import (
	"cmp"
	"slices"
	"sort"
	"time"
)

// A sealIndex finds a seal by its id. Ids are usually handed out one after the
// other, so that an offset does; otherwise a sorted list is searched.
type sealIndex struct {
	seals []Seal
	dense bool
	order []int32 // positions in the order of ids, when not dense
}

func newSealIndex(seals []Seal) sealIndex {
	x := sealIndex{seals: seals, dense: true}
	for i := range seals {
		x.dense = x.dense && seals[i].ID == seals[0].ID+i
	}
	if !x.dense {
		x.order = sortedBy(seals, func(s *Seal) int { return s.ID })
	}
	return x
}

// find returns the first seal with the id, nil if there is none.
func (x sealIndex) find(id int) *Seal {
	if x.dense {
		if len(x.seals) == 0 || id < x.seals[0].ID || id-x.seals[0].ID >= len(x.seals) {
			return nil
		}
		return &x.seals[id-x.seals[0].ID]
	}
	i, ok := slices.BinarySearchFunc(x.order, id, func(at int32, id int) int { return cmp.Compare(x.seals[at].ID, id) })
	if !ok {
		return nil
	}
	return &x.seals[x.order[i]]
}

// An idSet is a list of ids that should all differ.
type idSet []int

func (s idSet) duplicate() (id int, found bool) {
	if !slices.IsSorted(s) {
		slices.Sort(s)
	}
	for i := 1; i < len(s); i++ {
		if s[i] == s[i-1] {
			return s[i], true
		}
	}
	return 0, false
}

// sortedBy returns the positions of xs in the order of a number, equals in the
// order in which they stand. What is in order already costs one pass.
func sortedBy[T any, N cmp.Ordered](xs []T, number func(*T) N) []int32 {
	order := make([]int32, len(xs))
	sorted := true
	for i := range xs {
		order[i] = int32(i)
		sorted = sorted && (i == 0 || number(&xs[i-1]) <= number(&xs[i]))
	}
	if !sorted {
		slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(number(&xs[a]), number(&xs[b])) })
	}
	return order
}

// A byVersion holds something for each of a handful of versions, in their order.
type byVersion[T any] struct {
	n []uint32
	t []T
}

// at returns the place of version n, making it if need be. The place moves when
// another one is made.
func (b *byVersion[T]) at(n uint32) *T {
	i, ok := slices.BinarySearch(b.n, n)
	if !ok {
		var zero T
		b.n = slices.Insert(b.n, i, n)
		b.t = slices.Insert(b.t, i, zero)
	}
	return &b.t[i]
}

// get returns the place of version n, nil if there is none. Numbers are handed
// out one after the other, so that an offset usually finds it.
func (b *byVersion[T]) get(n uint32) *T {
	if len(b.n) == 0 {
		return nil
	}
	if i := n - b.n[0]; i < uint32(len(b.n)) && b.n[i] == n {
		return &b.t[i]
	}
	if i, ok := slices.BinarySearch(b.n, n); ok {
		return &b.t[i]
	}
	return nil
}

// forever is later than any run.
const forever = time.Duration(1<<63 - 1)

// A reign is the time during which one version was the active one.
type reign struct {
	version  uint32
	from, to time.Duration
	start    *View // that made it so
	end      *View // that ended it; nil if none did
}

// reigns reads off the views which version was active when, in the order of time.
func reigns(views []View) []reign {
	var rs []reign
	active := uint32(0)
	for i := range views {
		v := &views[i]
		if v.Active == active {
			continue
		}
		if active != 0 {
			last := &rs[len(rs)-1]
			last.to, last.end = v.At, v
		}
		if active = v.Active; active != 0 {
			rs = append(rs, reign{active, v.At, forever, v, nil})
		}
	}
	return rs
}

// viewAt returns the latest view applied by time t, nil if there was none.
func viewAt(views []View, t time.Duration) *View {
	return lastView(views, func(v *View) bool { return v.At <= t })
}

// mayStand returns the last view that may have been in effect at t: it was written by then at
// the latest, or at the earliest.
func mayStand(views []View, t time.Duration) *View {
	return lastView(views, func(v *View) bool { return v.early() <= t })
}

// viewAtRevision returns the latest view of the store at revision r.
func viewAtRevision(views []View, r int64) *View {
	return lastView(views, func(v *View) bool { return v.Revision <= r })
}

// lastView returns the last view that satisfies f, which must hold up to some
// view and not after it. Views are too big to be copied into a comparison.
func lastView(views []View, f func(*View) bool) *View {
	i := sort.Search(len(views), func(i int) bool { return !f(&views[i]) })
	if i == 0 {
		return nil
	}
	return &views[i-1]
}

// over is when a stamp had ended at the earliest.
func (h *Past) over(g *Grant) time.Duration {
	if early, is := h.soonest[g.Ended]; is {
		return max(early, g.Early)
	}
	return g.Until
}
