package envelope

import (
	"fmt"
	"time"

	"pawl/faults"
	"pawl/sim/deploy"
)

// An Assumption is something of the world that engines rely on, as a number that can be pushed.
type Assumption struct {
	Name string // by which it is asked for
	Text string // in words
	Unit Unit

	// Assumed is what policy, or the deployment, says; ok is false where neither says anything.
	Assumed func(*deploy.Setting) (value int64, ok bool)

	// Safe says that no invariant may be violated whatever the value is: only progress may be lost.
	Safe bool

	Least, Most int64 // that are tried
	Step        int64 // the smallest difference that is told apart

	// Push has a run meet the assumption at a value. Runs of one value are told apart by their
	// number, so that they differ in more than their seed: who is struck, and when.
	Push func(s *deploy.Setup, value int64, run int) error
}

// A Unit is what a value counts.
type Unit string

// The units that there are.
const (
	PPM     Unit = "ppm"
	Time    Unit = "ns"      // told as a duration
	Replies Unit = "replies" // in a row
	Nodes   Unit = "nodes"   // of one pool
)

// Say is a value with its unit.
func (u Unit) Say(value int64) string {
	switch u {
	case Time:
		return faults.PrintDuration(time.Duration(value))
	case PPM:
		return fmt.Sprintf("%d ppm", value)
	}
	return fmt.Sprint(value)
}

// happens adds events to a run, in their own words. What lasts is not ended before its time.
func happens(s *deploy.Setup, texts ...string) error {
	s.Healed = s.Duration
	for _, text := range texts {
		e, err := faults.Parse(text)
		if err != nil {
			return err
		}
		s.Events = append(s.Events, e)
	}
	return nil
}

// node is a node of the run, another one for each number.
func node(s *deploy.Setup, run int) string {
	var all []string
	for _, p := range s.Pools {
		for i := range p.Nodes {
			all = append(all, deploy.NodeName(p.Name, i))
		}
	}
	return all[run%len(all)]
}

// rest is how long something lasts that begins at a time and is there until the end.
func rest(s *deploy.Setup, from time.Duration) string {
	return faults.PrintDuration(s.Duration - from)
}
