package faults

import "fmt"

// A strike is one fault of a run: waiting, in force, or past. It is what a kind
// is given to work with: the machines, the deployment, and bit to call.
type strike struct {
	Injection
	kind *Kind
	in   *Injector

	seen    int    // occurrences of the fault's meaning so far
	open    int    // primitives in use that end by being used up
	inForce bool   // struck, and not ended
	heal    func() // while in force
}

// bit is called each time that the fault changes something.
func (s *strike) bit() { s.Bit++ }

func (s *strike) begin(by string) {
	if !s.resolve(by) {
		return
	}
	s.Injected, s.From = true, s.in.now()
	s.heal = s.kind.strike(s)
	s.inForce = true
	if s.Fault.For != 0 {
		s.in.after(s.From+s.Fault.For, s.end)
	} else if s.open == 0 {
		s.end()
	}
}

// end heals once: it may be called again by the horizon, or at the end of the
// duration.
func (s *strike) end() {
	if !s.inForce {
		return
	}
	s.inForce, s.To = false, s.in.now()
	s.heal()
}

// resolve finds the machines, and fails if there are none to strike.
func (s *strike) resolve(by string) bool {
	var ok, peerOK bool
	s.Machines, ok = s.members(s.Fault.Target, by)
	s.Peers, peerOK = s.members(s.Fault.Peer, by)
	return ok && peerOK
}

func (s *strike) members(target, by string) (machines []string, ok bool) {
	switch target {
	case "":
		return nil, true
	case actor:
		return []string{by}, true
	}
	machines = s.in.d.Members(target)
	if len(machines) == 0 {
		s.WhyNot = fmt.Sprintf("at %s there was no %s", PrintDuration(s.in.now()), target)
	}
	return machines, len(machines) != 0
}

// uses puts a primitive into force that is used up by Count bits. When all of a
// fault's are, the fault is past, and there is nothing to stop.
func (s *strike) uses(start func(bit func()) (stop func())) (stop func()) {
	left := s.Fault.Count
	s.open++
	end := start(func() {
		s.bit()
		if left--; left == 0 {
			s.usedUp()
		}
	})
	return func() {
		if left > 0 {
			end()
		}
	}
}

// usedUp leaves it to begin to end a fault that is used up while it strikes.
func (s *strike) usedUp() {
	if s.open--; s.open == 0 {
		s.end()
	}
}

func (s *strike) report() Injection {
	r := s.Injection
	switch {
	case s.inForce:
		r.To = s.in.now()
	case !r.Injected && r.WhyNot == "":
		r.WhyNot = s.whyNot()
	}
	return r
}

func (s *strike) whyNot() string {
	if f := s.Fault; f.On != "" {
		return fmt.Sprintf("%s was reached %d of %d times", f.On, s.seen, f.Nth)
	}
	if s.in.healed {
		return "the faults ended before its time"
	}
	return "its time has not come"
}
