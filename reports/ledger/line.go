package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"pawl/reports"
	"pawl/reports/strict"
)

const version = 2 // 2: what was run

// A Line is one campaign.
type Line struct {
	SchemaVersion int             `json:"schema_version"`
	Previous      string          `json:"previous"` // SHA-256 of the line before it; "" in the first
	Time          string          `json:"time"`     // RFC 3339, UTC
	Engine        string          `json:"engine"`
	EngineDigest  string          `json:"engine_digest"`
	Harness       string          `json:"harness"`
	Seed          string          `json:"seed"`
	Whole         bool            `json:"whole"`     // all that a check makes; else of scenarios that were named
	Scenarios     []string        `json:"scenarios"` // that were run, sorted
	Each          int             `json:"each"`      // runs of the scenario that has fewest of them
	Runs          int             `json:"runs"`      // of scenarios and random ones
	RandomRuns    int             `json:"random_runs"`
	ViolatedRuns  int             `json:"violated_runs"` // random ones, on which alone a bound can stand
	UnjudgedRuns  int             `json:"unjudged_runs"` // likewise: inconclusive, invalid, or with nothing to judge
	Verdict       reports.Verdict `json:"verdict"`
	TraceHash     string          `json:"trace_hash"`
	Violated      []string        `json:"violated"` // invariants, each once
	Result        string          `json:"result"`   // SHA-256 of the result in JSON
}

// Of is the line of a check, from its result in JSON. One that does not say which engine and
// harness were tested cannot be spoken of later.
func Of(result []byte, at time.Time) (Line, error) {
	r, err := reports.Read(bytes.NewReader(result))
	if err != nil {
		return Line{}, err
	}
	c, is := r.(*reports.Check)
	if !is {
		return Line{}, fmt.Errorf("it is a result of %s; want one of check", reports.HeadOf(r).Command)
	}
	id := c.Identity
	if id == nil || id.Engine == "" || id.Harness == "" {
		return Line{}, errors.New("it does not say which engine and harness were tested (identity); want a result of a build that knows its sources")
	}
	l := Line{SchemaVersion: version, Time: at.UTC().Format(time.RFC3339), Engine: c.Engine, EngineDigest: id.Engine, Harness: id.Harness,
		Seed: c.Seed, Whole: whole(c), Scenarios: []string{}, Runs: c.Runs, RandomRuns: c.RandomRuns, ViolatedRuns: c.RandomOutcomes.Violated,
		UnjudgedRuns: c.RandomOutcomes.Inconclusive + c.RandomOutcomes.Invalid + c.RandomOutcomes.Unjudged,
		Verdict:      c.Verdict, TraceHash: c.TraceHash, Violated: []string{}, Result: reports.Digest(result)}
	for _, f := range c.Violations {
		l.violates(f.Invariant)
	}
	for _, j := range c.Invariants {
		if j.Violated > 0 {
			l.violates(j.ID) // also where none of its runs could be told
		}
	}
	for i, s := range c.Scenarios {
		if i == 0 || s.Runs < l.Each {
			l.Each = s.Runs
		}
		l.Scenarios = append(l.Scenarios, s.Name)
	}
	slices.Sort(l.Scenarios)
	return l, nil
}

func (l *Line) violates(id string) {
	if !slices.Contains(l.Violated, id) {
		l.Violated = append(l.Violated, id)
	}
}

// whole says whether a check made all that there is. Where scenarios were named there are no
// random runs and no single faults; what was cut off before it came to these is not taken
// for something smaller that was asked for.
func whole(c *reports.Check) bool {
	return c.RandomRuns > 0 || c.Exhaust != nil || c.Interrupted || c.Runs < c.RunsMeant
}

// written is a line as it stands in the file: there is one form.
func (l *Line) written() []byte {
	data, err := json.Marshal(l)
	if err != nil {
		panic(err) // texts and numbers: cannot happen
	}
	return append(data, '\n')
}

// A Torn is the end of a ledger whose last line is not whole: the machine failed, or somebody
// is writing. What it says is not known.
type Torn struct {
	After int // lines that are whole
	Bytes int
}

func (t *Torn) Error() string {
	if t.After == 0 {
		return fmt.Sprintf("line 1 is none of a ledger: %d bytes without an end, and no whole line before them that would show what this is; if it is a ledger whose very first line was cut off, nothing was recorded in it, and the file can be removed; else name a ledger, as check --ledger writes it", t.Bytes)
	}
	return fmt.Sprintf("line %d is torn: %d bytes without an end, as a machine leaves them that failed while it wrote; if nobody is writing, report --ledger FILE --repair takes them away, keeps the %d lines before them, and shows what it took", t.After+1, t.Bytes, t.After)
}

// A Tampered is a ledger that is not as it was written: from this line on it shows nothing.
type Tampered struct {
	Line int
	Why  string
}

func (t *Tampered) Error() string { return fmt.Sprintf("line %d: %s", t.Line, t.Why) }

func tampered(n int, format string, args ...any) error {
	return &Tampered{n, fmt.Sprintf(format, args...)}
}

// Read reads a ledger, and names the first line that breaks the chain. If the last line is
// torn the error is a [*Torn], and the lines before it are given.
func Read(data []byte) (all []Line, err error) {
	whole := data[:bytes.LastIndexByte(data, '\n')+1]
	previous := ""
	for text := range strings.Lines(string(whole)) {
		n := len(all) + 1
		var l Line
		if err := strict.Read([]byte(strings.TrimSuffix(text, "\n")), &l); err != nil {
			if v := versionOf(text); v > 0 && v != version {
				return all, otherVersion(n, v)
			}
			why := strings.TrimPrefix(err.Error(), "line 1, ")
			if n == 1 {
				return all, fmt.Errorf("line 1: %s", why) // it may be no ledger at all
			}
			return all, tampered(n, "%s", why)
		}
		switch {
		case l.SchemaVersion != version:
			return all, otherVersion(n, l.SchemaVersion)
		case l.Previous != previous:
			return all, tampered(n, "it stands after a line with SHA-256 %.70q, and the one before it has %q: one of them was changed, put in or taken out", l.Previous, previous)
		case string(l.written()) != text:
			return all, tampered(n, "it is not in the form in which lines are written")
		}
		if _, err := time.Parse(time.RFC3339, l.Time); err != nil {
			return all, tampered(n, "time is %.40q; want it as in 2006-01-02T15:04:05Z", l.Time)
		}
		if wrong := l.contradiction(); wrong != "" {
			return all, tampered(n, "%s: no campaign comes to that, and so the line was not written by one", wrong)
		}
		all, previous = append(all, l), reports.Digest([]byte(text))
	}
	if rest := len(data) - len(whole); rest > 0 {
		return all, &Torn{len(all), rest}
	}
	return all, nil
}

// versionOf is the version of a line that could not be read; 0 if it says none.
func versionOf(text string) int {
	var l struct {
		SchemaVersion int `json:"schema_version"`
	}
	if json.Unmarshal([]byte(text), &l) != nil {
		return 0
	}
	return l.SchemaVersion
}

func otherVersion(n, v int) error {
	return fmt.Errorf("line %d: schema_version is %d: this build reads version %d; begin another ledger, and keep this one and its head", n, v, version)
}

// Head is what the next line has to follow. Kept elsewhere, it shows later that nothing was taken
// from the end.
func Head(data []byte) (string, error) {
	all, err := Read(data)
	if err != nil {
		return "", err
	}
	return HeadOf(all), nil
}

// HeadOf is the SHA-256 of the last of some lines, "" if there is none.
func HeadOf(all []Line) string {
	if len(all) == 0 {
		return ""
	}
	return reports.Digest(all[len(all)-1].written())
}

// Next is a line as it has to be written after a ledger.
func Next(data []byte, l Line) ([]byte, error) {
	head, err := Head(data)
	if err != nil {
		return nil, err
	}
	l.SchemaVersion, l.Previous = version, head
	if l.Violated == nil {
		l.Violated = []string{}
	}
	if l.Scenarios == nil {
		l.Scenarios = []string{}
	}
	if wrong := l.contradiction(); wrong != "" {
		return nil, fmt.Errorf("the line that is to be added contradicts itself: %s", wrong)
	}
	return l.written(), nil
}
