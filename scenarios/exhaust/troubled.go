package exhaust

import (
	"time"

	"pawl/faults"
)

// troubles are what is already in the way of the small cluster's rotation: acts of operators,
// and what takes the engine to where a rotation without trouble never comes. A single fault
// on top of it is the second one.
var troubles = []struct {
	name   string
	events []string
}{
	{"called-off", []string{ // twice: while publishing, and while draining; and then a third attempt
		"abort on publish.answered #2",
		"trigger w1 attempt 2 by operator at 6s",
		"abort on drain.answered #2",
		"trigger w2 at 12s",
	}},
	{"halted", []string{ // while publishing, and resumed; while draining, and called off
		"halt on publish.answered #2",
		"resume at 5s",
		"trigger w2 at 9s",
		"halt on drain.answered #3",
		"abort at 14s",
	}},
	{"turned-down", []string{ // the version cannot be made, and the rotation halts; later it cannot be destroyed
		"reject workers on admit.answered #2 for 6s",
		"resume at 9s",
		"reject workers on revoke.answered for 4s",
	}},
	{"unheard", []string{ // the key service does not answer; the rotation is halted, and who asks for another is told so
		"partition workers from keys on admit.answered #2 for 4s",
		"halt at 1600ms",
		"trigger w2 at 1700ms",
		"trigger w3 at 1710ms",
		"resume at 6s",
	}},
	{"unloaded", []string{ // a node cannot load the next version, and does not hear that it still has its stamps
		"partition node/a2 from keys on publish.applied #2 for 5s",
		"partition node/a2 from store on publish.applied #2 for 3200ms",
		"lose-reply node/a2 x2 at 4500ms",
	}},
	{"held-up", []string{ // the key changes hands while it is published and drained, and a node lags behind
		"crash owner on publish.answered #2 for 2s",
		"crash owner on drain.answered #2 for 2s",
		"partition node/a2 from store on drain.answered #2 for 4s",
	}},
	{"late", []string{ // a lease that the store grants anew outlasts the deadline of draining
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
		s.setting.Healed, s.setting.Duration = 18*time.Second, 32*time.Second
		for _, text := range t.events {
			e, err := faults.Parse(text)
			if err != nil {
				panic("exhaust: " + err.Error()) // the texts are above, and a test reads them all
			}
			s.events = append(s.events, e)
		}
		all = append(all, s)
	}
	return all
}
