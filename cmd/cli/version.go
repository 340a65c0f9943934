package cli

import (
	"runtime/debug"

	"github.com/spf13/cobra"

	"pawl/reports"
)

func (a *app) versionVerb() *cobra.Command {
	c := &cobra.Command{
		Use:   "version [flags]",
		Short: "Says which build this is",
		Long: paragraphs("Version says of which module and revision this build is, and for which Go and platform. " +
			"A flag of the command does the same: pawl~--version"),
		Example: "  pawl version",
		RunE: func(*cobra.Command, []string) error {
			a.result = version()
			return nil
		},
	}
	a.output(c.Flags())
	return c
}

// version says which build this is. A command of a module of its own has Pawl among
// its dependencies.
func version() *reports.Version {
	v := &reports.Version{Head: head("version"), Module: "pawl"}
	v.Build = revised(v.Build)
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	if info.Main.Path != "" {
		v.Module, v.Pawl = info.Main.Path, info.Main.Version
	}
	for _, d := range info.Deps {
		if d.Path == "pawl" {
			v.Pawl = d.Version
		}
	}
	return v
}
