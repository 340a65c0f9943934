package campaign

import (
	"time"

	"pawl/scenarios"
)

// A Happening is one thing that could be told of a run, in the words of stories.
type Happening struct {
	At        time.Duration
	Who, What string
}

// Happenings are all that a story could tell of a run, to its end, in the order of time: what
// two runs are held against one another by. A run with its trace tells more.
func Happenings(o *scenarios.Outcome) []Happening {
	if o.Past == nil {
		return nil
	}
	var all []Happening
	for _, m := range chronicle(o, &ending{at: o.Setup.Duration}) {
		if m.what != "" {
			all = append(all, Happening{m.at, m.who, m.what})
		}
	}
	return all
}

// Broke is the first violation of one thing in a run.
func Broke(o *scenarios.Outcome, id string) Broken { return failure(0, []string{id}, o).Violated[0] }
