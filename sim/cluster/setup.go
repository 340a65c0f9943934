package cluster

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"pawl/engine"
	"pawl/faults"
	"pawl/sim"
)

// Setup is one run as data: what exists, what happens, and what goes wrong. The
// same Setup gives the same run.
type Setup struct {
	Engine   engine.Engine
	Seed     uint64
	Pools    []Pool
	Workers  int
	Clients  int
	Keys     []string
	Policy   engine.Policy
	Duration time.Duration // simulated
	Think    time.Duration // of a client, on average, between an open and the next seal

	Triggers []Trigger
	Acts     []Act
	Operator bool // an operator resumes what is halted and recoverable

	Faults []faults.Fault
	Healed time.Duration // by then all faults have ended

	Replay []sim.Decision // nil: draw
	Keep   bool           // keep the trace, to be told
	NoLog  bool           // do not keep the decisions; the same run without it has them
}

// Pool is a group of nodes that share a fault domain.
type Pool struct {
	Name  string
	Nodes int
}

// Trigger is a request to rotate that the scheduler sends.
type Trigger struct {
	At      time.Duration
	Key     string
	Window  string
	Attempt uint32 // 0 stands for 1
	Caller  string // "" stands for "scheduler"
}

// Act is what an operator does at a time.
type Act struct {
	At     time.Duration
	Verb   string // "abort", "halt", "resume"
	Key    string
	Reason string // "" stands for "planned"
}

// Standard is the standard run: 3 pools of 3 nodes, 3 workers, 6 clients, one
// key, its bootstrap and two rotations in 60 seconds.
func Standard(e engine.Engine, seed uint64) Setup {
	s := Setup{
		Engine: e, Seed: seed,
		Pools:   []Pool{{"a", 3}, {"b", 3}, {"c", 3}},
		Workers: 3, Clients: 6,
		Keys:     []string{"payments-signing"},
		Policy:   engine.StandardPolicy(),
		Duration: 60 * time.Second,
		Think:    2400 * time.Millisecond,
		Operator: true,
		Healed:   22 * time.Second,
	}
	s.Triggers = s.Schedule()
	return s
}

// Schedule has every key bootstrapped at the start and rotated in the first two
// slots of its policy's period.
func (s *Setup) Schedule() []Trigger {
	var all []Trigger
	for i, key := range s.Keys {
		start := time.Duration(i) * 300 * time.Millisecond
		all = append(all, Trigger{At: start + 100*time.Millisecond, Key: key, Window: "boot"},
			Trigger{At: start + 4*time.Second, Key: key, Window: "w1"},
			Trigger{At: start + 4*time.Second + s.Policy.Period, Key: key, Window: "w2"})
	}
	return all
}

// Space is what the faults of a random plan may strike.
func (s *Setup) Space() faults.Space {
	space := faults.Space{
		From: 3 * time.Second, Until: s.Healed,
		Lease:        s.Policy.SealLease,
		LongestPause: s.Policy.OpenLease,
		DriftPPM:     int(s.Policy.DriftPPM),
	}
	for _, p := range s.Pools {
		space.Pools = append(space.Pools, "pool/"+p.Name)
		for i := range p.Nodes {
			space.Nodes = append(space.Nodes, nodeName(p.Name, i))
		}
	}
	for i := range s.Workers {
		space.Workers = append(space.Workers, workerName(i))
	}
	for i := range s.Clients {
		space.Clients = append(space.Clients, clientName(i))
	}
	space.Machines = append(append(append(space.Machines, space.Nodes...), space.Workers...), space.Clients...)
	return space
}

// Plan draws the faults of a random run from its seed.
func (s *Setup) Plan() []faults.Fault {
	w := sim.New(sim.Config{Seed: s.Seed})
	return faults.Random(func(place string) faults.Chooser { return w.Source(place) }, s.Space())
}

// Validate says what makes a Setup unusable.
func (s *Setup) Validate() error {
	switch {
	case s.Engine.Worker == nil || s.Engine.Agent == nil:
		return fmt.Errorf("no engine")
	case s.Workers < 1 || s.Workers > 32:
		return fmt.Errorf("workers: %d, want 1 to 32", s.Workers)
	case s.Clients < 0 || s.Clients > 64:
		return fmt.Errorf("clients: %d, want 0 to 64", s.Clients)
	case len(s.Pools) == 0 || len(s.Pools) > 16:
		return fmt.Errorf("pools: %d, want 1 to 16", len(s.Pools))
	case len(s.Keys) == 0 || len(s.Keys) > 16:
		return fmt.Errorf("keys: %d, want 1 to 16", len(s.Keys))
	case s.Duration <= 0 || s.Duration > time.Hour:
		return fmt.Errorf("duration: %s, want more than 0 and at most 1h", s.Duration)
	case s.Healed < 0 || s.Healed > s.Duration:
		return fmt.Errorf("faults end at %s, outside the run of %s", s.Healed, s.Duration)
	}
	return errors.Join(s.checkPools(), s.checkKeys(), s.Policy.Validate())
}

func (s *Setup) checkPools() error {
	nodes := map[string]string{}
	for _, p := range s.Pools {
		for i := range min(p.Nodes, 64) {
			name := nodeName(p.Name, i)
			if other, taken := nodes[name]; taken {
				return fmt.Errorf("pools %q and %q both have a %s: give them names of which none begins another", other, p.Name, name)
			}
			nodes[name] = p.Name
		}
		if p.Nodes < 0 || p.Nodes > 64 || !engine.ValidName(p.Name) {
			return fmt.Errorf("pool %q with %d nodes: want a plain name and 0 to 64 nodes", p.Name, p.Nodes)
		}
	}
	return nil
}

func (s *Setup) checkKeys() error {
	for _, k := range s.Keys {
		if !engine.ValidName(k) {
			return fmt.Errorf("key %q: want 1 to 64 letters, digits, dots, dashes or underscores", k)
		}
	}
	for _, t := range s.Triggers {
		if !slices.Contains(s.Keys, t.Key) {
			return fmt.Errorf("a trigger is for key %q; there are %v", t.Key, s.Keys)
		}
	}
	for _, a := range s.Acts {
		if !slices.Contains(s.Keys, a.Key) {
			return fmt.Errorf("an act is for key %q; there are %v", a.Key, s.Keys)
		}
	}
	return nil
}

func nodeName(pool string, i int) string { return fmt.Sprintf("node/%s%d", pool, i+1) }
func workerName(i int) string            { return fmt.Sprintf("worker/%d", i+1) }
func clientName(i int) string            { return fmt.Sprintf("client/%d", i+1) }
