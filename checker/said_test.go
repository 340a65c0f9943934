package checker

// What is said of a history, word for word and to the nanosecond: whoever changes a judge
// sees in testdata/said what that changes in its words, its citations and its counts.

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write what is said into testdata, to be looked through")

// said is a report, line by line. What has nothing to say has no line.
func said(r Report) (lines []string) {
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, why := range r.Invalid {
		say("invalid: %s", why)
	}
	for i := range r.Verdicts {
		v := &r.Verdicts[i]
		if !v.Judged {
			say("%s is not judged: %s", v.Invariant, v.WhyNot)
		}
		for _, c := range v.Clauses {
			if c.Judged+c.Broken+c.Close > 0 {
				say("%s", counted(v.Invariant, c))
			}
		}
		for _, x := range v.Violations {
			say("%s %s broken %s %d: %s; %s", x.Invariant, x.Clause, x.Key, x.At, x.Detail, cited(x.Cites))
		}
		if v.Count > len(v.Violations) {
			say("%s is broken %d times", v.Invariant, v.Count)
		}
	}
	for _, l := range r.Linear {
		say("%s %s of %s: %s of %d", l.Invariant, l.Object, l.Key, l.Result, l.Ops)
		if l.Detail != "" || l.Searched {
			say("%s %s of %s, searched %v, %d: %s; %s", l.Invariant, l.Object, l.Key, l.Searched, l.At, l.Detail, cited(l.Cites))
		}
	}
	say("goals: %s", strings.Join(r.Goals, " "))
	say("counts: %+v", r.Counts)
	return lines
}

func counted(id string, c Count) string {
	text := fmt.Sprintf("%s %s judged %d", id, c.Clause, c.Judged)
	if c.Broken+c.Close > 0 {
		text += fmt.Sprintf(", broken %d, close %d", c.Broken, c.Close)
	}
	return text
}

func cited(cites []Cite) string {
	var all []string
	for _, c := range cites {
		all = append(all, fmt.Sprintf("%s %s %d %s", c.Of, c.Key, c.At, c.Who))
	}
	return "[" + strings.Join(all, ", ") + "]"
}

// beyond are the lines of a report that another does not have.
func beyond(lines, known []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(s string) bool { return slices.Contains(known, s) })
}

// A telling is one history of a table, and how it is judged.
type telling struct {
	name    string
	history *Past
}

var tables = []struct {
	name string
	base func() *Past // of which all is told; of the others, what is otherwise
	all  func() []telling
}{
	{"plants", func() *Past { return exact(goodRun(2, 3)) }, func() (all []telling) {
		for _, p := range plants {
			h := goodRun(2, 3)
			p.plant(h, func(int) int { return 0 })
			last := goodRun(2, 3)
			p.plant(last, func(n int) int { return n - 1 })
			all = append(all, telling{p.invariant + " " + p.name, exact(h)}, telling{p.invariant + " " + p.name + ", at the end", exact(last)})
		}
		return all
	}},
	{"attacks", func() *Past { return base().done() }, func() (all []telling) {
		for _, a := range attacks {
			all = append(all, telling{a.name, a.do()})
		}
		for _, c := range lawful {
			all = append(all, telling{c.name, c.do()})
		}
		return all
	}},
	{"allowed", func() *Past { return ready().done() }, func() (all []telling) {
		for _, c := range allowed {
			b := ready()
			c.do(b)
			all = append(all, telling{c.invariant + " " + c.name, b.done()})
		}
		return all
	}},
	{"eventful", func() *Past { return eventful() }, func() []telling { return nil }},
	{"live", func() *Past { return ready().done() }, func() (all []telling) {
		for _, c := range liveCases {
			all = append(all, telling{c.invariant + " " + c.name, c.history()})
		}
		return all
	}},
}

func TestSaid(t *testing.T) {
	for _, x := range tables {
		judge := func(h *Past) []string { return said(Check(h, Options{Porcupine: time.Minute})) }
		known := judge(x.base())
		text := strings.Join(known, "\n") + "\n"
		for _, c := range x.all() {
			text += "\n== " + c.name + "\n"
			for _, line := range beyond(judge(c.history), known) {
				text += line + "\n"
			}
		}
		golden(t, x.name+".txt", text)
	}
}

// golden holds a text against the one in testdata/said.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", "said", name)
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if want = bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n")); text == string(want) {
		return
	}
	heading, had, has := "", strings.Split(string(want), "\n"), strings.Split(text, "\n")
	for i, line := range has {
		if strings.HasPrefix(line, "== ") {
			heading = line
		}
		if i >= len(had) || had[i] != line {
			t.Fatalf("%s, line %d, %s:\n%s\nwant\n%s", path, i+1, heading, line, had[min(i, len(had)-1)])
		}
	}
	t.Fatalf("%s goes on after line %d", path, len(has))
}
