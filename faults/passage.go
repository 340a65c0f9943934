package faults

import (
	"cmp"
	"slices"
	"time"
)

// A Passage is one message about to leave a machine.
type Passage struct {
	From, To string
	Verb     string // what is asked for, in the deployment's words
	Reply    bool   // it answers what To has asked for, which has been done
}

// A Fate is what is to become of a message. The zero Fate is nothing unusual.
type Fate struct {
	Lost    bool
	Later   time.Duration // it takes so much longer
	UpTo    time.Duration // and up to so much longer besides, as the deployment draws
	Copies  int           // so many more of it arrive
	Instead Excuse        // a request is answered with it and not done; a reply says it
}

// And is both fates together.
func (f Fate) And(g Fate) Fate {
	return Fate{f.Lost || g.Lost, f.Later + g.Later, f.UpTo + g.UpTo, f.Copies + g.Copies, cmp.Or(f.Instead, g.Instead)}
}

// An Excuse is how a service says that it does not do what it is asked.
type Excuse string

const (
	Rejected    Excuse = "rejected"    // it never will
	Unavailable Excuse = "unavailable" // it did not, and may be asked again
	Unknown     Excuse = "unknown"     // it may have
)

// An Interceptor can let a fault decide on the messages of a machine. All faults
// of the network are made of it.
type Interceptor interface {
	// Intercept shows f each message that the machine sends and each that is sent
	// to it, as it leaves its sender, until stop, which is called once. A message
	// is shown to every interceptor of both machines, and their fates add up. The
	// passage is only lent. If it is called from Reached at a moment *due*, the
	// request that is due is shown; at a moment *applied*, the reply is. Stop may
	// be called from within f.
	Intercept(machine string, f func(p *Passage) Fate) (stop func())
}

// onLink gives a fate to every message from the target to the peer, or from
// either to the other. As the two sides have no machine in common, a message
// between them has one end on the smaller side, and is seen once.
func (s *strike) onLink(bothWays bool, fate Fate) (heal func()) {
	return s.onLinkWhile(bothWays, func() bool { return true }, fate)
}

// onLinkWhile does so while something holds.
func (s *strike) onLinkWhile(bothWays bool, holds func() bool, fate Fate) (heal func()) {
	target, peer := s.apart()
	onTarget, onPeer := setOf(target), setOf(peer)
	smaller := target
	if len(peer) < len(target) {
		smaller = peer
	}
	return s.each(smaller, func(m string) (stop func()) {
		return s.in.d.(Interceptor).Intercept(m, func(p *Passage) Fate {
			there := onTarget[p.From] && onPeer[p.To]
			back := bothWays && onPeer[p.From] && onTarget[p.To]
			if !there && !back || !holds() {
				return Fate{}
			}
			s.bitOn(p)
			return fate
		})
	})
}

// apart are the machines of the two sides. One on both belongs to the smaller
// side, so that "node/a1 from everything" means everything else, and "pool/a
// from nodes" leaves the pool whole.
func (s *strike) apart() (target, peer []string) {
	target, peer = s.Machines, s.Peers
	if len(target) <= len(peer) {
		return target, without(peer, target)
	}
	return without(target, peer), peer
}

func without(list, gone []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(m string) bool { return slices.Contains(gone, m) })
}

func setOf(list []string) map[string]bool {
	set := make(map[string]bool, len(list))
	for _, m := range list {
		set[m] = true
	}
	return set
}

// onEvery gives a fate to every message of each machine that suits.
func (s *strike) onEvery(suits func(machine string, p *Passage) bool, fate Fate) (heal func()) {
	return s.each(s.Machines, func(m string) (stop func()) {
		return s.in.d.(Interceptor).Intercept(m, func(p *Passage) Fate {
			if !suits(m, p) {
				return Fate{}
			}
			s.bitOn(p)
			return fate
		})
	})
}

// onNext gives a fate to the next messages of each machine that suit, as many as
// the event's count says. Of several events of one kind on a machine the oldest
// that is not used up has a message, and the others do not count it.
func (s *strike) onNext(suits func(machine string, p *Passage) bool, fate Fate) (heal func()) {
	return s.each(s.Machines, func(m string) (leave func()) {
		leave = s.shared(m, func(h *hold) (stop func()) {
			return s.in.d.(Interceptor).Intercept(m, func(p *Passage) Fate {
				if !suits(m, p) {
					return Fate{}
				}
				h.oldest().use(m, p)
				return fate
			})
		})
		s.counts(m, leave)
		return leave
	})
}

func sentBy(machine string, p *Passage) bool { return p.From == machine }

func replyTo(machine string, p *Passage) bool { return p.Reply && p.To == machine }
