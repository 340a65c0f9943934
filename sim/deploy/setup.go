package deploy

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"pawl/engine"
	"pawl/faults"
	"pawl/sim"
)

// Setup is one run as data: what exists, what happens, and what goes wrong. The
// same Setup gives the same run.
type Setup struct {
	Engine engine.Engine
	Seed   uint64
	Setting
	Events []faults.Event // triggers, operators' acts and faults

	Replay  []sim.Decision // nil: draw
	Branch  *sim.Branch    // nil: all of Replay; else where it is left, and what is drawn then
	Drawing []string       // nil: every place draws; else only these do, as sim.Config has it. A deployment that is not simulated draws as ever
	Order   Order          // of requests that contend; a deployment that is not simulated has its own
	Keep    bool           // keep the trace, to be told
	NoLog   bool           // do not keep the decisions; the same run without it has them
	Most    int            // steps until it is stopped as running away; 0: as many as the kernel lets it
	Census  bool           // write down the moments that it comes to; the same run without it does not
	Untold  bool           // leave out of the trace which events there are and that one is in force, so that runs with others have one hash if the same came of them
	Paper   *Paper         // that the history is written on, over the last one; nil: new
}

// Pool is a group of nodes that share a fault domain.
type Pool struct {
	Name  string
	Nodes int
}

// Standard is the standard run: 3 pools of 3 nodes, 3 workers, 6 clients, one
// key, its bootstrap and two rotations in 60 seconds.
func Standard(e engine.Engine, seed uint64) Setup {
	s := Setup{
		Engine: e, Seed: seed, Setting: Setting{
			Pools:   []Pool{{"a", 3}, {"b", 3}, {"c", 3}},
			Workers: 3, Clients: 6,
			Keys:     []string{"payments-signing"},
			Policy:   engine.StandardPolicy(),
			Duration: 60 * time.Second,
			Think:    2400 * time.Millisecond,
			Operator: true,
			Healed:   22 * time.Second,
		}}
	s.Events = s.Schedule()
	return s
}

// Boot is the window for which a key's first version is made.
const Boot = "boot"

// Schedule has every key bootstrapped at the start and rotated in the first two
// slots of its policy's period.
func (s *Setup) Schedule() []faults.Event { return s.schedule(2, false) }

// schedule has every key rotated in so many slots. Where there are retries, the
// scheduler asks for a window's second attempt when its rotation is over: it is
// admitted if that was aborted.
func (s *Setup) schedule(windows int, retries bool) []faults.Event {
	var all []faults.Event
	for i, key := range s.Keys {
		start := time.Duration(i) * 300 * time.Millisecond
		ask := func(window string, attempt int64, when faults.When) {
			all = append(all, faults.Event{Kind: faults.TriggerKind, Word: window, Key: s.named(key), Amount: attempt, When: when})
		}
		ask(Boot, 0, faults.When{At: start + s.anchored(key) + 100*time.Millisecond})
		for n := range windows {
			window := fmt.Sprintf("w%d", n+1)
			ask(window, 0, faults.When{At: start + 4*time.Second + time.Duration(n)*s.Policy.Period})
			if retries {
				ask(window, 2, faults.When{On: "settle.answered", Key: s.named(key), Nth: n + 2})
			}
		}
	}
	return all
}

// anchored is how much later a key's first version is asked for than otherwise: what it is to
// be issued under has to be active first.
func (s *Setup) anchored(key string) time.Duration {
	if s.Policy.Anchor == "" || s.Policy.Anchor == key {
		return 0
	}
	return s.Policy.PublishLead + time.Second
}

// named is how an event says which key it means: not at all where there is one.
func (s *Setup) named(key string) string {
	if len(s.Keys) == 1 {
		return ""
	}
	return key
}

// Faults are the events that go wrong, of all that happen.
func (s *Setup) Faults() []faults.Event {
	var some []faults.Event
	for _, e := range s.Events {
		if e.IsFault() {
			some = append(some, e)
		}
	}
	return some
}

// Validate says what makes a Setup unusable.
func (s *Setup) Validate() error {
	switch {
	case s.Engine.Worker == nil || s.Engine.Agent == nil:
		return errors.New("no engine")
	case s.Workers < 1 || s.Workers > MaxWorkers:
		return fmt.Errorf("workers: %d, want 1 to %d", s.Workers, MaxWorkers)
	case s.Clients < 0 || s.Clients > MaxClients:
		return fmt.Errorf("clients: %d, want 0 to %d", s.Clients, MaxClients)
	case len(s.Pools) == 0 || len(s.Pools) > MaxPools:
		return fmt.Errorf("pools: %d, want 1 to %d", len(s.Pools), MaxPools)
	case len(s.Keys) == 0 || len(s.Keys) > MaxKeys:
		return fmt.Errorf("keys: %d, want 1 to %d", len(s.Keys), MaxKeys)
	case s.Duration <= 0 || s.Duration > Longest:
		return fmt.Errorf("duration: %s, want more than 0 and at most %s", s.Duration, Longest)
	case s.Order != AsDrawn && !slices.Contains(Orders, s.Order):
		return fmt.Errorf("order %q: want none, or one of %q", s.Order, Orders)
	case s.Healed < 0 || s.Healed > s.Duration:
		return fmt.Errorf("faults end at %s, outside the run of %s", s.Healed, s.Duration)
	case s.Clients > 0 && (s.Think < LeastThink || s.Think > MostThink):
		return fmt.Errorf("think: %s, want %s to %s: so long a client waits before it asks again", s.Think, LeastThink, MostThink)
	}
	return errors.Join(s.ValidatePools(), s.ValidateRegions(), s.checkKeys(), s.CheckShown(), s.Policy.Validate(), s.checkNewPolicy(), s.Truth.validate(), s.checkBeyond())
}

// checkNewPolicy wants a policy that may come in place of the first, where one is to come.
func (s *Setup) checkNewPolicy() error {
	if s.NewPolicy == nil {
		for _, e := range s.Events {
			if e.Kind == faults.NewPolicyKind || e.Kind == faults.OldPolicyKind {
				return fmt.Errorf("%q, and there is no other policy: say what differs in it (then-policy)", e)
			}
		}
		return nil
	}
	if err := s.Policy.MayBecome(*s.NewPolicy); err != nil {
		return fmt.Errorf("new policy: %w", err)
	}
	return nil
}

// checkBeyond demands that it is said where an assumption is broken.
func (s *Setup) checkBeyond() error {
	if s.Truth.Beyond {
		return nil
	}
	switch why := s.Breaks(); why {
	case promptEmission:
		return fmt.Errorf("answers leave up to %s late in truth, and policy says %s: that breaks an assumption, that %s: say so (truth, beyond), or let them leave sooner", s.Truth.Emission, s.Policy.Emission, why)
	case steadyClocks:
		return fmt.Errorf("clocks are off by %d ppm in truth, and policy says %d: that breaks an assumption, that %s: say so (truth, beyond), or let them be off by less", s.Truth.DriftPPM, s.Policy.DriftPPM, why)
	}
	for _, e := range s.Events {
		if why := s.BrokenBy(e); why != "" {
			return fmt.Errorf("%q breaks an assumption, that %s: say so (truth, beyond), or leave it out", e, why)
		}
	}
	return nil
}

// CheckShown demands that the engine tells of what events are about, since nobody else knows what
// in the store is a record or a stamp, and that it is one that may be met with them.
func (s *Setup) CheckShown() error {
	known := s.shown()
	for _, e := range s.Events {
		for _, thing := range e.Means() {
			if thing == faults.AText && !s.Policy.Rewrap {
				return fmt.Errorf("%q is about a text that is kept for good, and policy lets none be kept: say rewrap, or leave it out", e)
			}
			if !slices.Contains(known, thing) {
				return fmt.Errorf("%q is done past %s, whose view does not offer to stand that, or does not tell of a key's %s", e, s.Engine.Name, thing)
			}
		}
	}
	return nil
}

func (s *Setup) checkKeys() error {
	if a := s.Policy.Anchor; a != "" && !slices.Contains(s.Keys, a) {
		return fmt.Errorf("the anchor, %q, is none of the keys: want one of %s", a, strings.Join(s.Keys, ", "))
	}
	for _, k := range s.Keys {
		if !engine.ValidName(k) {
			return fmt.Errorf("key %q: want 1 to 64 letters, digits, dots, dashes or underscores", k)
		}
	}
	for _, e := range s.Events {
		for _, key := range []string{e.Key, e.When.Key} {
			if key != "" && !slices.Contains(s.Keys, key) {
				return fmt.Errorf("%q is about key %q; there are %v", e, key, s.Keys)
			}
		}
	}
	return nil
}
