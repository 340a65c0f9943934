package scenarios

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"pawl/faults"
	"pawl/scenarios/form"
)

const durationPattern = `^([0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h))+$`

var durationForm = regexp.MustCompile(durationPattern)

// examples of times, for errors: the first two that a field can have are shown.
var examples = []time.Duration{250 * time.Millisecond, 12500 * time.Millisecond, 2 * time.Minute, 15 * time.Second}

// duration is a time with its unit, from least to most.
func duration(least, most time.Duration) form.Shape[time.Duration] {
	return durationOf(wantDuration("a time with its unit", least, most, 1), least, most, func(time.Duration) string { return "" })
}

// wholeSeconds is a time likewise, for what counts in seconds.
func wholeSeconds(least, most time.Duration) form.Shape[time.Duration] {
	return durationOf(wantDuration("a time in whole seconds", least, most, time.Second), least, most, func(d time.Duration) string {
		if d%time.Second != 0 {
			return "is not whole seconds"
		}
		return ""
	})
}

// durationOf is a time from least to most with which nothing else is wrong, either.
func durationOf(want string, least, most time.Duration, wrong func(time.Duration) string) form.Shape[time.Duration] {
	return form.Textual(want, form.Schema{"pattern": durationPattern}, func(s string) (time.Duration, *form.Flaw) {
		d, err := time.ParseDuration(s)
		switch {
		case err != nil || !durationForm.MatchString(s):
			return 0, &form.Flaw{What: fmt.Sprintf("%q is no time", form.Short(s)), Want: "want " + want}
		case d < least || d > most:
			return 0, &form.Flaw{What: form.Short(s) + " is out of range", Want: "want " + want}
		case wrong(d) != "":
			return 0, &form.Flaw{What: form.Short(s) + " " + wrong(d), Want: "want " + want}
		}
		return d, nil
	})
}

// wantDuration says what is wanted, with examples out of what can be.
func wantDuration(what string, least, most, unit time.Duration) string {
	var shown []string
	for _, d := range examples {
		if d%unit == 0 && d >= least && d <= most && len(shown) < 2 {
			shown = append(shown, faults.PrintDuration(d))
		}
	}
	return fmt.Sprintf("%s, from %s to %s, such as %s", what, faults.PrintDuration(least), faults.PrintDuration(most), strings.Join(shown, " or "))
}
