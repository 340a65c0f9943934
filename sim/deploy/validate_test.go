package deploy

import (
	"strings"
	"testing"
	"time"

	"pawl/engine"
)

// TestThinkIsValidated: who does not wait at all asks for ever at one time, and who waits beyond the
// end of the run asks for nothing. Where nobody waits it says nothing.
func TestThinkIsValidated(t *testing.T) {
	s := Standard(engine.Engine{Worker: func(engine.Env) engine.Control { return nil }, Agent: func(engine.Env) engine.Serving { return nil }}, 1)
	s.Events = nil
	for _, x := range []struct {
		clients int
		think   time.Duration
		valid   bool
	}{{6, LeastThink, true}, {6, MostThink, true}, {6, 0, false}, {6, -time.Second, false}, {6, LeastThink - 1, false}, {6, MostThink + 1, false}, {0, 0, true}} {
		s.Clients, s.Think = x.clients, x.think
		err := s.Validate()
		if (err == nil) != x.valid || err != nil && !strings.HasPrefix(err.Error(), "think: ") {
			t.Errorf("%d clients that think for %s: %v", x.clients, x.think, err)
		}
	}
}
