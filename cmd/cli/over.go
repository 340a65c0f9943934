package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"pawl/checker"
	"pawl/reports"
	"pawl/reports/compliance"
	"pawl/reports/ledger"
	"pawl/reports/stats"
	"pawl/scenarios"
	"pawl/sim"
)

// over is what there is over time: a ledger, and waivers.
type over struct {
	ledger  string // files; "" if there is none
	waivers string
	waived  []ledger.Waiver
}

const wantWaivers = "waivers, a list in YAML of invariant, engine, owner, reason and expires"

// kept are the flags of verbs whose result is kept.
func (o *over) kept(f *pflag.FlagSet) {
	f.StringVar(&o.ledger, "ledger", "", "add a line for the result to this ledger, which is made if it is not there")
	f.StringVar(&o.waivers, "waivers", "", "a file of what may be violated for a while, by whom and until when; one that has run out fails")
}

// ready reads what is to be read before anything is run.
func (o *over) ready() (err error) {
	if o.ledger != "" {
		if err := addable(o.ledger); err != nil {
			return usagef("--ledger %s: %v", o.ledger, err)
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

// addable says why nothing could be added to a file, nor the file be made. It leaves nothing behind.
func addable(path string) error {
	folder := filepath.Dir(path)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return errors.New("there is no folder " + folder + "; make it first")
	}
	if _, err := os.Stat(path); missing(err) {
		if err := writable(folder); err != nil {
			return fmt.Errorf("no file could be written into %s: %w; give another place", folder, reason(err))
		}
		return nil
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil // what it is says whoever reads it, and opening it could wait for ever
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("nothing could be added to it: %w; give another file", reason(err))
	}
	return f.Close()
}

func readWaivers(path string) ([]ledger.Waiver, error) {
	data, err := scenarios.ReadFile(path, ledger.MostOfWaivers)
	if err != nil {
		return nil, unreadable(path, err, wantWaivers)
	}
	all, err := ledger.ReadWaivers(data, waivable())
	if err != nil {
		return nil, usagef("%s: %v", path, err)
	}
	return all, nil
}

// waivable are what a result can say was violated: invariants, and what a program does in its
// place.
func waivable() (ids []string) {
	for _, i := range checker.All {
		ids = append(ids, i.ID)
	}
	return append(ids, sim.KindPanic, sim.KindExit, sim.KindStall, sim.KindLivelock, sim.KindRunaway)
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
	engine := ""
	if r.Identity != nil {
		engine = r.Identity.Engine
	}
	held := ledger.Hold(o.waived, reports.Broken(r.Violations), engine, time.Now())
	w := &reports.Waivers{File: o.waivers, Waived: held.Waived, Open: held.Open, Expired: []string{}}
	for _, x := range held.Expired {
		w.Expired = append(w.Expired, fmt.Sprintf("%s, of %s, until %s", x.Invariant, x.Owner, x.Expires))
	}
	return w
}

// distinct are texts, each where it is first.
func distinct(all []string) (each []string) {
	for _, s := range all {
		if !slices.Contains(each, s) {
			each = append(each, s)
		}
	}
	return each
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
		return nil, ofLedger(fmt.Errorf("%s: %w", path, err))
	}
	return all, nil
}

// ofLedger is what it means that a ledger cannot be read: one that is not as it was written is evidence
// that does not verify.
func ofLedger(err error) error {
	var changed *ledger.Tampered
	if errors.As(err, &changed) {
		return unverified(err)
	}
	return usagef("%v", err)
}

// A retrospect looks at a ledger.
type retrospect struct {
	file, waivers    string
	engine           string // that is spoken of
	all              bool   // nobody asked for one: what is open of the others counts as well
	since, until     string
	repair           bool
	taken            []byte // from the end of the ledger, by the repair
	lines            []ledger.Line
	waived           []ledger.Waiver
	sinceAt, untilAt time.Time
}

func (o *retrospect) flags(f *pflag.FlagSet) {
	f.StringVar(&o.file, "ledger", "", "look at what this ledger has of a time")
	f.StringVar(&o.waivers, "waivers", "", "the file of waivers, to see which hold and which have run out")
	f.BoolVar(&o.repair, "repair", false, "take a torn last line, which says nothing, away from the ledger first")
	f.StringVar(&o.engine, "engine", "", "the engine that is spoken of (default: that of the last line, and what is open of all others)")
	f.StringVar(&o.since, "since", "", "the first day, as 2006-01-02, UTC (default: that of the first line)")
	f.StringVar(&o.until, "until", "", "the last day (default: today)")
}

// read reads what is looked at. What can be wrong with the days is said before anything is repaired.
func (o *retrospect) read(now time.Time) (err error) {
	o.untilAt = now
	if o.since != "" {
		if o.sinceAt, err = time.Parse(ledger.Day, o.since); err != nil {
			return usagef("--since %q: want a day, such as %s", o.since, ledger.Day)
		}
	}
	if o.until != "" {
		at, err := time.Parse(ledger.Day, o.until)
		if err != nil {
			return usagef("--until %q: want a day, such as %s", o.until, ledger.Day)
		}
		o.untilAt = at.AddDate(0, 0, 1)
	}
	if o.repair {
		if o.taken, err = ledger.Repair(o.file); err != nil {
			return ofLedger(fmt.Errorf("--repair: %w", err))
		}
	}
	if o.lines, err = readLedger(o.file); err != nil {
		if missing(err) {
			return unreadable(o.file, err, "a ledger, as check --ledger writes it")
		}
		return err
	}
	if len(o.lines) == 0 {
		return usagef("%s has no line: nothing was recorded", o.file)
	}
	last := o.lines[len(o.lines)-1]
	if o.engine == "" {
		o.engine, o.all = last.Engine, true
	}
	if o.since == "" {
		o.sinceAt, _ = time.Parse(time.RFC3339, o.lines[0].Time) // it was read strictly
	}
	if !o.sinceAt.Before(o.untilAt) {
		return usagef("the time would begin on %s and end before %s; want --since no later than --until, which is today unless it is given",
			o.sinceAt.Format(ledger.Day), o.untilAt.Format(time.RFC3339))
	}
	return nil
}

// mostShown is how much is shown of what a repair took.
const mostShown = 2000

// took says what a repair took away.
func (o *retrospect) took() string {
	if len(o.taken) == 0 {
		return "Nothing taken from the ledger: its last line is whole."
	}
	shown, rest := o.taken, ""
	if len(shown) > mostShown {
		shown, rest = shown[:mostShown], fmt.Sprintf(" and %s more", reports.Count(len(o.taken)-mostShown, "byte"))
	}
	return fmt.Sprintf("%s taken from the end of the ledger: %q%s.", reports.Count(len(o.taken), "byte"), shown, rest)
}

// over is what the ledger has of the time.
func (o *retrospect) over() *reports.Over {
	r := &reports.Over{Head: head("report --ledger"), Ledger: o.file, Period: ledger.Over(o.lines, o.waived, o.engine, o.sinceAt, o.untilAt)}
	r.Chain = ledger.HeadOf(o.lines)
	s := &r.Since
	r.Bound = 1
	r.Others = []reports.OtherEngine{}
	others := []string{}
	for _, name := range ledger.Engines(o.lines) {
		if name == o.engine {
			continue
		}
		open := ledger.Over(o.lines, o.waived, name, o.sinceAt, o.untilAt).Open
		r.Others = append(r.Others, reports.OtherEngine{Engine: name, Open: open})
		if ids := o.open(open); o.all && len(ids) > 0 {
			others = append(others, name+" ("+strings.Join(ids, ", ")+")")
		}
	}
	if s.RandomRuns > 0 {
		r.Bound = stats.WorstCase(s.ViolatedRuns, s.UnjudgedRuns, s.RandomRuns)
	}
	switch {
	case r.Campaigns == 0:
		r.Decide(reports.NothingRan)
		r.Closing = fmt.Sprintf("The ledger has no campaign of %s in this time.", o.engine)
	case len(o.open(r.Open)) > 0:
		r.Decide(reports.Violation)
		r.Closing = fmt.Sprintf("Open, since no other engine has passed as much since as had found it, and not waived: %s.", strings.Join(o.open(r.Open), ", "))
	case len(others) > 0:
		r.Decide(reports.Violation)
		r.Closing = fmt.Sprintf("Open of other engines of this ledger, and not waived: %s. With --engine %s only that one counts.", strings.Join(others, "; "), o.engine)
	case len(r.Expired) > 0:
		r.Decide(reports.CriterionMissed)
		r.Closing = "Waivers have run out: mend what they are for, and take them out, or have somebody answer for it anew."
	case s.Passed == 0:
		r.Decide(reports.Inconclusive)
		r.Closing = fmt.Sprintf("No campaign of %s as it is has passed: that nothing is open says nothing. Make one, with check --ledger %s.", o.engine, o.file)
	case len(r.Open) > 0:
		r.Decide(reports.Waived)
		r.Closing = "What is open is waived. That is no pass: somebody answers for it."
	default:
		r.Closing = "No counterexample is open."
	}
	return r
}

// open are the invariants of which a counterexample is open that nobody lets stand.
func (o *retrospect) open(all []reports.Counterexample) (ids []string) {
	for _, c := range all {
		holds := func(w ledger.Waiver) bool { return w.Holds(c.Invariant, c.Engine, o.untilAt.Add(-time.Nanosecond)) }
		if !slices.ContainsFunc(o.waived, holds) {
			ids = append(ids, c.Invariant)
		}
	}
	return distinct(ids)
}

// period is the same for a document, each campaign a line of it.
func (o *retrospect) period() *compliance.Period {
	p := &compliance.Period{From: o.sinceAt.Format(ledger.Day), To: o.untilAt.Add(-time.Nanosecond).Format(ledger.Day), Sums: o.over()}
	for _, l := range o.lines {
		at, _ := time.Parse(time.RFC3339, l.Time) // it was read strictly
		if l.Engine == o.engine && !at.Before(o.sinceAt) && at.Before(o.untilAt) {
			p.Runs = append(p.Runs, compliance.Recorded{When: l.Time, Verdict: l.Verdict, Runs: l.Runs, Seed: l.Seed, Digest: l.Result})
		}
	}
	return p
}
