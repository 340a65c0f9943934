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

// unwind makes a process exit from its wait. iter.Pull passes an exit on to the
// goroutine that called next, so that has to be one which is there for nothing
// else.
func (w *World) unwind(p *Proc) {
	if p.next == nil { // it never ran
		p.done = true
		w.live.remove(p)
		return
	}
	w.unwinding(p)
	w.phase = unwinding
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		p.next()
	}()
	<-gone
}
