package etcd

import (
	"fmt"
	"slices"
	"sort"
	"sync"

	"pawl/engine"
)

// feed is what a standing watch has told: of each key the last state, in the order in which
// they came.
type feed struct {
	stop func()

	mu      sync.Mutex
	from    int64 // all that came after this revision is here, or to come
	states  []state
	at      map[string]int // where a key's last state is
	over    error          // why nothing more comes
	known   int64          // of a watch that has ended since the past is no longer kept: from when it is
	changed chan struct{}  // closed, and made anew, when there is news

	// Of whoever has all feeds:
	idle    int // how many waits for others there were since the last one for this
	waiting int // how many wait for it
}

// state is a key's, since a revision; one that another has followed has no key.
type state struct {
	rev int64
	kv  engine.KV
	old bool
}

// room is how many keys a feed remembers: who asks for more than that is told by a new watch.
const room = 8192

func newFeed(after int64, stop func()) *feed {
	return &feed{from: after, stop: stop, at: map[string]int{}, changed: make(chan struct{})}
}

// take takes what a watch tells, of whole revisions.
func (f *feed) take(news []state) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range news {
		if i, is := f.at[s.kv.Key]; is {
			f.states[i] = state{rev: f.states[i].rev, old: true}
		}
		f.at[s.kv.Key] = len(f.states)
		f.states = append(f.states, s)
	}
	if len(f.states) > room && len(f.states) > 2*len(f.at) {
		f.tidy()
	}
	if len(f.at) > room {
		f.forget()
	}
	f.tell()
}

// tidy takes out what was followed by something else.
func (f *feed) tidy() {
	f.states = slices.DeleteFunc(f.states, func(s state) bool { return s.old })
	for i, s := range f.states {
		f.at[s.kv.Key] = i
	}
}

// forget lets go of the older half, up to the end of a revision.
func (f *feed) forget() {
	f.from = f.states[len(f.states)/2].rev
	f.states = slices.Clone(f.after(f.from))
	clear(f.at)
	f.tidy()
}

// after are the states that came after a revision.
func (f *feed) after(rev int64) []state {
	return f.states[sort.Search(len(f.states), func(i int) bool { return f.states[i].rev > rev }):]
}

// ends has a feed end, for a reason.
func (f *feed) ends(why error, known int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.over == nil {
		f.over, f.known = why, known
		f.tell()
	}
}

// tell wakes who waits.
func (f *feed) tell() {
	close(f.changed)
	f.changed = make(chan struct{})
}

// covers says whether all that came after a revision is here, or to come.
func (f *feed) covers(after int64) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.over == nil && f.from <= after
}

// news is what has come after a revision, or why nothing will, or what to wait for. What is
// told is told up to the last revision that the watch has told of: etcd does not split one.
func (f *feed) news(after int64) (engine.News, <-chan struct{}, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	news := engine.News{Revision: after}
	if f.from > after { // it was forgotten meanwhile
		return news, nil, fmt.Errorf("%w: there was more news than is kept; wait again from the same revision", engine.ErrUnavailable)
	}
	for _, s := range f.after(after) {
		news.Revision = s.rev
		if !s.old {
			news.KVs = append(news.KVs, s.kv)
		}
	}
	switch {
	case len(news.KVs) > 0 || f.over == nil:
		return news, f.changed, nil
	case f.known != 0 && after+1 >= f.known: // the past that is gone is none of what is asked for
		return news, nil, waited(nil)
	}
	return news, nil, f.over
}
