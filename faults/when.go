package faults

import (
	"fmt"
	"strings"
	"time"
)

// When is a place in a run: a time, or an occurrence of a meaning.
type When struct {
	At  time.Duration // since the start of the run, when On is empty
	On  string        // a meaning, such as "commit.sent"
	Key string        // whose occurrences count; empty: whichever key reaches its Nth first
	Nth int           // which occurrence of On for one key, from 1; 0 when On is empty
}

// String is the text of a place, such as "at 10s" or "on orders/commit.sent #2".
func (w When) String() string {
	switch {
	case w.On == "":
		return "at " + PrintDuration(w.At)
	case w.Nth == 1:
		return "on " + w.meaning()
	default:
		return fmt.Sprintf("on %s #%d", w.meaning(), w.Nth)
	}
}

// meaning is what is waited for, with its key if there is one.
func (w When) meaning() string {
	if w.Key == "" {
		return w.On
	}
	return w.Key + "/" + w.On
}

// tellsKey says whether there is a key that the moment is about.
func (w When) tellsKey() bool {
	step := stepOf(w.On)
	return step != nil && !step.Keyless
}

var whenSlot = Slot{
	Name: "<when>", Text: "a time, or which occurrence of a meaning", Example: "on commit.sent #2",
	field: &whenField,
	print: func(e *Event) string { return e.When.String() },
	parse: parseWhen,
	check: checkWhen,
	draw:  func(d *draw, e *Event) { e.When = d.when(e.For) },

	simpler: simplerPlaces,
}

func parseWhen(w *words, e *Event) *complaint {
	switch word := w.next(); word {
	case "at":
		return parseDuration(w.next(), &e.At)
	case "on":
		return parseOn(w, &e.When)
	default:
		return &complaint{wrong(word, "is no time"), `want "at" and a time, or "on" and a meaning, such as "at 10s" or "on commit.sent"`}
	}
}

func parseOn(w *words, to *When) *complaint {
	word := w.next()
	to.On, to.Nth = word, 1
	if key, meaning, ok := strings.Cut(word, "/"); ok {
		to.Key, to.On = key, meaning
		if c := checkPlainName(key, "key", "orders"); c != nil {
			return c
		}
	}
	if c := to.checkMeaning(); c != nil {
		return c
	}
	digits, ok := strings.CutPrefix(w.peek(), "#")
	if !ok {
		return nil
	}
	word = w.next()
	if to.Nth, ok = number(digits, mostNth); !ok {
		return badNth(wrong(word, "is no occurrence"))
	}
	return nil
}

func (w When) checkMeaning() *complaint {
	if _, ok := MeaningOf(w.On); !ok {
		return unknownMeaning(w)
	}
	if w.Key != "" && !w.tellsKey() {
		return &complaint{fmt.Sprintf("%q is about no key", w.On), fmt.Sprintf("want %q alone", w.On)}
	}
	return nil
}

func checkWhen(e *Event) *complaint {
	w := e.When
	if w.On == "" {
		return checkAt(e)
	}
	if w.Key != "" {
		if c := checkPlainName(w.Key, "key", "orders"); c != nil {
			return c
		}
	}
	if c := w.checkMeaning(); c != nil {
		return c
	}
	if w.At != 0 {
		return &complaint{"both At and On are set", "want one of them"}
	}
	if w.Nth < 1 || w.Nth > mostNth {
		return badNth(fmt.Sprintf("occurrence %d of %s", w.Nth, w.meaning()))
	}
	return nil
}

func checkAt(e *Event) *complaint {
	switch w := e.When; {
	case w.Nth != 0:
		return &complaint{fmt.Sprintf("occurrence %d of nothing", w.Nth), "want On set, or Nth 0"}
	case w.Key != "":
		return &complaint{fmt.Sprintf("key %q of no meaning", w.Key), "want On set, or the key of When empty"}
	case e.Target == actor || e.Peer == actor:
		return &complaint{"at a time there is no actor", `want "on" and a meaning, whose actor is struck, or a machine instead of "actor"`}
	case w.At < 0 || w.At > longest:
		return badDuration("a time of " + PrintDuration(w.At))
	}
	return nil
}

func badNth(what string) *complaint {
	return &complaint{what, fmt.Sprintf("want an occurrence from #1 to #%d, such as #2", mostNth)}
}
