package foreign

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"pawl/engine"
)

// A Bridge is a door for code that starts goroutines of its own. Only the one coroutine of a
// process may ask for anything, so that one lets the code in, by Enter, and asks for what its
// goroutines come to want; they wait for it as they would for the real thing.
//
// What it promises: while code is inside, one request at a time is handed over, and none before
// every goroutine of the code waits, for a request of its own or for another goroutine. So what
// is asked next depends on what these have come to want, and not on which was quicker. Where several
// want something, they are served by what it is, and then by the place in the code that asks. Enter
// returns when what was let in has returned and all that it has started waits or has ended; those
// that wait for a later Enter, as whoever keeps a stream open, stay. Who ends takes them along: see
// Close.
//
// What it does not promise:
//   - an order between goroutines that compete for a mutex, a channel or a select of their own
//     between two requests, nor between two that ask for the same from the same place;
//   - anything of what waits for real time: a Sleep is waited out, but a timer that is waited for
//     by a channel counts as somebody else's, who may never come. The context that is given has
//     a deadline long past that never comes, so that a context made of it sets no timer:
//     timeouts are for the adapter, in the run's own time;
//   - randomness: Drawing is for one goroutine, and not for those that it starts;
//   - a goroutine whose starter was started and has ended between two looks, until it asks;
//   - to catch a panic of a goroutine that the code has started. One of what was let in is a panic
//     of Enter.
//
// Nothing in Go tells when others wait (testing/synctest does, in a test, of a bubble that no
// coroutine may come into), but for the stacks of all goroutines, which are of one moment. A look at
// them takes some hundred microseconds.
type Bridge struct {
	door  engine.Door // of the process
	until timeless
	shut  context.CancelFunc

	stirred atomic.Bool // somebody has asked, or what was let in has returned: it is worth a look

	mu        sync.Mutex
	asking    []*asking
	members   map[int64]bool // goroutines of the code; looked up only
	now, wall time.Duration  // of the machine; no time passes while code runs
	stacks    []byte         // what they are written into
}

// asking is a request of a goroutine that waits for its reply.
type asking struct {
	request  engine.Request
	place    string // in the code
	reply    engine.Reply
	err      error
	answered chan struct{}
}

// NewBridge makes a bridge to what a process may ask for.
func NewBridge(door engine.Door) *Bridge {
	ctx, shut := context.WithCancel(context.Background())
	return &Bridge{door: door, until: timeless{ctx}, shut: shut, members: map[int64]bool{}}
}

// timeless is a context of which no child sets a timer: its deadline is before theirs.
type timeless struct{ context.Context }

func (timeless) Deadline() (time.Time, bool) { return time.Unix(0, 0), true }

// Close ends what is inside: whoever asks from now on, or waits for a reply, exits with its
// deferred calls, as a process does that is killed; whoever waits otherwise has to look at the context.
// It waits for none of them. A process that ends in Enter has closed it.
func (b *Bridge) Close() { b.shut() }

// Enter runs f, with a context that ends with the bridge, on a goroutine of its own, and does the
// asking. It is for one process at a time, and waits in that process's way.
func (b *Bridge) Enter(f func(context.Context)) {
	back := false
	defer func() {
		if !back {
			b.Close()
		}
	}()
	in := &visit{begun: make(chan struct{}), ended: make(chan struct{})}
	b.lookAtClocks()
	go in.run(b, f)
	<-in.begun
	for {
		b.settle()
		next := b.next()
		if next == nil {
			break
		}
		next.reply, next.err = b.door.Ask(next.request)
		b.lookAtClocks()
		close(next.answered)
	}
	select {
	case <-in.ended:
	default:
		panic("foreign: what was let in waits, and nothing of the code runs or asks for anything")
	}
	if in.panicked != nil {
		panic(fmt.Sprintf("%v, at\n%s", in.panicked, in.at))
	}
	back = true
}

// visit is what was let in.
type visit struct {
	begun, ended chan struct{}
	panicked     any
	at           string
}

func (in *visit) run(b *Bridge, f func(context.Context)) {
	defer func() { close(in.ended); b.stirred.Store(true) }()
	defer func() {
		if in.panicked = recover(); in.panicked != nil {
			in.at = place()
		}
	}()
	b.join()
	close(in.begun)
	f(b.until)
}

// join makes the running goroutine one of the bridge's.
func (b *Bridge) join() {
	id := goroutine()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.members[id] = true
}

// Ask waits until the process has asked.
func (b *Bridge) Ask(r engine.Request) (engine.Reply, error) {
	b.join()
	a := &asking{request: r, place: place(), answered: make(chan struct{})}
	b.mu.Lock()
	b.asking = append(b.asking, a)
	b.mu.Unlock()
	b.stirred.Store(true)
	select {
	case <-a.answered:
		return a.reply, a.err
	case <-b.until.Done():
		runtime.Goexit()
		return nil, nil
	}
}

// Now and Wall are the machine's clocks as they were when the code was let in, or last answered.
func (b *Bridge) Now() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

// Wall is the time of day.
func (b *Bridge) Wall() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.wall
}

func (b *Bridge) lookAtClocks() {
	now, wall := b.door.Now(), b.door.Wall()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now, b.wall = now, wall
}

// next takes the request that is served next; nil: nobody asks.
func (b *Bridge) next() *asking {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.asking) == 0 {
		return nil
	}
	if len(b.asking) > 1 {
		slices.SortFunc(b.asking, func(x, y *asking) int {
			return cmp.Or(strings.Compare(x.text(), y.text()), strings.Compare(x.place, y.place))
		})
	}
	first := b.asking[0]
	b.asking = slices.Delete(b.asking, 0, 1)
	return first
}

func (a *asking) text() string { return fmt.Sprintf("%T %+v", a.request, a.request) }

// place is the way in the code that has led to a call.
func place() string {
	var pcs [64]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	var b strings.Builder
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		fmt.Fprintf(&b, "%s:%d\n", f.Function, f.Line)
	}
	return b.String()
}
