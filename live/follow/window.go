package follow

import (
	"cmp"
	"slices"
	"time"

	"pawl/checker"
)

// A window is what is judged of a key together: what stood at a revision, and what has come
// since.
type window struct {
	key    string
	facts  []checker.Fact
	judged int  // facts that were there when it was judged last
	worth  bool // something has come since that is worth judging at once
	fresh  int  // facts that are not counted yet

	from   time.Duration                // what stood at the beginning stood then
	cutOff bool                         // that was judged already, in the window before
	told   map[string]bool              // what was found, by what it is about; looked up only
	stands map[string]*checker.Fact     // what stands, by stored key, entries left out; looked up, and listed in order
	record *checker.Fact                // that stands; nil: none
	entry  *checker.Fact                // that was written with it; nil: none
	given  []checker.Foregone           // of versions, at the beginning
	since  map[uint32]*checker.Foregone // of versions, now; looked up only
	lately time.Duration                // when the record before the one that stands was written, at the earliest
}

func newWindow(key string) *window {
	return &window{key: key, told: map[string]bool{}, stands: map[string]*checker.Fact{}, since: map[uint32]*checker.Foregone{}}
}

// somebody is who has written what does not say who did.
const somebody = "somebody"

// author is who has written what says by itself who did.
func author(f *checker.Fact) string {
	if s := f.What.(*checker.Wrote).Stamp; s != nil {
		return named(s.Incarnation)
	}
	return somebody
}

// named is a name that a store says, if a machine can have it: anybody may have written it.
func named(name string) string {
	if name == "" || name[0] == '#' {
		return somebody
	}
	return name
}

// stand takes what stood at the beginning.
func (w *window) stand(f checker.Fact) {
	x := f.What.(*checker.Wrote)
	switch {
	case x.Record != nil:
		w.record = &f
		w.stands[x.Object] = &f
	case x.Entry != nil:
		if w.entry == nil || w.entry.Revision <= f.Revision {
			w.entry = &f
		}
	default:
		w.stands[x.Object] = &f
	}
}

// begin has the window begin with what stands, as it stood at a revision.
func (w *window) begin(revision int64, at time.Duration) {
	w.facts, w.judged, w.from, w.worth = nil, 0, at, true
	if w.record != nil && w.entry != nil && w.entry.Revision != w.record.Revision {
		w.entry = nil // of what is not the record's last write
	}
	var all []*checker.Fact
	for _, f := range w.stands {
		if f != w.record {
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(a, b *checker.Fact) int {
		return cmp.Or(cmp.Compare(a.Revision, b.Revision), cmp.Compare(object(a), object(b)))
	})
	for _, f := range all { // before the record, so that they are given and not judged
		again := *f
		again.Revision, again.At = max(0, min(f.Revision, revision-1)), at
		again.Actor = author(f)
		w.append(again)
	}
	for _, f := range []*checker.Fact{w.record, w.entry} {
		if f == nil {
			continue
		}
		again := *f
		again.Revision, again.At = revision, at
		again.Actor = w.writer()
		w.append(again)
	}
	w.given = w.given[:0:0]
	if w.record == nil {
		return
	}
	for _, v := range w.record.What.(*checker.Wrote).Versions {
		if g := w.since[v.N]; g != nil && g.State == v.State {
			w.given = append(w.given, *g)
		}
	}
}

func object(f *checker.Fact) string { return f.What.(*checker.Wrote).Object }

// writer is who owns what stands at the beginning: the last to write it may have done so for
// somebody else.
func (w *window) writer() string {
	by := ""
	if w.record != nil {
		by = w.record.What.(*checker.Wrote).Record.Owner
	}
	if by == "" && w.entry != nil {
		by = w.entry.What.(*checker.Wrote).Entry.Owner
	}
	return named(by)
}

func (w *window) append(f checker.Fact) {
	f.ID = len(w.facts) + 1
	w.facts = append(w.facts, f)
}

// add takes what has changed.
func (w *window) add(f checker.Fact) {
	x := f.What.(*checker.Wrote)
	was := w.stands[x.Object]
	f.Actor = author(&f)
	if x.Stamp == nil || was == nil || !same(was.What.(*checker.Wrote).Stamp, x.Stamp) {
		w.worth = w.worth || x.TurnedAway == nil
	}
	switch {
	case x.Entry != nil:
	case understood(&x.Says):
		w.stands[x.Object] = &f
	default:
		delete(w.stands, x.Object)
	}
	w.append(f)
	w.fresh++
}

// same says that one stamp renews another.
func same(a, b *checker.Stamp) bool {
	return a != nil && a.Rev == b.Rev && a.Seal == b.Seal && a.Incarnation == b.Incarnation && slices.Equal(a.Opens, b.Opens) && slices.Equal(a.Prints, b.Prints)
}

// took ends a revision: who wrote it is known by its entry.
func (w *window) took(revision int64) (told []Transition) {
	first := len(w.facts)
	for first > 0 && w.facts[first-1].Revision == revision {
		first--
	}
	var record, entry *checker.Fact
	for i := first; i < len(w.facts); i++ {
		switch x := w.facts[i].What.(*checker.Wrote); {
		case x.Record != nil:
			record = &w.facts[i]
		case x.Entry != nil:
			entry = &w.facts[i]
		case w.record != nil && x.Object == object(w.record): // it is gone
			w.record, w.entry = nil, nil
		}
	}
	by := ""
	if entry != nil {
		by = entry.What.(*checker.Wrote).Entry.Owner
	}
	if by == "" && record != nil {
		by = record.What.(*checker.Wrote).Record.Owner
	}
	for _, f := range []*checker.Fact{record, entry} {
		if f != nil {
			f.Actor = named(by)
		}
	}
	if record != nil {
		told = append(told, w.turned(record, entry))
	} else if entry != nil {
		told = append(told, w.transition(entry, nil, entry))
	}
	return told
}

// turned goes on to the record that stands now.
func (w *window) turned(record, entry *checker.Fact) Transition {
	t := w.transition(record, record, entry)
	x := record.What.(*checker.Wrote)
	began := w.lately
	for _, v := range x.Versions {
		if g := w.since[v.N]; g == nil || g.State != v.State {
			w.since[v.N] = &checker.Foregone{Version: v.N, State: v.State, Early: began}
		}
	}
	for n := range w.since {
		if !slices.ContainsFunc(x.Versions, func(v checker.Version) bool { return v.N == n }) {
			delete(w.since, n)
		}
	}
	kept := *record // facts move when there are more of them
	w.record, w.entry, w.lately = &kept, nil, record.Early
	w.stands[x.Object] = w.record
	if entry != nil {
		e := *entry
		w.entry = &e
	}
	return t
}

// rests says that the key has no rotation under way.
func (w *window) rests() bool {
	return w.record != nil && w.record.What.(*checker.Wrote).Record.Phase == checker.Idle
}

// cut goes on with what stands, and leaves the rest behind.
func (w *window) cut(revision int64) {
	at := w.from
	if n := len(w.facts); n > 0 {
		at = w.facts[n-1].At
		revision = max(revision, w.facts[n-1].Revision)
	}
	w.begin(revision, at)
	w.judged, w.worth, w.cutOff = len(w.facts), false, true
	clear(w.told)
}

// due says that it is worth it to judge the window: something has happened, or much was renewed.
func (w *window) due() bool {
	return w.worth || len(w.facts)-w.judged > len(w.facts)/4
}
