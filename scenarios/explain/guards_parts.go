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
	parts  []reference.Part
	losses []loss   // conditions that do not come to the store
	lies   []string // fields of the view
}

func (s *spied) in(e engine.Engine) engine.Engine {
	e = sandwich{seen: s.note, lost: s.lose, mends: func(loss) bool { return false }}.in(e)
	e.View = s.watching(e.View)
	return e
}

func (s *spied) lose(l loss) {
	if !slices.Contains(s.losses, l) {
		s.losses = append(s.losses, l)
	}
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
			all = append(all, putBack(sizeOf(p), p))
		}
	}
	for _, p := range s.parts {
		other := reference.Part{Role: engine.NodeRole, Name: p.Name}
		if p.Role == engine.WorkerRole && slices.Contains(s.parts, other) {
			all = append(all, putBack(2*sizeOf(p), p, other))
		}
	}
	return all
}

// sizeOf is how much a part does: a step is less than a port, through which many steps go.
func sizeOf(p reference.Part) int {
	if strings.HasPrefix(p.Name, "env.") && !strings.HasPrefix(p.Name, "env.Policy.") {
		return 3
	}
	return 2
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
