package exhaust

import (
	"time"
)

// A trouble is what is already in the way of the small cluster's rotation: acts of operators,
// and what takes the engine to where a rotation without trouble never comes. A single fault
// on top of it is the second one.
type trouble struct {
	name   string
	often  bool // what comes all the time, such as a renewal, tells as well
	events []string
}

var troubles = []trouble{
	{"called-off", false, []string{ // twice: while publishing, and while draining; and then a third attempt
		"abort on publish.answered #2",
		"trigger w1 attempt 2 by operator at 6s",
		"abort on drain.answered #2",
		"trigger w2 at 12s",
	}},
	{"halted", false, []string{ // while publishing, and resumed; while draining, and called off
		"halt on publish.answered #2",
		"resume at 5s",
		"trigger w2 at 9s",
		"halt on drain.answered #3",
		"abort at 14s",
	}},
	{"turned-down", false, []string{ // the version cannot be made, and the rotation halts; later it cannot be destroyed
		"reject workers on admit.answered #2 for 6s",
		"resume at 9s",
		"reject workers on revoke.answered for 4s",
	}},
	{"unanswered", false, []string{ // the key service does not answer, for longer than an owner may be silent; later until the rotation halts
		"partition workers from keys on admit.answered #2 for 3s",
		"partition workers from keys on revoke.answered for 9s",
		"resume at 24s",
	}},
	{"unheard", false, []string{ // it does not answer, and is halted; who asks for another one is told so by whoever owns it
		"partition workers from keys on admit.answered #2 for 3s",
		"halt at 1600ms",
		"trigger w2 at 1700ms",
		"trigger w3 at 1710ms",
		"trigger w4 at 1720ms",
		"trigger w5 at 1730ms",
		"resume at 6s",
		"partition workers from keys on revoke.answered for 3s",
		"halt on destroy.sent",
		"trigger w6 on halt.answered #2",
		"trigger w7 on halt.answered #2",
		"trigger w8 on halt.answered #2",
		"resume at 24s",
	}},
	{"unloaded", true, []string{ // a node cannot load the next version, and its stamps are kept alive
		"partition node/a2 from keys on publish.applied #2 for 7s",
	}},
	{"overtaken", false, []string{ // and nor does the store hear the owner, so that the key service is back before the next owner has asked it
		"partition workers from keys on mint.sent #2 for 4s",
		"partition owner from store on mint.sent #2 for 8s",
	}},
	{"held-up", false, []string{ // the key changes hands while it is published and drained, and a node lags behind
		"crash owner on publish.answered #2 for 2s",
		"crash owner on drain.answered #2 for 2s",
		"partition node/a2 from store on drain.answered #2 for 4s",
	}},
	{"late", false, []string{ // a lease that the store grants anew outlasts the deadline of draining
		"partition node/a2 from store on verify.answered #2 for 9s",
		"crash store at 3500ms for 1200ms",
	}},
}

// Troubled is the small cluster with something in the way, for each thing that there is.
func Troubled() (all []Subject) {
	for _, t := range troubles {
		s := Small()
		s.Name = s.Name + "-" + t.name
		s.Arg = s.Name
		s.often = t.often
		s.setting.Healed, s.setting.Duration = 22*time.Second, 34*time.Second
		p := &s.setting.Policy
		p.OpenLease, p.PublishDeadline = 6*time.Second, 8*time.Second
		p.OwnerLease, p.Attempts = 4*time.Second, 3 // an attempt that nobody answers takes two calls
		s.events = append(s.events, parsed(t.events)...)
		all = append(all, s)
	}
	return all
}
