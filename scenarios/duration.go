package scenarios

import (
	"fmt"
	"regexp"
	"time"

	"pawl/faults"
	"pawl/scenarios/form"
)

const durationPattern = `^([0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h))+$`

var durationForm = regexp.MustCompile(durationPattern)

// duration is a time with its unit, from least to most.
func duration(least, most time.Duration) form.Shape[time.Duration] {
	want := fmt.Sprintf("a time with its unit, from %s to %s, such as 250ms or 12.5s", faults.PrintDuration(least), faults.PrintDuration(most))
	return form.Textual(want, form.Schema{"pattern": durationPattern}, func(s string) (time.Duration, *form.Flaw) {
		d, err := time.ParseDuration(s)
		switch {
		case err != nil || !durationForm.MatchString(s):
			return 0, &form.Flaw{What: fmt.Sprintf("%q is no time", form.Short(s)), Want: "want " + want}
		case d < least || d > most:
			return 0, &form.Flaw{What: form.Short(s) + " is out of range", Want: "want " + want}
		}
		return d, nil
	})
}
