package faults

import (
	"slices"
	"strings"
)

// A part is a word or a slot of a kind's form, or several in square brackets,
// which are left out together when their slot has nothing to say.
type part struct {
	words    []string
	optional bool
}

// A form is a kind's form, taken apart.
type form struct {
	parts []part
	slots []*Slot // in their order
}

// ready takes the forms of all kinds apart, once: events are printed, read and drawn
// by them all the time.
func (t Table) ready() Table {
	for i := range t {
		t[i].form.parts = t[i].parts()
		t[i].form.slots = t[i].slots()
	}
	return t
}

// parts are those of a form.
func (k *Kind) parts() []part {
	if k.form.parts != nil {
		return k.form.parts
	}
	var all []part
	inside := false
	for _, word := range strings.Fields(k.Form) {
		bare, opens := strings.CutPrefix(word, "[")
		bare, closes := strings.CutSuffix(bare, "]")
		if !inside {
			all = append(all, part{optional: opens})
		}
		last := &all[len(all)-1]
		last.words = append(last.words, bare)
		inside = (inside || opens) && !closes
	}
	return all
}

// slots are those of a form, in its order.
func (k *Kind) slots() []*Slot {
	if k.form.slots != nil {
		return k.form.slots
	}
	var all []*Slot
	for _, p := range k.parts() {
		for _, word := range p.words {
			if s := slotOf(word); s != nil {
				all = append(all, s)
			}
		}
	}
	return all
}

func (k *Kind) has(slot string) bool {
	return slices.ContainsFunc(k.slots(), func(s *Slot) bool { return s.Name == slot })
}

// usage is the whole form, for someone who got it wrong.
func (k *Kind) usage() string { return k.Name + " " + k.Form }

// print is a part's words for an event; none for what goes without saying.
func (p part) print(e *Event) []string {
	var said []string
	for _, word := range p.words {
		if s := slotOf(word); s != nil {
			word = s.print(e)
			if word == "" {
				return nil
			}
		}
		said = append(said, word)
	}
	return said
}

// read takes a part's words off a text.
func (p part) read(w *words, k *Kind, e *Event) *complaint {
	if p.optional && w.peek() != p.words[0] {
		return nil
	}
	for _, word := range p.words {
		s := slotOf(word)
		if s == nil {
			if c := w.literal(word, k); c != nil {
				return c
			}
			continue
		}
		if c := s.read(w, e); c != nil {
			return c
		}
	}
	return nil
}

// check asks each slot of the form about its value, and demands that nothing is
// set that the form has no slot for.
func (k *Kind) check(e *Event) *complaint {
	for _, p := range k.parts() {
		for _, word := range p.words {
			s := slotOf(word)
			if s == nil || p.optional && !s.field.set(e) {
				continue
			}
			if c := s.check(e); c != nil {
				return c
			}
		}
	}
	for _, f := range fields {
		if f.set(e) && !slices.ContainsFunc(k.slots(), func(s *Slot) bool { return s.field == f }) {
			return &complaint{f.name + " is set", "want it zero: " + k.usage()}
		}
	}
	return nil
}
