package shiviz

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"pawl/reports/film"
)

// Expression is by what ShiViz reads the log.
const Expression = `(?<event>.*)\n(?<host>\S*) (?<clock>{.*})`

// Write writes the log of a run. What was planned is no machine's, and is left out.
func Write(w io.Writer, f *film.Film) error {
	b := bufio.NewWriter(w)
	_, _ = fmt.Fprintf(b, "%s\n\n", Expression)
	for i, clock := range f.Clocks() {
		x := f.Frame(f.First + i)
		if f.Lanes[x.Lane].Kind == film.PlanLane {
			continue
		}
		text := fmt.Sprintf("#%d %d.%06d s: %s", x.ID, x.At/1e9, x.At%1e9/1000, x.Says)
		_, _ = fmt.Fprintf(b, "%s\n%s %s\n", oneLine(text), host(f, x.Lane), clockOf(f, clock))
	}
	return b.Flush()
}

// oneLine keeps a text out of the line after it, and of what the expression looks for.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '{' || r == '}':
			return '|'
		case r < ' ' || r == 0x7f || r == 0x2028 || r == 0x2029:
			return ' '
		}
		return r
	}, text)
}

// host is a lane as a word without blanks.
func host(f *film.Film, lane int) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == '{' || r == '}' || r == 0x7f || r == 0x85 || r == 0xa0 || r >= 0x1680 && strings.TrimSpace(string(r)) == "" {
			return '_'
		}
		return r
	}, f.Lanes[lane].Name)
}

// clockOf is a clock as JSON: the lanes that are in it, in their order.
func clockOf(f *film.Film, clock []int) string {
	var b strings.Builder
	b.WriteByte('{')
	for lane, n := range clock {
		if n == 0 || f.Lanes[lane].Kind == film.PlanLane {
			continue
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		name, _ := json.Marshal(host(f, lane)) // text: cannot fail
		_, _ = fmt.Fprintf(&b, "%s:%d", name, n)
	}
	b.WriteByte('}')
	return b.String()
}
