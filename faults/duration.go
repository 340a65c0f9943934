package faults

import (
	"fmt"
	"strings"
	"time"
)

var durationSlot = Slot{
	Name: "<duration>", Text: "how long it lasts", Example: "12s",
	field: &forField,
	print: func(e *Event) string { return PrintDuration(e.For) },
	parse: func(w *words, e *Event) *complaint { return parseDuration(w.next(), &e.For) },
	check: func(e *Event) *complaint { return checkLength("a duration", e.For) },
	draw:  func(d *draw, e *Event) { e.For = d.duration() },
	usual: usualLengths,

	simpler: simplerLengths,
}

func checkLength(what string, d time.Duration) *complaint {
	if d <= 0 || d > longest {
		return &complaint{what + " of " + PrintDuration(d), "want more than 0s, and at most " + PrintDuration(longest)}
	}
	return nil
}

// PrintDuration is how an event writes a time: Go's text without the zeros at its end: 1m, not 1m0s.
func PrintDuration(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func parseDuration(word string, to *time.Duration) *complaint {
	d, err := time.ParseDuration(word)
	if err != nil || d > longest || word[0] < '0' || word[0] > '9' {
		return badDuration(wrong(word, "is no duration"))
	}
	*to = d
	return nil
}

func badDuration(what string) *complaint {
	return &complaint{what, fmt.Sprintf("want a time with its unit, up to %s, such as 250ms, 12.5s or 2m", PrintDuration(longest))}
}
