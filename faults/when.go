package faults

import (
	"fmt"
	"strings"
	"time"
)

func printWhen(f Fault) string {
	switch {
	case f.On == "":
		return "at " + PrintDuration(f.At)
	case f.Nth == 1:
		return "on " + f.On
	default:
		return fmt.Sprintf("on %s #%d", f.On, f.Nth)
	}
}

func parseWhen(w *words, f *Fault) *complaint {
	switch word := w.next(); word {
	case "at":
		return parseDuration(w.next(), &f.At)
	case "on":
		return parseOn(w, f)
	default:
		return &complaint{wrong(word, "is no time"), `want "at" and a time, or "on" and a meaning, such as "at 10s" or "on commit.sent"`}
	}
}

func parseOn(w *words, f *Fault) *complaint {
	f.On, f.Nth = w.next(), 1
	if _, ok := MeaningOf(f.On); !ok {
		return unknownMeaning(f.On)
	}
	digits, ok := strings.CutPrefix(w.peek(), "#")
	if !ok {
		return nil
	}
	word := w.next()
	if f.Nth, ok = number(digits, mostNth); !ok {
		return badNth(wrong(word, "is no occurrence"))
	}
	return nil
}

func checkWhen(f Fault) *complaint {
	if f.On == "" {
		return checkAt(f)
	}
	if _, ok := MeaningOf(f.On); !ok {
		return unknownMeaning(f.On)
	}
	if f.At != 0 {
		return &complaint{"both At and On are set", "want one of them"}
	}
	if f.Nth < 1 || f.Nth > mostNth {
		return badNth(fmt.Sprintf("occurrence %d of %s", f.Nth, f.On))
	}
	return nil
}

func checkAt(f Fault) *complaint {
	if f.Nth != 0 {
		return &complaint{fmt.Sprintf("occurrence %d of nothing", f.Nth), "want On set, or Nth 0"}
	}
	if f.Target == actor || f.Peer == actor {
		return &complaint{"at a time there is no actor", `want "on" and a meaning, whose actor is struck, or a machine instead of "actor"`}
	}
	if f.At < 0 || f.At > longest {
		return badDuration("a time of " + PrintDuration(f.At))
	}
	return nil
}

func badNth(what string) *complaint {
	return &complaint{what, fmt.Sprintf("want an occurrence from #1 to #%d, such as #2", mostNth)}
}

// PrintDuration is how a fault writes a time: Go's text without the zeros at its end: 1m, not 1m0s.
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
