package sim

// Kill ends the process in the middle of whatever it waits in: that call never
// returns. Its deferred calls run, for Go cannot do without, once the current
// task or process has come to a stop; but any call of the kernel in them exits
// again. A process may kill itself.
func (p *Proc) Kill() {
	w := p.w
	if !w.enter() || p.Done() {
		return
	}
	p.dead = true
	p.gen++
	w.doomed = append(w.doomed, p)
	if p.runs() {
		p.wait()
	}
}

// exited is what a coroutine panics with at the end of its exit. Else iter.Pull
// would have the goroutine that called next exit as well, which cannot be
// stopped; a panic it passes on too, but from that one can recover.
type exited struct{}

// unwindDoomed unwinds what has been killed, in order.
func (w *World) unwindDoomed() {
	if len(w.doomed) == 0 {
		return
	}
	for _, p := range w.doomed {
		w.unwind(p)
	}
	clear(w.doomed)
	w.doomed = w.doomed[:0]
	w.phase = running
}

// unwind makes a process exit from its wait.
func (w *World) unwind(p *Proc) {
	if p.co == nil { // it never ran
		p.done = true
		w.live.remove(p)
		return
	}
	w.unwinding(p)
	w.phase = unwinding
	defer func() {
		if r := recover(); r != nil && r != any(exited{}) {
			panic(r)
		}
	}()
	p.co.next()
}
