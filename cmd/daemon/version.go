package daemon

import (
	"errors"
	"fmt"
	"io"
	"strconv"

	"pawl/reports"

	"github.com/spf13/cobra"
)

// withVersion lets the command say which build it is, by the flag that most people try.
func withVersion(r *cobra.Command, out io.Writer) {
	asked := r.Flags().Bool("version", false, "say which build this is")
	usual := r.RunE
	r.RunE = func(c *cobra.Command, args []string) error {
		if *asked {
			_, err := fmt.Fprintln(out, reports.ThisBuild().Line("pawld"))
			return err
		}
		return usual(c, args)
	}
}

// ofKey is the number of a key's version, as a flag.
type ofKey uint32

func (v *ofKey) String() string { return strconv.FormatUint(uint64(*v), 10) }
func (v *ofKey) Type() string   { return "number" }

func (v *ofKey) Set(text string) error {
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil || n == 0 {
		return errors.New("want the number of a version, 1 or more, as status has it")
	}
	*v = ofKey(n)
	return nil
}
