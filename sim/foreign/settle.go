package foreign

import (
	"bytes"
	"runtime"
	"strconv"
	"time"
)

// waiting says that a goroutine in a state, as stacks have them, goes on only when another one
// lets it. Whatever else there is runs, or will by itself: it is waited for.
func waiting(state string) bool {
	switch state {
	case "chan receive", "chan send", "select", "sync.Cond.Wait", "sync.WaitGroup.Wait":
		return true
	}
	return false
}

// locked says that it waits for a lock. That may be the whole program's, and another run's that lets
// go soon; who waits for one for long waits for a goroutine of its own.
func locked(state string) bool {
	switch state {
	case "semacquire", "sync.Mutex.Lock", "sync.RWMutex.Lock", "sync.RWMutex.RLock":
		return true
	}
	return false
}

// How a bridge waits for goroutines: before a look it lets others run, until one of its own wants
// something or for so long; after so many looks it sleeps between two; and so many in a row must
// find one at a lock.
const (
	yields    = 50
	eager     = 20
	between   = 50 * time.Microsecond
	atLock    = time.Millisecond
	lockLooks = 200
)

// settle waits until every goroutine of the code waits.
func (b *Bridge) settle() {
	for looks, atLocks := 0, 0; atLocks < lockLooks; looks++ {
		if looks >= eager {
			time.Sleep(between)
		}
		for n := 0; n < yields && !b.stirred.Swap(false); n++ {
			runtime.Gosched()
		}
		switch busy, lock := b.look(); {
		case busy:
			atLocks = 0
		case !lock:
			return
		default:
			atLocks++
			time.Sleep(atLock)
		}
	}
}

// look finds what the goroutines of the code do now: whether one runs, and whether one waits for a
// lock.
func (b *Bridge) look() (busy, lock bool) {
	all := goroutines(b.written())
	b.mu.Lock()
	defer b.mu.Unlock()
	for more := true; more; { // whoever was started by one of them is one of them
		more = false
		for _, g := range all {
			if b.members[g.starter] && !b.members[g.id] {
				b.members[g.id], more = true, true
			}
		}
	}
	alive := map[int64]bool{}
	for _, g := range all {
		if !b.members[g.id] {
			continue
		}
		alive[g.id] = true
		switch {
		case locked(g.state):
			lock = true
		case !waiting(g.state):
			busy = true
		}
	}
	b.members = alive
	return busy, lock
}

// running is a goroutine in a text of stacks.
type running struct {
	id, starter int64
	state       string
}

// goroutines reads the stacks of all.
func goroutines(stacks []byte) (all []running) {
	for text := range bytes.SplitSeq(stacks, []byte("\n\n")) {
		head, _, _ := bytes.Cut(text, []byte("\n"))
		rest, is := bytes.CutPrefix(head, []byte("goroutine "))
		number, state, found := bytes.Cut(rest, []byte(" "))
		id, err := strconv.ParseInt(string(number), 10, 64)
		if !is || !found || err != nil {
			panic("the runtime writes stacks in another way: " + string(head)) // and nobody would be waited for
		}
		_, state, _ = bytes.Cut(state, []byte("["))
		if end := bytes.IndexAny(state, ",]("); end >= 0 {
			state = bytes.TrimSpace(state[:end])
		}
		g := running{id: id, state: string(state)}
		if at := bytes.LastIndex(text, []byte(" in goroutine ")); at >= 0 {
			by, _, _ := bytes.Cut(text[at+len(" in goroutine "):], []byte("\n"))
			g.starter, _ = strconv.ParseInt(string(by), 10, 64)
		}
		all = append(all, g)
	}
	return all
}

// written are the stacks of all goroutines, of one moment.
func (b *Bridge) written() []byte {
	const first = 256 << 10
	for {
		if n := runtime.Stack(b.stacks, true); n < len(b.stacks) {
			return bytes.TrimSpace(b.stacks[:n])
		}
		b.stacks = make([]byte, max(first, 2*len(b.stacks)))
	}
}
