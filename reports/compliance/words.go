package compliance

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"pawl/reports"
	"pawl/reports/paper"
)

const (
	notMeasured = "not measured"
	notKnown    = "not known"
	noRunBehind = "No run behind it in this result"
)

func say(format string, args ...any) paper.Block {
	return paper.Paragraph{Text: fmt.Sprintf(format, args...)}
}

// missing says that something was not measured, and how it would be.
func missing(what, how string) paper.Block {
	return paper.Callout{Tone: paper.Quiet, Title: what + ": " + notMeasured, Text: how}
}

func heading(text string) paper.Block { return paper.Heading{Text: text} }

func orSay(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// table has a first column of names; of the others those are numbers whose title ends with "#".
func table(caption string, columns []string, rows ...[]paper.Cell) paper.Table {
	t := paper.Table{Caption: caption, Rows: rows}
	for _, c := range columns {
		title, number := strings.CutSuffix(c, "#")
		t.Columns = append(t.Columns, paper.Column{Title: title, Right: number})
	}
	return t
}

// toned are plain cells but for the last, which has a tone.
func toned(tone paper.Tone, texts ...string) []paper.Cell {
	cells := paper.Cells(texts...)
	cells[len(cells)-1].Tone = tone
	return cells
}

// Shares are told with two digits that count, rounded to the side that claims less.
func atMost(share float64) string {
	return percent(share, func(v float64) float64 { return math.Ceil(v - rounding) })
}

func atLeast(share float64) string {
	return percent(share, func(v float64) float64 { return math.Floor(v + rounding) })
}

// rounding keeps what is a number of two digits already from being rounded to the next.
const rounding = 1e-6

func percent(share float64, round func(float64) float64) string {
	p := 100 * share
	if p <= 0 {
		return "0 %"
	}
	digits := max(0, 1-int(math.Floor(math.Log10(p))))
	by := math.Pow10(digits)
	return strconv.FormatFloat(round(p*by)/by, 'f', digits, 64) + " %"
}

// tenth is a percentage as a result has it, with one digit.
func tenth(p float64) string { return strconv.FormatFloat(p, 'f', 1, 64) + " %" }

// short is as much of a digest as is needed to tell it.
func short(digest string) string {
	if len(digest) > 12 {
		return digest[:12]
	}
	return orSay(digest, notKnown)
}

// words is a verdict for people.
func words(v reports.Verdict) string { return strings.ReplaceAll(string(v), "_", " ") }

// toneOf is how a verdict is meant.
func toneOf(v reports.Verdict) paper.Tone {
	switch v {
	case reports.Pass:
		return paper.Good
	case reports.Violation:
		return paper.Bad
	}
	return paper.Doubt
}

// revision is that of the source, and whether it was as the revision has it.
func revision(c *reports.Check) string {
	switch r := c.Build.Revision; {
	case r == "":
		return notKnown
	case c.Build.Modified:
		return short(r) + " with changes that are not in it"
	default:
		return short(r)
	}
}

func ended(c *reports.Check) string {
	if c.Identity == nil {
		return ""
	}
	return c.Identity.Ended
}

// inParts calls f with so many of a list at a time, and what to add to their title.
func inParts[T any](all []T, most int, f func(part []T, of string)) {
	n := (len(all) + most - 1) / most
	for i := range n {
		of := ""
		if n > 1 {
			of = fmt.Sprintf(" (%d of %d)", i+1, n)
		}
		f(all[i*most:min(len(all), (i+1)*most)], of)
	}
}

// perPicture is how many bars or rows fit half a page: of a picture that is as high as a page, the
// page before it stays half empty.
const perPicture = 15

// thousandths is a number of seconds to the millisecond.
func thousandths(v float64) string { return strconv.FormatFloat(v, 'f', 3, 64) }
