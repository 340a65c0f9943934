package faults

import (
	"strings"
	"time"
)

// A Kind is one way of going wrong.
type Kind struct {
	Name  string
	Text  string // what it does, in one sentence
	Form  string // what follows the name: words, and slots in angle brackets
	Needs string // the interface that a deployment must have

	able   func(d Deployment) bool
	strike func(s *strike) (heal func())
	// sides are what Random chooses from: first a group, then one of it.
	sides func(s Space, byMeaning bool) [][]side
	// bound is the longest that Random lets it last; nil: up to the horizon.
	bound func(s Space) time.Duration
	// awaits are the meanings that Random lets it wait for; nil: any.
	awaits func(m Moment) bool
}

// All are the kinds there are.
var All = []Kind{
	crash,
	pause,
	partition,
	partitionOneWay,
	loseReply,
	duplicateTrigger,
	drift,
}

func kindOf(name string) *Kind {
	for i := range All {
		if All[i].Name == name {
			return &All[i]
		}
	}
	return nil
}

func (k *Kind) parts() []string { return strings.Fields(k.Form) }

func (k *Kind) has(slot string) bool { return strings.Contains(k.Form, slot) }

// usage is the whole form, for someone who got it wrong.
func (k *Kind) usage() string { return k.Name + " " + k.Form }

func unknownKind(name string) *complaint {
	var known []string
	for i := range All {
		known = append(known, All[i].Name)
	}
	return &complaint{wrong(name, "is no kind of fault"), suggest(name, known, "want one of "+strings.Join(known, ", "))}
}

// can says whether a deployment has the primitives P.
func can[P any](d Deployment) bool {
	_, ok := d.(P)
	return ok
}
