package host

import (
	"context"

	"pawl/engine"
)

// WorkerProcess is a process of an engine's control plane.
type WorkerProcess struct {
	*Process
	control engine.Control
}

// StartWorker starts an engine's control plane, which drives some keys.
func StartWorker(e engine.Engine, keys []string, c Launch) (*WorkerProcess, error) {
	c.Role = engine.WorkerRole
	p, err := New(c)
	if err != nil {
		return nil, err
	}
	w := &WorkerProcess{Process: p}
	if err := p.Do(context.Background(), func() { w.control = e.Worker(p.Env()) }); err != nil {
		return nil, err
	}
	for _, key := range keys {
		p.Go(func() { w.control.Run(key) })
	}
	return w, nil
}

// Admit answers a trigger; Unknown where the process ends or the context does before it has.
func (w *WorkerProcess) Admit(ctx context.Context, t engine.Trigger) engine.Answer {
	return w.answer(ctx, func() engine.Answer { return w.control.Admit(t) })
}

// Operate does what an operator asks for; Unknown as in Admit.
func (w *WorkerProcess) Operate(ctx context.Context, a engine.Act) engine.Answer {
	return w.answer(ctx, func() engine.Answer { return w.control.Operate(a) })
}

func (w *WorkerProcess) answer(ctx context.Context, f func() engine.Answer) engine.Answer {
	var a engine.Answer
	if err := w.Do(ctx, func() { a = f() }); err != nil {
		return engine.Answer{Outcome: engine.Unknown, Why: err.Error()}
	}
	return a
}
