package faults

import (
	"slices"
	"strings"
	"time"
)

// The family of what befalls messages: on a link for a while, or the next few of
// a machine. Each kind gives them a fate; passage.go does the rest.

const network = "network"

var partition = Kind{
	Name:   "partition",
	Family: network,
	Text:   "No message gets from either side to the other.",
	Form:   "<target> from <peer> <when> for <duration>",
	Needs:  "Interceptor",
	able:   can[Interceptor],
	strike: func(s *strike) func() { return s.onLink(true, Fate{Lost: true}) },
	sides:  linkSides,
	core:   true,
}

var flap = Kind{
	Name:   "flap",
	Family: network,
	Text:   "The link between the two sides is cut and open in turn, as many times as the count says, evenly over the duration.",
	Form:   "<target> from <peer> <count> <when> for <duration>",
	Needs:  "Interceptor",
	able:   can[Interceptor],
	strike: func(s *strike) func() { return s.onLinkWhile(true, s.cut, Fate{Lost: true}) },
	sides:  linkSides,
}

// cut says that a link that flaps is cut just now: for the first half of each turn.
func (s *strike) cut() bool {
	turn := s.turn()
	return turn == 0 || (s.in.now()-s.From)%turn < turn/2
}

var partitionOneWay = Kind{
	Name:   "partition-one-way",
	Family: network,
	Text:   "No message gets from the target to the peer; the way back is open.",
	Form:   "<target> to <peer> <when> for <duration>",
	Needs:  "Interceptor",
	able:   can[Interceptor],
	strike: func(s *strike) func() { return s.onLink(false, Fate{Lost: true}) },
	sides:  oneWaySides,
}

var drop = Kind{
	Name:   "drop",
	Family: network,
	Text:   "The next messages that the target sends are lost, as many as the count says.",
	Form:   "<target> <count> <when>",
	Needs:  "Interceptor",
	able:   can[Interceptor],
	strike: func(s *strike) func() { return s.onNext(sentBy, Fate{Lost: true}) },
	sides:  senderSides,
}

var delay = Kind{
	Name:   "delay",
	Family: network,
	Text:   "Each message from the target to the peer takes so much longer.",
	Form:   "<target> to <peer> by <lag> <when> for <duration>",
	Needs:  "Interceptor",
	able:   can[Interceptor],
	strike: func(s *strike) func() { return s.onLink(false, Fate{Later: time.Duration(s.Event.Amount)}) },
	sides:  oneWaySides,
}

var duplicate = Kind{
	Name:   "duplicate",
	Family: network,
	Text:   "The next messages that the target sends arrive twice, as many as the count says.",
	Form:   "<target> <count> <when>",
	Needs:  "Interceptor",
	able:   can[Interceptor],
	strike: func(s *strike) func() { return s.onNext(sentBy, Fate{Copies: 1}) },
	sides:  senderSides,
}

var reorder = Kind{
	Name:   "reorder",
	Family: network,
	Text:   "Each message from the target to the peer takes a random time longer, up to that, and may be overtaken.",
	Form:   "<target> to <peer> by up to <lag> <when> for <duration>",
	Needs:  "Interceptor",
	able:   can[Interceptor],
	strike: func(s *strike) func() { return s.onLink(false, Fate{UpTo: time.Duration(s.Event.Amount)}) },
	sides:  oneWaySides,
}

var loseReply = Kind{
	Name:   "lose-reply",
	Family: network,
	Text:   "What the target asks for is done, and the reply to it is lost, as many times as the count says.",
	Form:   "<target> <count> <when>",
	Needs:  "Interceptor",
	able:   can[Interceptor],
	strike: func(s *strike) func() { return s.onNext(replyTo, Fate{Lost: true}) },
	sides:  senderSides,
	awaits: beforeReply,
	core:   true,
}

// beforeSent says that at m the request has not left.
func beforeSent(m Moment) bool { return strings.HasSuffix(m.String(), ".due") }

// beforeReply says that at m there is still a reply to lose.
func beforeReply(m Moment) bool { return !strings.HasSuffix(m.String(), ".answered") }

func linkSides(s Space, w When) [][]side {
	return groups(
		from(s.Nodes, "store"), from(s.Nodes, "everything"), from(s.Pools, "store"),
		from(s.Workers, "store"), from(s.Workers, "keys"), from(s.Nodes, "keys"), from(s.roles(w), "store"),
		s.pages(w),
	)
}

// pages are the links to the pager. Little is sent on them but what tells of a halt, so that at
// the moments of other steps nothing would be cut.
func (s Space) pages(w When) []side {
	if m, is := MeaningOf(w.On); is && !aboutHalts(m) {
		return nil
	}
	return slices.Concat(from(s.Paged, "everything"), from(s.Paged, "workers"))
}

// oneWaySides are the links, each way round.
func oneWaySides(s Space, w When) [][]side {
	there := linkSides(s, w)
	all := slices.Grow(there, len(there))
	for _, group := range there {
		back := make([]side, 0, len(group))
		for _, sd := range group {
			back = append(back, side{sd.peer, sd.target})
		}
		all = append(all, back)
	}
	return all
}

// senderSides are whoever has just sent something or, by time, may do so soon.
func senderSides(s Space, w When) [][]side {
	if w.On != "" {
		return groups(each([]string{actor}))
	}
	return groups(each(s.Workers), each(s.Nodes), each(s.roles(w)))
}
