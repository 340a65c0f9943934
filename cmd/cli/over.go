package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"pawl/reports"
	"pawl/reports/compliance"
	"pawl/reports/ledger"
	"pawl/reports/stats"
	"pawl/scenarios"
)

// over is what there is over time: a ledger, and waivers.
type over struct {
	ledger  string // files; "" if there is none
	waivers string
	waived  []ledger.Waiver
}

const (
	wantWaivers   = "waivers, a list in YAML of invariant, engine, owner, reason and expires"
	mostOfWaivers = 1 << 20
)

// kept are the flags of verbs whose result is kept.
func (o *over) kept(f *pflag.FlagSet) {
	f.StringVar(&o.ledger, "ledger", "", "add a line for the result to this ledger, which is made if it is not there")
	f.StringVar(&o.waivers, "waivers", "", "a file of what may be violated for a while, by whom and until when; one that has run out fails")
}

// ready reads what is to be read before anything is run.
func (o *over) ready() (err error) {
	if o.ledger != "" {
		if err := writable(filepath.Dir(o.ledger)); err != nil {
			return usagef("--ledger %s: no file could be written there: %v", o.ledger, reason(err))
		}
		if _, err := readLedger(o.ledger); err != nil && !missing(err) {
			return err
		}
	}
	if o.waivers != "" {
		o.waived, err = readWaivers(o.waivers)
	}
	return err
}

func readWaivers(path string) ([]ledger.Waiver, error) {
	data, err := scenarios.ReadFile(path, mostOfWaivers)
	if err != nil {
		return nil, unreadable(path, err, wantWaivers)
	}
	all, err := ledger.ReadWaivers(data)
	if err != nil {
		return nil, usagef("%s: %v", path, err)
	}
	return all, nil
}

// record judges a result under waivers, and adds it to the ledger. A part is no campaign.
func (o *over) record(r *reports.Check) error {
	if o.waivers != "" && r.Part == nil {
		r.Waive(o.under(r))
	}
	if o.ledger == "" || r.Part != nil {
		return nil
	}
	var text bytes.Buffer
	if err := reports.JSON(&text, r, reports.Style{}); err != nil {
		return err
	}
	line, err := ledger.Of(text.Bytes(), time.Now())
	if err == nil {
		err = ledger.Append(o.ledger, line)
	}
	if err != nil {
		r.Decide(r.Verdict, reports.InternalError)
		r.Error = &reports.Error{Message: fmt.Sprintf("the ledger has no line of this result: %v", err)}
		r.Closing += " But " + r.Error.Message + "."
		r.Next = ""
	}
	return nil
}

// under is what becomes of what was violated.
func (o *over) under(r *reports.Check) *reports.Waivers {
	var violated []string
	for _, f := range r.Violations {
		violated = once(violated, f.Invariant)
	}
	engine := ""
	if r.Identity != nil {
		engine = r.Identity.Engine
	}
	held := ledger.Hold(o.waived, violated, engine, time.Now())
	w := &reports.Waivers{File: o.waivers, Waived: held.Waived, Open: held.Open, Expired: []string{}}
	for _, x := range held.Expired {
		w.Expired = append(w.Expired, fmt.Sprintf("%s, of %s, until %s", x.Invariant, x.Owner, x.Expires))
	}
	return w
}

// once adds a text that is not there.
func once(all []string, s string) []string {
	if slices.Contains(all, s) {
		return all
	}
	return append(all, s)
}

// missing says of an error that there is no such file.
func missing(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// readLedger reads a ledger that somebody hands in.
func readLedger(path string) ([]ledger.Line, error) {
	data, err := scenarios.ReadFile(path, ledger.MostBytes)
	if missing(err) {
		return nil, err
	}
	if err != nil {
		return nil, unreadable(path, err, "a ledger, as check --ledger writes it")
	}
	all, err := ledger.Read(data)
	if err != nil {
		return nil, usagef("%s: %v", path, err)
	}
	return all, nil
}

// A retrospect looks at a ledger.
type retrospect struct {
	file, waivers    string
	engine           string
	since, until     string
	lines            []ledger.Line
	waived           []ledger.Waiver
	sinceAt, untilAt time.Time
}

const day = "2006-01-02"

func (o *retrospect) flags(f *pflag.FlagSet) {
	f.StringVar(&o.file, "ledger", "", "look at what this ledger has of a time")
	f.StringVar(&o.waivers, "waivers", "", "the file of waivers, to see which hold and which have run out")
	f.StringVar(&o.engine, "engine", "", "the engine that is spoken of (default: the one of the last line)")
	f.StringVar(&o.since, "since", "", "the first day, as 2006-01-02, UTC (default: that of the first line)")
	f.StringVar(&o.until, "until", "", "the last day (default: today)")
}

// read reads what is looked at.
func (o *retrospect) read(now time.Time) (err error) {
	if o.lines, err = readLedger(o.file); err != nil {
		if missing(err) {
			return unreadable(o.file, err, "a ledger, as check --ledger writes it")
		}
		return err
	}
	if len(o.lines) == 0 {
		return usagef("%s has no line: nothing was recorded", o.file)
	}
	if o.waivers != "" {
		if o.waived, err = readWaivers(o.waivers); err != nil {
			return err
		}
	}
	last := o.lines[len(o.lines)-1]
	if o.engine == "" {
		o.engine = last.Engine
	}
	first, _ := time.Parse(time.RFC3339, o.lines[0].Time) // it was read strictly
	o.sinceAt, o.untilAt = first, now
	if o.since != "" {
		if o.sinceAt, err = time.Parse(day, o.since); err != nil {
			return usagef("--since %q: want a day, such as %s", o.since, day)
		}
	}
	if o.until != "" {
		at, err := time.Parse(day, o.until)
		if err != nil {
			return usagef("--until %q: want a day, such as %s", o.until, day)
		}
		o.untilAt = at.AddDate(0, 0, 1)
	}
	if !o.sinceAt.Before(o.untilAt) {
		return usagef("--since %s is not before --until %s", o.since, o.until)
	}
	return nil
}

// over is what the ledger has of the time.
func (o *retrospect) over() *reports.Over {
	r := &reports.Over{Head: head("report --ledger"), Ledger: o.file, Period: ledger.Over(o.lines, o.waived, o.engine, o.sinceAt, o.untilAt)}
	r.Chain = ledger.HeadOf(o.lines)
	s := &r.Since
	r.Bound = 1
	if s.RandomRuns > 0 {
		r.Bound = stats.WorstCase(s.ViolatedRuns, s.UnjudgedRuns, s.RandomRuns)
	}
	switch {
	case r.Campaigns == 0:
		r.Decide(reports.NothingRan)
		r.Closing = fmt.Sprintf("The ledger has no campaign of %s in this time.", o.engine)
	case len(r.Expired) > 0:
		r.Decide(reports.CriterionMissed)
		r.Closing = "Waivers have run out: mend what they are for, and take them out, or have somebody answer for it anew."
	case len(o.open(r)) > 0:
		r.Decide(reports.Violation)
		r.Closing = fmt.Sprintf("Open, since no other engine has passed a campaign since, and not waived: %s.", strings.Join(o.open(r), ", "))
	case len(r.Open) > 0:
		r.Decide(reports.Waived)
		r.Closing = "What is open is waived. That is no pass: somebody answers for it."
	default:
		r.Closing = "No counterexample is open."
	}
	return r
}

// open are the invariants of which a counterexample is open that nobody lets stand.
func (o *retrospect) open(r *reports.Over) (ids []string) {
	for _, c := range r.Open {
		holds := func(w ledger.Waiver) bool { return w.Holds(c.Invariant, c.Engine, o.untilAt.Add(-time.Nanosecond)) }
		if !slices.ContainsFunc(o.waived, holds) {
			ids = once(ids, c.Invariant)
		}
	}
	return ids
}

// period is the same for a document, each campaign a line of it.
func (o *retrospect) period() *compliance.Period {
	p := &compliance.Period{From: o.sinceAt.Format(day), To: o.untilAt.Format(day), Sums: o.over()}
	for _, l := range o.lines {
		at, _ := time.Parse(time.RFC3339, l.Time) // it was read strictly
		if l.Engine == o.engine && !at.Before(o.sinceAt) && at.Before(o.untilAt) {
			p.Runs = append(p.Runs, compliance.Recorded{When: l.Time, Verdict: l.Verdict, Runs: l.Runs, Seed: l.Seed, Digest: l.Result})
		}
	}
	return p
}
