package faults

import "slices"

// A Cutter can drop what one machine sends to another.
type Cutter interface {
	// Cut drops the messages from one machine to the other, in that direction
	// only, until heal, which is called once. It calls bit on each message that
	// it drops. Cuts nest here: two may be in force on one link, a message is
	// dropped while at least one is, and counts for each that is.
	Cut(from, to string, bit func()) (heal func())
}

var partition = Kind{
	Name:   "partition",
	Text:   "No message gets from either side to the other.",
	Form:   "<target> from <peer> <when> for <duration>",
	Needs:  "Cutter",
	able:   can[Cutter],
	strike: strikePartition,
	sides:  partitionSides,
}

func strikePartition(s *strike) (heal func()) {
	there := s.links()
	back := make([]link, len(there))
	for i, l := range there {
		back[i] = link{l.to, l.from}
	}
	return s.cut(append(there, back...))
}

// cut cuts links, and returns how to heal them.
func (s *strike) cut(links []link) (heal func()) {
	var heals []func()
	for _, l := range links {
		heals = append(heals, s.in.d.(Cutter).Cut(l.from, l.to, s.bit))
	}
	return func() {
		for _, heal := range heals {
			heal()
		}
	}
}

type link struct{ from, to string }

// links are the pairs between the two sides. A machine on both belongs to the
// smaller side, so that "node/a1 from everything" means everything else, and
// "pool/a from nodes" leaves the pool whole.
func (s *strike) links() []link {
	target, peer := s.Machines, s.Peers
	if len(target) <= len(peer) {
		peer = without(peer, target)
	} else {
		target = without(target, peer)
	}
	var all []link
	for _, t := range target {
		for _, p := range peer {
			all = append(all, link{t, p})
		}
	}
	return all
}

func without(list, gone []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(m string) bool { return slices.Contains(gone, m) })
}

func partitionSides(s Space, byMeaning bool) [][]side {
	return groups(
		from(s.Nodes, "store"), from(s.Nodes, "everything"), from(s.Pools, "store"),
		from(s.Workers, "store"), from(s.Workers, "keys"), from(s.Nodes, "keys"), from(s.roles(byMeaning), "store"),
	)
}
