package faults

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A ParseError says where a text stops being an event, and what would be right.
type ParseError struct {
	Text   string
	Column int    // in characters, from 1
	What   string // what is wrong there
	Want   string // what would be right
}

func (e *ParseError) Error() string {
	return fmt.Sprintf("event %q, column %d: %s; %s", e.Text, e.Column, e.What, e.Want)
}

// A complaint is what is wrong and what would be right, wherever it is.
type complaint struct{ what, want string }

// ParseAll reads events, each as Parse does; the error says which of them is none.
func ParseAll(texts ...string) ([]Event, error) {
	all := make([]Event, 0, len(texts))
	for _, text := range texts {
		e, err := Parse(text)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", text, err)
		}
		all = append(all, e)
	}
	return all, nil
}

// Parse reads the text of one event. It is strict: one space between words, and
// nothing that it does not understand. Its errors are of type *ParseError.
func Parse(text string) (Event, error) { return All.parse(text) }

func (t Table) parse(text string) (Event, error) {
	w := split(text)
	e, c := w.event(t)
	if c == nil {
		return e, nil
	}
	if w.spaced() {
		c = &complaint{"a space too many", "want one space between words, and none at the ends"}
	}
	return Event{}, &ParseError{text, w.column(), c.what, c.want}
}

func (w *words) event(t Table) (Event, *complaint) {
	name := w.next()
	k := t.named(name)
	if k == nil {
		return Event{}, t.unknown(name)
	}
	e := Event{Kind: k.Name}
	for _, p := range k.parts() {
		if c := p.read(w, k, &e); c != nil {
			return Event{}, c
		}
	}
	if w.more() {
		return Event{}, &complaint{wrong(w.next(), "is too much"), "the text should have ended: " + k.usage()}
	}
	return e, nil
}

func (w *words) literal(want string, k *Kind) *complaint {
	got := w.next()
	if got == want {
		return nil
	}
	return &complaint{wrong(got, "is out of place"), fmt.Sprintf("want %q, as in %s", want, k.usage())}
}

// words are what is left of a text, and where each stands.
type words struct {
	list  []string
	taken int
}

// split takes every single space as a separator, so that a second one shows as
// an empty word, which nothing accepts.
func split(text string) *words {
	return &words{list: strings.Split(text, " ")}
}

func (w *words) more() bool { return w.taken < len(w.list) }

func (w *words) peek() string {
	if !w.more() {
		return ""
	}
	return w.list[w.taken]
}

func (w *words) next() string {
	word := w.peek()
	w.taken++
	return word
}

// spaced says that the word taken last is nothing between two spaces.
func (w *words) spaced() bool {
	return w.taken <= len(w.list) && w.list[w.taken-1] == "" && len(w.list) > 1
}

// column is where the word taken last begins; past the end, where it should.
func (w *words) column() int {
	column := 1
	for _, word := range w.list[:min(w.taken-1, len(w.list))] {
		column += utf8.RuneCountInString(word) + 1
	}
	return column
}

// wrong says what a word is or is not, be it one that is not there.
func wrong(word, is string) string {
	if word == "" {
		return "a word is missing"
	}
	return fmt.Sprintf("%q %s", word, is)
}
