package scenarios

import (
	"sync"

	"pawl/checker"
	"pawl/checker/model"
	"pawl/sim/deploy"
)

// A sheet is the memory that a run's history is written in, and what it comes to.
type sheet struct {
	paper deploy.Paper
	desk  checker.Desk
}

// A stack has the sheets that nobody looks at any more, and what all runs are held against.
type stack struct {
	mu    sync.Mutex
	free  []*sheet
	known *model.Chart
}

// model is the protocol, worked out when it is first asked for.
func (s *stack) model() *model.Chart {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil {
		s.known = model.New()
	}
	return s.known
}

func (s *stack) take() *sheet {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.free)
	if n == 0 {
		return &sheet{}
	}
	x := s.free[n-1]
	s.free = s.free[:n-1]
	return x
}

func (s *stack) put(x *sheet) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.free = append(s.free, x)
}

// LetGo lets go of what was observed in the run, of which nothing is left but what was
// found in it: the runner writes another run over it. An outcome that never does keeps it.
// Of an outcome that was copied no copy may look at it any more. A run with findings keeps it
// in any case: what is stuck in one that was given up may still write.
func (o *Outcome) LetGo() {
	if o.lent == nil || len(o.Findings) > 0 {
		return
	}
	o.lender.put(o.lent)
	o.lent, o.lender, o.History, o.Past = nil, nil, nil, nil
}
