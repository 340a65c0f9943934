package cli

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pawl/cmd/render"
	"pawl/scenarios"
)

// What pflag says of a flag that is unknown, and of a value that is none.
var (
	unknownFlag  = regexp.MustCompile(`^unknown (?:shorthand )?flag: (?:'.' in )?(\S+)`)
	invalidValue = regexp.MustCompile(`^invalid argument (".*") for "(?:-., )?--([^"]+)" flag`)
)

// wanted says what a flag takes, by its type.
var wanted = map[string]string{
	"uint64":    "a number from 0 to 18446744073709551615, in decimal",
	"int":       "a whole number, in decimal",
	"duration":  "a duration such as 30s or 5m",
	"bool":      "true or false",
	"strategy":  "a strategy: " + strings.Join(strategyNames(), ", "),
	"kind=file": "a kind and a file, such as html=report.html; kinds are " + strings.Join(render.Kinds(), ", "),
	"part":      fmt.Sprintf("a part, such as 3/16: its number, from 1, and how many there are, at most %d", mostShards),
}

// bounds are what some flags are at most, for numbers that are beyond any.
var bounds = map[string]int{"runs": mostRuns, "jobs": mostJobs, "sample": mostRuns, "proof": mostRuns} // looked up only

// flagError adds to an error about a flag what would be right. A verb that is not
// there is what is wrong with flags that would be right after another.
func (a *app) flagError(c *cobra.Command, err error) error {
	_, rest, _ := c.Root().Find(a.args)
	if err := a.strayVerb(c, rest); err != nil {
		return err
	}
	if m := unknownFlag.FindStringSubmatch(err.Error()); m != nil {
		if m[1] == "--json" {
			return usagef("%s has no --json: what it writes is a script for a shell", c.CommandPath())
		}
		var known []string
		c.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, "--"+f.Name) })
		return usagef("%s has no flag %s; %s", c.CommandPath(), m[1], scenarios.Suggest(m[1], known))
	}
	if m := invalidValue.FindStringSubmatch(err.Error()); m != nil {
		f := c.Flags().Lookup(m[2])
		if most := bounds[m[2]]; most > 0 && strings.Contains(err.Error(), strconv.ErrRange.Error()) {
			return usagef("%s: --%s %s: want a whole number of at most %d", c.CommandPath(), m[2], m[1], most)
		}
		if f != nil && wanted[f.Value.Type()] != "" {
			return usagef("%s: --%s %s: want %s", c.CommandPath(), m[2], m[1], wanted[f.Value.Type()])
		}
	}
	return usagef("%s: %v", c.CommandPath(), err)
}
