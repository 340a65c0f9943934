package faults

import (
	"slices"
	"strings"
)

// A Meaning is a moment in a rotation that an event can wait for: a step, and how
// far it has got.
type Meaning struct{ Name, Text string }

// Stages are how far a step can have got, in order. At *due* the decision is
// taken and the request has not left: a process that stops there acts later on
// what it knew before.
var Stages = []Meaning{
	{"due", "is about to be sent"},
	{"sent", "has been sent"},
	{"applied", "has been applied, the reply not yet sent"},
	{"answered", "has been answered"},
}

// Meanings are all that an event can wait for: every step at every stage.
var Meanings = everyMeaning()

func everyMeaning() []Meaning {
	var all []Meaning
	for i := range Steps {
		for _, stage := range Stages {
			if m := Steps[i].at(stage.Name); m != "" {
				all = append(all, Meaning{m, Steps[i].Text + " " + stage.Text})
			}
		}
	}
	return all
}

// at is the meaning of a step at a stage; empty if it has none there.
func (s *Step) at(stage string) string {
	if s.Reads && stage == "applied" {
		return ""
	}
	return s.Name + "." + stage
}

// A Moment is a meaning as a number: what a deployment passes on its hot path.
// The zero Moment is none, that nothing ever waits for.
type Moment uint8

func (m Moment) String() string {
	if m == 0 {
		return "no moment"
	}
	return Meanings[m-1].Name
}

// MeaningOf finds a meaning by its name. Look up once, not at each moment.
func MeaningOf(name string) (Moment, bool) {
	i := slices.IndexFunc(Meanings, func(m Meaning) bool { return m.Name == name })
	return Moment(i + 1), i >= 0
}

// Moments are those of one step. A step that only reads has none at which it was
// applied; the zero Moments are those of a request that is no step.
type Moments struct{ Due, Sent, Applied, Answered Moment }

// MomentsOf finds the moments of a step by its name. Look up once, not at each
// request.
func MomentsOf(step string) (ms Moments, ok bool) {
	s := stepOf(step)
	if s == nil || s.Name != step {
		return Moments{}, false
	}
	for i, to := range []*Moment{&ms.Due, &ms.Sent, &ms.Applied, &ms.Answered} {
		*to, _ = MeaningOf(s.at(Stages[i].Name))
	}
	return ms, true
}

// everyMoment are all moments, in the order of Meanings.
func everyMoment() []Moment {
	all := make([]Moment, len(Meanings))
	for i := range all {
		all[i] = Moment(i + 1)
	}
	return all
}

// pivots are the moments that their step's row has among its pivotal stages.
var pivots = everyPivot()

func everyPivot() []bool {
	all := make([]bool, len(Meanings)+1)
	for i := range Steps {
		for _, stage := range Steps[i].Pivotal {
			m, _ := MeaningOf(Steps[i].at(stage))
			all[m] = true
		}
	}
	return all
}

func (m Moment) pivotal() bool { return pivots[m] }

// keptFrom is the first of the moments that are about what is kept for good: their steps are
// the last of the table.
var keptFrom = firstOfKept()

func firstOfKept() Moment {
	i := slices.IndexFunc(Meanings, func(m Meaning) bool { return stepOf(m.Name).Kept })
	return Moment(i + 1)
}

func unknownMeaning(w When) *complaint {
	of, known := meaningsLike(w.On)
	for i := range known {
		known[i] = When{On: known[i], Key: w.Key}.meaning()
	}
	return &complaint{wrong(w.meaning(), "is no meaning"), suggest(w.meaning(), known, "want "+of)}
}

// meaningsLike are those of the same step, or all if there is no such step.
func meaningsLike(name string) (of string, like []string) {
	step, _, _ := strings.Cut(name, ".")
	var all []string
	for _, m := range Meanings {
		all = append(all, m.Name)
		if strings.HasPrefix(m.Name, step+".") {
			like = append(like, m.Name)
		}
	}
	if like == nil {
		return `a step and a moment, such as "commit.sent"`, all
	}
	return strings.Join(like, " or "), like
}
