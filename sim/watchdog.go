package sim

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"time"
)

// stallTicks is how often the watchdog must find a run where it was before it
// calls it stuck. Counting ticks, rather than reading the clock, spares a run
// whose whole program was stopped for a while.
const stallTicks = 8

// watch waits for the run to end, or abandons it if it makes no step for long.
// The watchdog looks and never touches: a run that moves cannot tell whether
// there is one.
func (w *World) watch() Ending {
	ticker := time.NewTicker(max(w.cfg.StallAfter/stallTicks, 1))
	defer ticker.Stop()
	seen, still := 0, 0
	for {
		select {
		case <-w.ended:
			return w.outcome()
		case <-ticker.C:
			if at := w.position(); at != seen {
				seen, still = at, 0
			} else if still++; still >= stallTicks {
				return w.abandon()
			}
		}
	}
}

// position changes with every step.
func (l *ledger) position() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.steps + l.unwound
}

// abandon takes the ledger away from a run that is stuck. From then on its
// goroutine can do no more than end, when it comes back from where it is.
func (w *World) abandon() Ending {
	l := &w.ledger
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sealed = true
	f := Finding{Kind: KindStall, At: l.now, Stack: w.stack(l.current)}
	f.Detail = fmt.Sprintf("a task has run for %v without coming back", w.cfg.StallAfter)
	if l.current != nil {
		f.Process = l.current.name
		f.Detail = fmt.Sprintf("the process has run for %v without waiting", w.cfg.StallAfter)
	}
	l.findings = append(l.findings, f)
	if left := leftOver(w.cfg.followed(), l.choices.count); left != nil && l.diverged == nil {
		l.diverged = left
	}
	return l.outcome()
}

// largestStacks bounds what is kept of the stacks of all goroutines.
const largestStacks = 16 << 20

// stack is the stack of a process, or of the loop if p is nil.
func (w *World) stack(p *Proc) string {
	frame := fmt.Sprintf("(*World).loop(%p", w)
	if p != nil {
		frame = fmt.Sprintf("(*Proc).main(%p", p)
	}
	return pick(string(stacks()), frame)
}

// stacks returns the stacks of all goroutines.
func stacks() []byte {
	buf := make([]byte, 64<<10)
	for {
		n := runtime.Stack(buf, true)
		if n < len(buf) || n >= largestStacks {
			return bytes.TrimSpace(buf[:n])
		}
		buf = make([]byte, 2*len(buf))
	}
}

// pick returns the goroutine that has the frame; failing that, those of this
// package that are not waiting in a coroutine, for one of them it must be.
func pick(all, frame string) string {
	var rest []string
	for _, g := range strings.Split(all, "\n\n") {
		if strings.Contains(g, frame) {
			return g
		}
		head, frames, _ := strings.Cut(g, "\n")
		ours := strings.Contains(frames, "/sim.(*") && !strings.Contains(frames, "(*World).watch(")
		if ours && !strings.Contains(head, "[coroutine") {
			rest = append(rest, g)
		}
	}
	return strings.Join(rest, "\n\n")
}
