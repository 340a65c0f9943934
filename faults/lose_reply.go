package faults

import "strings"

// A ReplyLoser can lose the replies to a machine after what they answer has
// been done, so that its caller cannot know.
type ReplyLoser interface {
	// LoseReply drops the next n replies to the machine, after the store or the
	// key service has applied what they answer, and calls bit on each. If it is
	// called from Reached at a moment *applied*, the first is the reply to that.
	// Stop ends it before the nth, and is not called after. Losses nest here:
	// a reply is dropped by the oldest that is not used up.
	LoseReply(machine string, n int, bit func()) (stop func())
}

var loseReply = Kind{
	Name:   "lose-reply",
	Text:   "What the machine asks for is done, and the reply to it is lost.",
	Form:   "<target> <count> <when>",
	Needs:  "ReplyLoser",
	able:   can[ReplyLoser],
	strike: strikeLoseReply,
	sides:  loseReplySides,
	awaits: beforeReply,
}

func strikeLoseReply(s *strike) (heal func()) {
	l := s.in.d.(ReplyLoser)
	var stops []func()
	for _, m := range s.Machines {
		stops = append(stops, s.uses(func(bit func()) func() { return l.LoseReply(m, s.Fault.Count, bit) }))
	}
	return func() {
		for _, stop := range stops {
			stop()
		}
	}
}

// beforeReply says that at m there is still a reply to lose.
func beforeReply(m Moment) bool { return !strings.HasSuffix(m.String(), ".answered") }

func loseReplySides(s Space, byMeaning bool) [][]side {
	if byMeaning {
		return groups(each([]string{actor}))
	}
	return groups(each(s.Workers), each(s.Nodes), each(s.roles(false)))
}
