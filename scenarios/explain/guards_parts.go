package explain

import (
	"slices"
	"strings"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/reports"
)

// spied is an engine that is looked at while it runs: which parts of it are not the
// reference's own, and where its view says something else. Its processes and its view are
// called by one run, which does one thing at a time.
type spied struct {
	parts []reference.Part
	lies  []string // fields of the view
}

func (s *spied) in(e engine.Engine) engine.Engine {
	worker, agent := e.Worker, e.Agent
	e.Worker = func(env engine.Env) engine.Control {
		c := worker(env)
		s.note(reference.Changed(c, env))
		return c
	}
	e.Agent = func(env engine.Env) engine.Serving {
		c := agent(env)
		s.note(reference.Changed(c, env))
		return c
	}
	e.View = s.watching(e.View)
	return e
}

func (s *spied) note(parts []reference.Part) {
	for _, p := range parts {
		if !slices.Contains(s.parts, p) {
			s.parts = append(s.parts, p)
		}
	}
}

// guards are the parts, each put back. A port that both kinds of process have changed is put
// back in both, too: half of a change is often none.
func (s *spied) guards() (all []guard) {
	for _, p := range reference.Parts() { // in their order, whatever started first
		if slices.Contains(s.parts, p) {
			all = append(all, putBack(1, p))
		}
	}
	for _, p := range s.parts {
		other := reference.Part{Role: engine.NodeRole, Name: p.Name}
		if p.Role == engine.WorkerRole && slices.Contains(s.parts, other) {
			all = append(all, putBack(2, p, other))
		}
	}
	return all
}

func putBack(size int, parts ...reference.Part) guard {
	var names, texts []string
	for _, p := range parts {
		names = append(names, p.String())
		if text := partText(p); !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	return guard{name: strings.Join(names, " + "), text: strings.Join(texts, "; "), kind: reports.OfStep, size: size,
		in: func(e engine.Engine) engine.Engine { return reference.PutBackIn(e, parts) }}
}
