package faults

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// What an Amount can be, each with its own unit.

// rateSlot is in parts per million, either way.
var rateSlot = Slot{
	Name: "<rate>", Text: "how much too fast a clock runs, or too slow", Example: "-180ppm",
	field: &amountField,
	print: func(e *Event) string { return fmt.Sprintf("%+dppm", e.Amount) },
	parse: parseRate,
	check: checkRate,
	draw:  func(d *draw, e *Event) { e.Amount = int64(d.rate(d.s.DriftPPM)) },
	usual: func(u *usual, e Event) []Event { return u.each(e, u.s.DriftPPM, -u.s.DriftPPM) },

	simpler: simplerAmounts,
}

func parseRate(w *words, e *Event) *complaint {
	word := w.next()
	digits, ok := strings.CutSuffix(word, "ppm")
	sign := int64(1)
	if rest, minus := strings.CutPrefix(digits, "-"); minus {
		digits, sign = rest, -1
	} else {
		digits = strings.TrimPrefix(digits, "+")
	}
	n, isNumber := number(digits, fastestPPM)
	if !ok || !isNumber {
		return badRate(wrong(word, "is no rate"))
	}
	e.Amount = sign * int64(n)
	return nil
}

func checkRate(e *Event) *complaint {
	if e.Amount == 0 || e.Amount > fastestPPM || e.Amount < -fastestPPM {
		return badRate(fmt.Sprintf("a rate of %dppm", e.Amount))
	}
	return nil
}

func badRate(what string) *complaint {
	return &complaint{what, fmt.Sprintf("want parts per million other than 0, from -%dppm to +%[1]dppm, such as -180ppm", fastestPPM)}
}

// jumpSlot is in nanoseconds, either way.
var jumpSlot = Slot{
	Name: "<jump>", Text: "how far a clock jumps, forward or back", Example: "-3s",
	field: &amountField,
	print: printJump,
	parse: parseJump,
	check: checkJump,
	draw:  func(d *draw, e *Event) { e.Amount = int64(d.jump(d.s.WallJump)) },
	usual: usualJumps,

	simpler: simplerLags,
}

func printJump(e *Event) string {
	if e.Amount < 0 {
		return "-" + PrintDuration(-time.Duration(e.Amount))
	}
	return "+" + PrintDuration(time.Duration(e.Amount))
}

func parseJump(w *words, e *Event) *complaint {
	word := w.next()
	length, back := strings.CutPrefix(word, "-")
	if !back {
		length = strings.TrimPrefix(word, "+")
	}
	var jump time.Duration
	if length == "" || parseDuration(length, &jump) != nil {
		return badJump(wrong(word, "is no jump"))
	}
	if e.Amount = int64(jump); back {
		e.Amount = -e.Amount
	}
	return nil
}

func checkJump(e *Event) *complaint {
	if d := time.Duration(e.Amount); d == 0 || d > longest || d < -longest {
		return badJump("a jump of " + printJump(e))
	}
	return nil
}

func badJump(what string) *complaint {
	return &complaint{what, fmt.Sprintf("want a time with its sign and unit, other than 0s and up to %s, such as -3s or +250ms", PrintDuration(longest))}
}

// usualJumps are as far as it may be, either way.
func usualJumps(u *usual, e Event) []Event {
	back := e
	e.Amount, back.Amount = int64(u.s.WallJump), -int64(u.s.WallJump)
	return []Event{e, back}
}

// lagSlot is in nanoseconds.
var lagSlot = Slot{
	Name: "<lag>", Text: "how much longer it takes, or how long ago it was", Example: "200ms",
	field: &amountField,
	print: func(e *Event) string { return PrintDuration(time.Duration(e.Amount)) },
	parse: parseLag,
	check: func(e *Event) *complaint { return checkLength("a lag", time.Duration(e.Amount)) },
	draw:  func(d *draw, e *Event) { e.Amount = int64(d.lag()) },
	usual: func(u *usual, e Event) []Event { return u.each(e, int(u.z.Lag)) },

	simpler: simplerLags,
}

func parseLag(w *words, e *Event) *complaint {
	var lag time.Duration
	c := parseDuration(w.next(), &lag)
	e.Amount = int64(lag)
	return c
}

// countSlot counts from one, and one goes without saying.
var countSlot = Slot{
	Name: "<count>", Text: "how many; one, if it is left out", Example: "x3",
	field: &amountField,
	print: printCount,
	parse: parseCount,
	check: func(e *Event) *complaint { return counts.check(e, fmt.Sprintf("a count of %d", e.Amount)) },
	draw:  func(d *draw, e *Event) { e.Amount = int64(1 + d.choose("count", 3)) },
	usual: func(u *usual, e Event) []Event { return u.each(e, 1) },

	simpler: simplerAmounts,
}

func printCount(e *Event) string {
	if e.Amount == 1 {
		return ""
	}
	return fmt.Sprintf("x%d", e.Amount)
}

func parseCount(w *words, e *Event) *complaint {
	digits, ok := strings.CutPrefix(w.peek(), "x")
	if !ok {
		e.Amount = 1
		return nil
	}
	return counts.parse(e, w.next(), digits)
}

// attemptSlot is which attempt of its window a trigger is; one that does not say
// is the first.
var attemptSlot = Slot{
	Name: "<attempt>", Text: "which attempt of its window it is; the first, if it is left out", Example: "2",
	field: &amountField,
	print: printAttempt,
	parse: func(w *words, e *Event) *complaint { word := w.next(); return attempts.parse(e, word, word) },
	check: func(e *Event) *complaint { return attempts.check(e, fmt.Sprintf("attempt %d", e.Amount)) },
	draw:  func(d *draw, e *Event) { e.Amount = int64(2 * d.choose("attempt", 2)) },
	usual: func(u *usual, e Event) []Event { return u.each(e, 2) },
}

func printAttempt(e *Event) string {
	if e.Amount == 0 {
		return ""
	}
	return strconv.FormatInt(e.Amount, 10)
}

// A numeral is how an amount that counts from one is read, and what is said when
// it is wrong.
type numeral struct {
	most     int
	is, want string
}

var (
	counts   = numeral{mostCount, "is no count", fmt.Sprintf("want a count from x1 to x%d, such as x3", mostCount)}
	attempts = numeral{mostAttempt, "is no attempt", fmt.Sprintf("want a number from 1 to %d, such as 2", mostAttempt)}
)

// parse reads the digits of a word.
func (u numeral) parse(e *Event, word, digits string) *complaint {
	n, ok := number(digits, u.most)
	if !ok {
		return &complaint{wrong(word, u.is), u.want}
	}
	e.Amount = int64(n)
	return nil
}

func (u numeral) check(e *Event, what string) *complaint {
	if e.Amount < 1 || e.Amount > int64(u.most) {
		return &complaint{what, u.want}
	}
	return nil
}

// number reads what strconv.Itoa writes for 1 to most, and nothing else.
func number(digits string, most int) (int, bool) {
	n, err := strconv.Atoi(digits)
	return n, err == nil && 1 <= n && n <= most && strconv.Itoa(n) == digits
}
