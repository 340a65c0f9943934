package faults

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Limits of what a text may say: wide enough for every run, narrow enough that
// no sum of two of them overflows, on any processor.
const (
	longest    = 1000 * time.Hour
	mostNth    = 1_000_000
	mostCount  = 1000
	fastestPPM = 999_999 // a clock slower by a million does not run at all
)

// A slot is a part of a fault that a kind's form can ask for.
type slot struct {
	name  string // as forms write it
	field string // of Fault, for a complaint
	used  func(f Fault) bool
	print func(f Fault) string // empty for a default that goes without saying
	parse func(w *words, f *Fault) *complaint
	check func(f Fault) *complaint // may look at fields of the slots before it
}

// slots are all there are, in the order in which a form may use them.
var slots = []slot{
	{
		"<target>", "Target",
		func(f Fault) bool { return f.Target != "" },
		func(f Fault) string { return f.Target },
		func(w *words, f *Fault) *complaint { f.Target = w.next(); return nil },
		func(f Fault) *complaint { return checkTarget(f.Target) },
	},
	{
		"<peer>", "Peer",
		func(f Fault) bool { return f.Peer != "" },
		func(f Fault) string { return f.Peer },
		func(w *words, f *Fault) *complaint { f.Peer = w.next(); return nil },
		checkPeer,
	},
	{
		"<rate>", "PPM",
		func(f Fault) bool { return f.PPM != 0 },
		func(f Fault) string { return fmt.Sprintf("%+dppm", f.PPM) },
		parseRate,
		checkRate,
	},
	{
		"<count>", "Count",
		func(f Fault) bool { return f.Count != 0 },
		printCount,
		parseCount,
		checkCount,
	},
	{
		"<when>", "At, On or Nth",
		func(f Fault) bool { return f.At != 0 || f.On != "" || f.Nth != 0 },
		printWhen,
		parseWhen,
		checkWhen,
	},
	{
		"<duration>", "For",
		func(f Fault) bool { return f.For != 0 },
		func(f Fault) string { return PrintDuration(f.For) },
		func(w *words, f *Fault) *complaint { return parseDuration(w.next(), &f.For) },
		checkFor,
	},
}

func slotOf(name string) *slot {
	for i := range slots {
		if slots[i].name == name {
			return &slots[i]
		}
	}
	return nil
}

// validate checks the slot where the kind has it, and its absence where not.
func (s *slot) validate(k *Kind, f Fault) *complaint {
	if k.has(s.name) {
		return s.check(f)
	}
	if s.used(f) {
		return &complaint{s.field + " is set", "want it zero: " + k.usage()}
	}
	return nil
}

func checkPeer(f Fault) *complaint {
	if f.Peer != "" && f.Peer == f.Target {
		return &complaint{fmt.Sprintf("%q stands on both sides", f.Peer), "want two sides that differ"}
	}
	return checkTarget(f.Peer)
}

func parseRate(w *words, f *Fault) *complaint {
	word := w.next()
	digits, ok := strings.CutSuffix(word, "ppm")
	sign := 1
	if rest, minus := strings.CutPrefix(digits, "-"); minus {
		digits, sign = rest, -1
	} else {
		digits = strings.TrimPrefix(digits, "+")
	}
	n, isNumber := number(digits, fastestPPM)
	if !ok || !isNumber {
		return badRate(wrong(word, "is no rate"))
	}
	f.PPM = sign * n
	return nil
}

func checkRate(f Fault) *complaint {
	if f.PPM == 0 || f.PPM > fastestPPM || f.PPM < -fastestPPM {
		return badRate(fmt.Sprintf("a drift by %dppm", f.PPM))
	}
	return nil
}

func badRate(what string) *complaint {
	return &complaint{what, fmt.Sprintf("want parts per million other than 0, from -%dppm to +%[1]dppm, such as -180ppm", fastestPPM)}
}

// printCount leaves out one, and parseCount takes it as said.
func printCount(f Fault) string {
	if f.Count == 1 {
		return ""
	}
	return fmt.Sprintf("x%d", f.Count)
}

func parseCount(w *words, f *Fault) *complaint {
	digits, ok := strings.CutPrefix(w.peek(), "x")
	if !ok {
		f.Count = 1
		return nil
	}
	word := w.next()
	if f.Count, ok = number(digits, mostCount); !ok {
		return badCount(wrong(word, "is no count"))
	}
	return nil
}

func checkCount(f Fault) *complaint {
	if f.Count < 1 || f.Count > mostCount {
		return badCount(fmt.Sprintf("a count of %d", f.Count))
	}
	return nil
}

func badCount(what string) *complaint {
	return &complaint{what, fmt.Sprintf("want a count from x1 to x%d, such as x3", mostCount)}
}

func checkFor(f Fault) *complaint {
	if f.For <= 0 || f.For > longest {
		return &complaint{"a duration of " + PrintDuration(f.For), "want more than 0s, and at most " + PrintDuration(longest)}
	}
	return nil
}

// number reads what strconv.Itoa writes for 1 to most, and nothing else.
func number(digits string, most int) (int, bool) {
	n, err := strconv.Atoi(digits)
	return n, err == nil && 1 <= n && n <= most && strconv.Itoa(n) == digits
}
