package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/pflag"

	"pawl/reports"
	"pawl/reports/ledger"
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
