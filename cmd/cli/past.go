package cli

import (
	"time"

	"pawl/cmd/render"
	"pawl/reports"
)

// ready reads what a report is to have of what came before, if it is to have anything.
func (o *retrospect) ready(now time.Time) (err error) {
	switch {
	case o.repair && o.file == "":
		return usagef("--repair is of a ledger; want --ledger too")
	case o.file == "" && (o.engine != "" || o.since != "" || o.until != ""):
		return usagef("--engine, --since and --until are of a ledger; want --ledger too")
	}
	if o.waivers != "" {
		if o.waived, err = readWaivers(o.waivers); err != nil {
			return err
		}
	}
	if o.file != "" {
		err = o.read(now)
	}
	return err
}

// into adds it to what is rendered.
func (o *retrospect) into(e *render.Evidence) {
	if o.file != "" {
		e.Period = o.period()
	}
	for _, w := range o.waived {
		e.Waivers = append(e.Waivers, reports.Waiver(w))
	}
}
