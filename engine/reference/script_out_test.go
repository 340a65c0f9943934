package reference

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// transcript collects what a script's commands print.
type transcript struct {
	strings.Builder
	quiet bool
	only  []string // names and processes of which lines are written; empty: of all
}

// line writes down what somebody did; called is what it may be called by a filter.
func (o *transcript) line(at time.Duration, who string, called []string, text string) {
	if o.quiet || !o.wanted(who, called) {
		return
	}
	fmt.Fprintf(o, "%8.3f %-10s %s\n", at.Seconds(), who, text)
}

func (o *transcript) wanted(who string, called []string) bool {
	return len(o.only) == 0 || slices.ContainsFunc(o.only, func(name string) bool {
		return name == who || slices.Contains(called, name)
	})
}

// note writes down what the script itself says.
func (o *transcript) note(format string, args ...any) {
	if !o.quiet {
		fmt.Fprintf(o, format+"\n", args...)
	}
}

// take gives what was written, and starts anew.
func (o *transcript) take() string {
	s := o.String()
	o.Reset()
	return s
}
