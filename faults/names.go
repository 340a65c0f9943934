package faults

import (
	"fmt"
	"slices"
	"strings"
)

// Names of what only a run knows: windows, keys, callers.

// printWord and parseWord are a slot's whose value is the event's word.
func printWord(e *Event) string               { return e.Word }
func parseWord(w *words, e *Event) *complaint { e.Word = w.next(); return nil }

// checkOneOf demands that an event's word is one of those that are known.
func checkOneOf[W ~string](e *Event, all []W, not string, want func(known []string) string) *complaint {
	if slices.Contains(all, W(e.Word)) {
		return nil
	}
	known := texts(all)
	return &complaint{wrong(e.Word, not), suggest(e.Word, known, want(known))}
}

var windowSlot = Slot{
	Name: "<window>", Text: "the window that is to be rotated in", Example: "w1",
	field: &wordField,
	print: printWord,
	parse: parseWord,
	check: func(e *Event) *complaint { return checkPlainName(e.Word, "window", "w1") },
	draw:  func(d *draw, e *Event) { e.Word = d.s.Windows[d.choose("window", len(d.s.Windows))] },
	usual: func(u *usual, e Event) []Event { e.Word = u.s.Windows[0]; return []Event{e} },
}

var keySlot = Slot{
	Name: "<key>", Text: "the key; that of the moment, or the only one, if it is left out", Example: "orders",
	field: &keyField,
	print: func(e *Event) string { return e.Key },
	parse: func(w *words, e *Event) *complaint { e.Key = w.next(); return nil },
	check: func(e *Event) *complaint { return checkPlainName(e.Key, "key", "orders") },
	draw:  drawKey,
}

// drawKey names a key where the moment does not.
func drawKey(d *draw, e *Event) {
	if len(d.s.Keys) > 1 && !e.When.tellsKey() {
		e.Key = d.s.Keys[d.choose("key", len(d.s.Keys))]
	}
}

var callerSlot = Slot{
	Name: "<caller>", Text: "who asks; whoever usually does, if it is left out", Example: "alice",
	field: &byField,
	print: func(e *Event) string { return e.By },
	parse: func(w *words, e *Event) *complaint { e.By = w.next(); return nil },
	check: func(e *Event) *complaint { return checkPlainName(e.By, "caller", "alice") },
	draw:  drawCaller,
}

// drawCaller has one trigger in four come from somebody without the right.
func drawCaller(d *draw, e *Event) {
	if n := len(d.s.Strangers); n > 0 && d.k.Family == triggers && d.choose("stranger", 4) == 0 {
		e.By = d.s.Strangers[d.choose("caller", n)]
	}
}

func checkPlainName(name, of, example string) *complaint {
	if !isName(name) {
		return &complaint{wrong(name, "is no "+of), fmt.Sprintf("want a name of %s, such as %s", letters, example)}
	}
	return nil
}

// letters are those that a name can be made of.
const letters = "letters, digits, '-', '_' and '.'"

func isName(s string) bool {
	const allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
	return s != "" && strings.Trim(s, allowed) == ""
}
