package paper

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Measures that all pictures share, so that they look like of one hand.
const (
	wide       = 540.0 // of a picture: a page holds as much in ordinary text
	ordinary   = 10.0  // size of a label
	small      = 8.5   // size of a label that is looked up, not read
	gap        = 8.0   // between a label and what it is of
	longestOf  = 34    // characters of a name that are drawn: the facts have it whole
	perRune    = 0.56  // of a size: how wide a character is, for no font in particular, and rather too wide
	lineHeight = 14.0
)

// extent is about how wide a text is. Letters of East Asia are as wide as they are high.
func extent(text string, size float64) (sum float64) {
	for _, r := range text {
		if r >= '\u1100' {
			sum += size
			continue
		}
		sum += size * perRune
	}
	return sum
}

// short is a name that has room in a picture, as it is shown.
func short(name string) string {
	name = Visible(name)
	if utf8.RuneCountInString(name) <= longestOf {
		return name
	}
	return strings.TrimRight(string([]rune(name)[:longestOf-1]), " ") + "…"
}

// widest is the room that the longest of some names takes.
func widest(names []string, size float64) (most float64) {
	for _, n := range names {
		most = max(most, extent(short(n), size))
	}
	return most
}

// frame is the outline of a box.
func frame(b Box, fill Fill) Stroke {
	right, bottom := b.X+b.Width, b.Y+b.Height
	return Stroke{Points: []Point{{b.X, b.Y}, {right, b.Y}, {right, bottom}, {b.X, bottom}, {b.X, b.Y}}, Fill: fill}
}

// figure is a number as it is read: four digits that count are enough for anybody.
func figure(v float64) string {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return "not a number"
	case v == math.Trunc(v) && math.Abs(v) < 1e9:
		return grouped(strconv.FormatFloat(v, 'f', 0, 64))
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}

// grouped puts commas between thousands.
func grouped(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// brief is a count that has room in a cell: 1.2k stands for 1,234.
func brief(n int) string {
	v := float64(n)
	for _, unit := range []string{"", "k", "M"} {
		switch {
		case v < 10 && unit != "" && v != math.Trunc(v):
			return strconv.FormatFloat(math.Floor(v*10)/10, 'f', -1, 64) + unit
		case v < 1000:
			return strconv.FormatFloat(math.Floor(v), 'f', 0, 64) + unit
		}
		v /= 1000
	}
	return strconv.FormatFloat(math.Floor(v), 'f', 0, 64) + "G"
}

// measurable says that a number has a place in a drawing.
func measurable(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
