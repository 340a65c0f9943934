package checker

import (
	"slices"
	"sort"
	"time"
)

// extended judges an open at a node that may be slow to load what is published: the stamp that
// it had when that began may be kept alive, so that it goes on serving. A halt changes nothing
// in that. Who has yet to follow the raise before it, or one since, as pools are let in one by one,
// may live by less than that stamp says; and where a lease is so short that one call to the key
// service outlasts half of it, there is no time for that. Then nothing is asked.
func (b *blame) extended(t *tally, o *Open) {
	began := b.publishedSince(o.Emitted)
	if began == nil || viewAt(b.h.Views, o.Emitted).Target != began.Target || b.of(o.Node).own(b.h, o.Node).within(began.At-b.h.ServeBound(), o.Emitted) {
		return
	}
	had := slices.ContainsFunc(b.stampsOf(o.Incarnation, false), func(g *Grant) bool {
		return g.Rev+1 >= began.Target && g.At+b.h.calls(1) <= began.At && began.At <= min(g.Until, g.At+g.TTL-b.h.margin(g.TTL)) && g.TTL/2 > b.h.calls(2)
	})
	if !had {
		return
	}
	t.judged(l3Extended)
	if o.Answer == Unavailable {
		t.add(l3Extended, o.Emitted, citing(began, o), "%s could not open #%d under v%d at %s (%s): a version is being published since %s, revision %d, when it had a stamp that could be kept alive, and no fault bit it, the store or the way between",
			who(o.Node, o.Incarnation), o.ID, o.Version, at(o.Emitted), o.Why, at(began.At), began.Revision)
	}
}

// own is the trouble of what a node needs to keep its stamps alive.
func (x *troubles) own(h *Past, node string) trouble {
	if x.kept == nil {
		duties := h.duty
		x.kept = append(trouble{}, h.troubleOf(func(m string) bool { return m == node || duties[m] == StoreDuty })...)
	}
	return x.kept
}

// publishedSince is the write with which the publishing began that was under way when an open
// was answered; nil if none was.
func (b *blame) publishedSince(when time.Duration) *View {
	if b.published == nil {
		b.published = publishings(b.h.Views)
	}
	i := sort.Search(len(b.published), func(i int) bool { return b.published[i].At > when })
	if i == 0 || b.published[i-1].effective() != Published {
		return nil
	}
	return b.published[i-1]
}

// publishings are the views with which a publishing begins, and those that end one.
func publishings(views []View) []*View {
	all, was := []*View{}, (*View)(nil)
	for i := range views {
		v := &views[i]
		if was == nil || (v.effective() == Published) != (was.effective() == Published) || v.Rotation != was.Rotation {
			all = append(all, v)
		}
		was = v
	}
	return all
}
