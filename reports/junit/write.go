package junit

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"pawl/reports"
)

type testsuites struct {
	XMLName xml.Name `xml:"testsuites"`
	Name    string   `xml:"name,attr"`
	counts
	Suites []*testsuite `xml:"testsuite"`
}

type testsuite struct {
	Name string `xml:"name,attr"`
	counts
	Timestamp string     `xml:"timestamp,attr,omitempty"`
	Cases     []testcase `xml:"testcase"`
}

// counts are of test cases. Those that passed are the rest.
type counts struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Skipped  int `xml:"skipped,attr"`
}

type testcase struct {
	Class   string  `xml:"classname,attr"`
	Name    string  `xml:"name,attr"`
	Failure *reason `xml:"failure"`
	Error   *reason `xml:"error"`
	Skipped *reason `xml:"skipped"`
	Out     string  `xml:"system-out,omitempty"`
}

// reason says why a test did not pass.
type reason struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// Write writes results as one document.
func Write(w io.Writer, all ...reports.Result) error {
	doc := testsuites{Name: "pawl"}
	for _, r := range all {
		for _, s := range suites(r) {
			doc.Suites = append(doc.Suites, s)
			doc.add(s.counts)
		}
	}
	data, err := xml.MarshalIndent(doc, "", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xml.Header+string(data)+"\n")
	return err
}

// suites are those of one result, in the order in which it tells them.
func suites(r reports.Result) (all []*testsuite) {
	h := reports.HeadOf(r)
	prefix := strings.TrimSpace("pawl "+h.Command) + ": "
	for _, t := range reports.Tests(r) {
		at := slices.IndexFunc(all, func(s *testsuite) bool { return s.Name == prefix+t.Suite })
		if at < 0 {
			s := &testsuite{Name: prefix + t.Suite}
			if h.Identity != nil {
				s.Timestamp = valid(h.Identity.Began)
			}
			at, all = len(all), append(all, s)
		}
		all[at].take(&t)
	}
	return all
}

func (c *counts) add(x counts) {
	c.Tests, c.Failures, c.Errors, c.Skipped = c.Tests+x.Tests, c.Failures+x.Failures, c.Errors+x.Errors, c.Skipped+x.Skipped
}

// take adds a test to its suite.
func (s *testsuite) take(t *reports.Test) {
	c := testcase{Class: valid(s.Name), Name: valid(t.Name)}
	first, _, _ := strings.Cut(t.Text, "\n")
	why := &reason{Message: valid(first), Text: valid(text(t))}
	s.Tests++
	switch t.Grade {
	case reports.Passed:
	case reports.InPart:
		c.Out = valid("Judged only in part: " + t.Text)
	case reports.Broke:
		s.Failures++
		why.Type = kind(t)
		c.Failure = why
	case reports.NotJudged:
		s.Skipped++
		c.Skipped = why
	default:
		s.Errors++
		why.Type = "undecided"
		c.Error = why
	}
	s.Cases = append(s.Cases, c)
}

// kind is what sort of failure a test has.
func kind(t *reports.Test) string {
	switch {
	case t.Suite == reports.OverallSuite:
		return "verdict"
	case t.Suite == reports.InvariantsSuite || len(t.Failures) > 0:
		return "violation"
	}
	return "criterion"
}

// text is why a test did not pass, and what an engineer needs: of each invariant that failed,
// once, the sentence, the faults that it takes, and the command that makes the run again.
func text(t *reports.Test) string {
	lines := []string{t.Text}
	var told []string
	for i := range t.Failures {
		f := &t.Failures[i]
		if slices.Contains(told, f.Invariant) {
			continue
		}
		told = append(told, f.Invariant)
		lines = append(lines, "", fmt.Sprintf("%s: %s", f.Invariant, f.Sentence), f.Detail)
		if f.Seed != "" {
			lines = append(lines, fmt.Sprintf("%s, run seed %s, at %s.", f.Scenario, f.Seed, f.At), f.Left())
		}
		for _, x := range f.Takes() {
			lines = append(lines, "  "+x)
		}
		if f.Command != "" {
			lines = append(lines, "Replay it: "+f.Command)
		}
	}
	return strings.Join(lines, "\n")
}

// valid is a text as XML 1.0 can have it: what it has no character for is shown as an escape,
// where the encoder would put the same sign for all of it.
func valid(s string) string {
	var b strings.Builder
	for i, c := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case c == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case c == '\t' || c == '\n' || c >= 0x20 && c < 0x7f || c >= 0xa0 && c <= 0xd7ff || c >= 0xe000 && c <= 0xfffd || c >= 0x10000:
			b.WriteRune(c)
		default:
			fmt.Fprintf(&b, `\u%04x`, c)
		}
	}
	return b.String()
}
