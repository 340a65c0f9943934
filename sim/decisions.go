package sim

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// The text of a log of decisions has three parts: a first line with how many
// decisions and how many kinds of them there are; a line for each kind, with
// among how many it chooses and where, in order of first use; and the
// decisions, each line a kind followed by what was chosen there in a row:
//
//	decisions 5 kinds 2
//	16 "net/a-b/delay"
//	2 "client/1"
//	0: 3 15
//	1: 1
//	0: 0 7
//
// One decision more or less changes one line or two, so that two logs can be
// compared with diff.
const decisionsHeader = "decisions %d kinds %d"

// Limits on what is decoded, far beyond any run.
const (
	largestText = 1 << 28 // bytes
	mostInLine  = 32      // decisions; more go on in the next line
)

// kind is a decision but for what was chosen.
type kind struct {
	place string
	among int32
}

// EncodeDecisions writes a log as text, for [DecodeDecisions] to read.
func EncodeDecisions(log []Decision) string {
	kinds, numbers := kindsOf(log)
	var b strings.Builder
	fmt.Fprintf(&b, decisionsHeader+"\n", len(log), len(kinds))
	for _, k := range kinds {
		fmt.Fprintf(&b, "%d %s\n", k.among, strconv.Quote(k.place))
	}
	row, length := -1, 0
	for _, d := range log {
		n := numbers[kind{d.Place, d.Among}]
		if n != row || length == mostInLine {
			if row >= 0 {
				b.WriteByte('\n')
			}
			row, length = n, 0
			fmt.Fprintf(&b, "%d:", n)
		}
		b.WriteByte(' ')
		b.WriteString(strconv.Itoa(int(d.Which)))
		length++
	}
	if len(log) > 0 {
		b.WriteByte('\n')
	}
	return b.String()
}

// kindsOf numbers the kinds in a log in order of first use.
func kindsOf(log []Decision) (kinds []kind, numbers map[kind]int) {
	numbers = make(map[kind]int)
	for _, d := range log {
		k := kind{d.Place, d.Among}
		if _, known := numbers[k]; !known {
			numbers[k] = len(kinds)
			kinds = append(kinds, k)
		}
	}
	return kinds, numbers
}

// DecodeDecisions reads what [EncodeDecisions] wrote, or a person has edited. It
// returns exactly what the text says or an error that names the line.
func DecodeDecisions(text string) ([]Decision, error) {
	if len(text) > largestText {
		return nil, fmt.Errorf("decisions: %d bytes of text: want at most %d", len(text), largestText)
	}
	text, whole := strings.CutSuffix(text, "\n")
	if !whole {
		return nil, errors.New("decisions: the last line has no end: the text was cut short")
	}
	d := decoder{lines: strings.Split(text, "\n"), size: len(text), known: make(map[kind]bool)}
	log, err := d.decode()
	if err != nil {
		return nil, fmt.Errorf("decisions: line %d: %w", d.at, err)
	}
	return log, nil
}

type decoder struct {
	lines []string
	at    int // how many have been read
	size  int // of the text
	kinds []kind
	known map[kind]bool
	log   []Decision
}

func (d *decoder) decode() ([]Decision, error) {
	decisions, kinds, err := d.header()
	if err != nil {
		return nil, err
	}
	for range kinds {
		if err := d.kind(); err != nil {
			return nil, err
		}
	}
	d.log = make([]Decision, 0, decisions)
	for d.at < len(d.lines) {
		if err := d.row(); err != nil {
			return nil, err
		}
	}
	if len(d.log) != decisions {
		return nil, fmt.Errorf("%d decisions up to here: the first line says %d", len(d.log), decisions)
	}
	return d.log, nil
}

// read returns the next line.
func (d *decoder) read() (string, error) {
	if d.at == len(d.lines) {
		return "", errors.New("the text ends here: want more lines")
	}
	d.at++
	return d.lines[d.at-1], nil
}

func (d *decoder) header() (decisions, kinds int, err error) {
	line, err := d.read()
	if err != nil {
		return 0, 0, err
	}
	words := strings.Split(line, " ")
	if len(words) != 4 || words[0] != "decisions" || words[2] != "kinds" {
		return 0, 0, fmt.Errorf("%.80q: want %q with two numbers", line, decisionsHeader)
	}
	if decisions, err = number(words[1], math.MaxInt32); err != nil {
		return 0, 0, err
	}
	if kinds, err = number(words[3], math.MaxInt32); err != nil {
		return 0, 0, err
	}
	// Each takes at least two bytes: a short text cannot ask for much memory.
	if decisions > d.size/2 || kinds > d.size/2 {
		return 0, 0, fmt.Errorf("%d decisions and %d kinds: the text is too short for them", decisions, kinds)
	}
	return decisions, kinds, nil
}

func (d *decoder) kind() error {
	line, err := d.read()
	if err != nil {
		return err
	}
	among, quoted, ok := strings.Cut(line, " ")
	if !ok {
		return fmt.Errorf("%.80q: want among how many, a space and the place in quotes", line)
	}
	n, err := number(among, math.MaxInt32)
	if err != nil {
		return err
	}
	if n == 0 {
		return errors.New("a choice among 0: want at least 1")
	}
	place, err := strconv.Unquote(quoted)
	if err != nil || strconv.Quote(place) != quoted {
		return fmt.Errorf("place %.80s: want it in double quotes, as Go does", quoted)
	}
	k := kind{place, int32(n)}
	if d.known[k] {
		return fmt.Errorf("%s among %d a second time", quoted, n)
	}
	d.known[k] = true
	d.kinds = append(d.kinds, k)
	return nil
}

func (d *decoder) row() error {
	line, err := d.read()
	if err != nil {
		return err
	}
	words := strings.Split(line, " ")
	first, ok := strings.CutSuffix(words[0], ":")
	if !ok || len(words) < 2 {
		return fmt.Errorf("%.80q: want the number of a kind, a colon and what was chosen", line)
	}
	n, err := number(first, len(d.kinds)-1)
	if err != nil {
		return fmt.Errorf("kind %w", err)
	}
	k := d.kinds[n]
	for _, word := range words[1:] {
		which, err := number(word, int(k.among)-1)
		if err != nil {
			return fmt.Errorf("choice at %q: %w", k.place, err)
		}
		d.log = append(d.log, Decision{k.place, k.among, int32(which)})
	}
	return nil
}

// number reads a number from 0 to most, written in the one way there is.
func number(s string, most int) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > most || strconv.Itoa(n) != s {
		return 0, fmt.Errorf("%.40q: want a number from 0 to %d", s, most)
	}
	return n, nil
}
