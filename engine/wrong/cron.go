package wrong

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"pawl/engine"
)

// cron is what many fleets start with: a timer in each pool. Nobody owns a key;
// each pool's host numbers versions by what it remembers, makes material, and
// pushes it to nodes. It stores nothing that others could read.
func cron() engine.Engine {
	return engine.Engine{
		Name:   "cron",
		Worker: func(env engine.Env) engine.Control { return &cronHost{env: env} },
		Agent:  func(env engine.Env) engine.Serving { return &pushed{env: env, rings: map[string]*pushedRing{}} },
	}
}

// cronHost is the host in one pool whose timer fires.
type cronHost struct{ env engine.Env }

// Run rotates at the start and then once a period, by this host's own clock.
func (h *cronHost) Run(key string) {
	for slot := 0; ; slot++ {
		h.rotate(key, slot)
		next := h.env.Policy.Period * time.Duration(slot+1)
		h.env.Clock.Sleep(next - h.env.Clock.Now())
	}
}

// rotate makes the next version and pushes it in three rounds.
func (h *cronHost) rotate(key string, slot int) {
	old := h.remembered(key)
	next := old + 1
	window := strconv.Itoa(slot)
	op := fmt.Sprintf("cron/%s/%s/%d", h.env.Self(), key, slot)
	for n := 0; ; n++ {
		_, err := h.env.Keys.Create(op, key, next, 0, 0)
		if err == nil {
			break
		}
		if n == h.env.Policy.Attempts {
			return
		}
		h.env.Clock.Sleep(h.env.Policy.Backoff << n)
	}
	h.remember(key, next)
	h.push("", engine.Command{Errand: engine.Install, Key: key, Version: next, Window: window})
	h.push(h.env.Pool, engine.Command{Errand: engine.Activate, Key: key, Version: next, Window: window})
	if old > 0 {
		h.env.Clock.Sleep(h.env.Policy.SealLease)
		h.push("", engine.Command{Errand: engine.Retire, Key: key, Version: old, Window: window})
	}
}

// push sends a command to the nodes of a pool, to each until it has it.
func (h *cronHost) push(pool string, c engine.Command) {
	for _, node := range h.env.Fleet.Nodes(pool) {
		for n := range h.env.Policy.Attempts {
			if err := h.env.Fleet.Push(node, c); err == nil || errors.Is(err, engine.ErrRejected) {
				break
			}
			h.env.Clock.Sleep(h.env.Policy.Backoff << n)
		}
	}
}

func (h *cronHost) remembered(key string) uint32 {
	data, _, _ := h.env.Disk.Read(key)
	n, _ := strconv.ParseUint(string(data), 10, 32)
	return uint32(n)
}

func (h *cronHost) remember(key string, n uint32) {
	h.env.Disk.Write(key, strconv.AppendUint(nil, uint64(n), 10))
	h.env.Disk.Sync()
}

// Admit knows nothing of triggers: the timer decides.
func (h *cronHost) Admit(engine.Trigger) engine.Answer {
	return engine.Refuse("the timer decides")
}

// Operate has nothing to act on.
func (h *cronHost) Operate(engine.Act) engine.Answer {
	return engine.Refuse("the timer decides")
}
