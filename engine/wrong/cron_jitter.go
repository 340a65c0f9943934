package wrong

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"

	"pawl/engine"
)

// cronJitter is cron with the usual remedy: each host first sleeps for a time of its own,
// so that two hardly ever begin in the same second. They still do all that cron does.
func cronJitter() engine.Engine {
	e := cron()
	e.Name = "cron-jitter"
	e.Worker = func(env engine.Env) engine.Control { return &jittery{cronHost{env: env}} }
	return e
}

type jittery struct{ cronHost }

// Run rotates once a period, somewhere in its first half.
func (h *jittery) Run(key string) {
	for slot := 0; ; slot++ {
		h.env.Clock.Sleep(h.jitter(key, slot))
		h.rotate(key, slot)
		next := h.env.Policy.Period * time.Duration(slot+1)
		h.env.Clock.Sleep(next - h.env.Clock.Now())
	}
}

// jitter is as random as anything that another host does not know of.
func (h *jittery) jitter(key string, slot int) time.Duration {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%s/%d", h.env.Self(), key, slot))
	return time.Duration(binary.BigEndian.Uint64(sum[:]) % uint64(h.env.Policy.Period/2))
}
