package checker

import (
	"cmp"
	"time"
)

// A Cite is something in the history that a violation's detail speaks of: enough
// to find it there again, for whoever tells how it came to the violation.
type Cite struct {
	Of  Part
	Key string
	At  time.Duration // when it took effect; of a trigger, when it was sent
	Who string        // that did it; of a trigger, the worker that was asked
}

// Part is the part of a history that a Cite is in.
type Part string

const (
	OfView    Part = "view"
	OfSeal    Part = "seal"
	OfOpen    Part = "open"
	OfGrant   Part = "grant" // of a stamp to open
	OfSealing Part = "sealing grant"
	OfEffect  Part = "effect"
	OfTrigger Part = "trigger"
	OfAsk     Part = "request"
	OfKept    Part = "kept text"
	OfLodge   Part = "request to keep"
	OfRecall  Part = "request for what is kept"

	OfMeddling Part = "something done by hand"
)

// Cite is how a violation speaks of a view, as are the others of the rest.
func (v *View) Cite() Cite    { return Cite{OfView, v.Key, v.At, v.By} }
func (s *Seal) Cite() Cite    { return Cite{OfSeal, s.Key, s.Emitted, who(s.Node, s.Incarnation)} }
func (o *Open) Cite() Cite    { return Cite{OfOpen, o.Key, o.Emitted, who(o.Node, o.Incarnation)} }
func (e *Effect) Cite() Cite  { return Cite{OfEffect, e.Key, e.At, e.By} }
func (t *Trigger) Cite() Cite { return Cite{OfTrigger, t.Key, t.Called, t.Worker} }

func (k *Keep) Cite() Cite      { return Cite{OfKept, k.Key, k.At, k.By} }
func (l *Lodge) Cite() Cite     { return Cite{OfLodge, l.Key, l.Called, who(l.Node, l.Incarnation)} }
func (c *Recalling) Cite() Cite { return Cite{OfRecall, c.Key, c.Emitted, who(c.Node, c.Incarnation)} }

func (g *Grant) Cite() Cite {
	of := OfGrant
	if g.Sealing {
		of = OfSealing
	}
	return Cite{of, g.Key, g.At, cmp.Or(g.By, who(g.Node, g.Incarnation))}
}

type citable interface{ Cite() Cite }

// citing lists what a detail speaks of, in the order of its words.
func citing(all ...citable) []Cite {
	cites := make([]Cite, len(all))
	for i, x := range all {
		cites[i] = x.Cite()
	}
	return cites
}
