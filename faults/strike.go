package faults

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// A strike is one event of a run: waiting, in force, or past. It is what a kind
// is given to work with: the machines, the deployment, and bit to call.
type strike struct {
	Injection
	kind *Kind
	in   *Injector

	waits   *entry            // that it waits for, nil if for a time
	about   string            // the key of the moment at which it struck, or the only one
	left    map[string]*quota // of a counted event, by machine; looked up only
	open    int               // quotas that are not used up
	inForce bool              // struck, and not ended
	heal    func()            // while in force; may be nil
}

// A quota is how many uses of a counted event a machine has left.
type quota struct {
	n     int64
	spent func() // called after the last
}

// bit is called each time that the event changes something.
func (s *strike) bit() { s.bitOn(&Passage{}) }

// bitOn is called each time that the event changes what becomes of a message.
func (s *strike) bitOn(p *Passage) {
	s.Bit++
	s.Bites = append(s.Bites, s.in.now())
	s.Between = append(s.Between, [2]string{p.From, p.To})
}

// key is whose rotation an event asks about.
func (s *strike) key() string { return cmp.Or(s.Event.Key, s.about) }

// begin strikes, on a moment of a key that a machine has reached.
func (s *strike) begin(key, by string) {
	s.about = key
	if key == "" && len(s.in.keys) == 1 {
		s.about = s.in.keys[0]
	}
	if !s.resolve(by) {
		return
	}
	s.Injected, s.From = true, s.in.now()
	s.heal = s.kind.strike(s)
	s.inForce = true
	if s.Event.For != 0 {
		s.in.d.After(s.Event.For, s.end)
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
	if s.heal != nil {
		s.heal()
	}
}

// resolve finds the machines, and fails if there are none to strike.
func (s *strike) resolve(by string) bool {
	var ok, peerOK bool
	s.Machines, ok = s.members(s.Event.Target, by)
	s.Peers, peerOK = s.members(s.Event.Peer, by)
	return ok && peerOK
}

func (s *strike) members(target, by string) (machines []string, ok bool) {
	switch {
	case target == "":
		return nil, true
	case target == actor:
		return []string{by}, true
	case target == owner:
		machines = s.in.d.Members(owner, s.about)
	case strings.HasPrefix(target, ownerOf):
		machines = s.in.d.Members(owner, strings.TrimPrefix(target, ownerOf))
	default:
		machines = s.in.d.Members(target, "")
	}
	if len(machines) == 0 {
		s.WhyNot = fmt.Sprintf("at %s there was no %s", PrintDuration(s.in.now()), target)
	}
	return machines, len(machines) != 0
}

// each does something to some machines, and heals it on each in the same order.
func (s *strike) each(machines []string, do func(machine string) (heal func())) (heal func()) {
	var heals []func()
	for _, m := range machines {
		heals = append(heals, do(m))
	}
	return func() {
		for _, heal := range heals {
			heal()
		}
	}
}

// turn is how long one of the turns lasts that the count divides the duration into.
func (s *strike) turn() time.Duration { return s.Event.For / time.Duration(s.Event.Amount) }

// counts lets the event be used on a machine as often as its count says. When it
// is used up on all, it is past.
func (s *strike) counts(machine string, spent func()) {
	if s.left == nil {
		s.left = map[string]*quota{}
	}
	s.left[machine] = &quota{s.Event.Amount, spent}
	s.open++
}

// use leaves it to begin to end an event that is used up while it strikes.
func (s *strike) use(machine string, on *Passage) {
	s.bitOn(on)
	q := s.left[machine]
	if q.n--; q.n > 0 {
		return
	}
	q.spent()
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
	if s.waits != nil {
		w := s.Event.When
		return fmt.Sprintf("%s was reached %d of %d times", w.meaning(), s.waits.most(), w.Nth)
	}
	if s.in.healed {
		return "the faults ended before its time"
	}
	return "its time has not come"
}
