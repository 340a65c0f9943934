package cli

import (
	"encoding/json"
	"io"
	"os"

	"github.com/spf13/cobra"

	"pawl/scenarios/mutation"
)

// tryVerb is what mutate asks the command that it has built. It is in no list: it is
// for processes, not for people.
const tryVerb = "try"

func (a *app) try() *cobra.Command {
	return &cobra.Command{
		Use:    tryVerb,
		Hidden: true,
		Short:  "Makes the runs of one trial, for mutate",
		Long: paragraphs("Try is what mutate asks of the command that it has built, in a process of its own for each " +
			"mutant. It reads a trial from stdin, as JSON, makes its runs until one is noticed, and writes what it came to. " +
			"It ends when its stdin does: then nobody waits for it."),
		Example: "  { cat trial.json; cat; } | pawl try",
		RunE: func(c *cobra.Command, _ []string) error {
			a.stage.found() // a signal has nothing to wait for: who asked ends it
			in := json.NewDecoder(c.InOrStdin())
			in.DisallowUnknownFields()
			var asked mutation.Trial
			if err := in.Decode(&asked); err != nil {
				return usagef("%s wants a trial as mutate writes it: %v", c.CommandPath(), err)
			}
			go func() {
				_, _ = io.Copy(io.Discard, c.InOrStdin())
				os.Exit(1)
			}()
			return a.tryOut(c, &asked)
		},
	}
}

func (a *app) tryOut(c *cobra.Command, asked *mutation.Trial) error {
	if asked.Engine == "" {
		asked.Engine = a.engines.usual()
	}
	e, err := a.engines.named(asked.Engine)
	if err != nil {
		return err
	}
	library, err := a.library()
	if err != nil {
		return err
	}
	if asked.Home = a.engines.homeOf(e); asked.Home != nil { // it is tried where it lives, and not in the library
		library = nil
		if asked.Subjects, err = a.engines.homesOf(e); err != nil {
			return err
		}
	}
	said, err := asked.Run(c.Context(), e, library)
	if err != nil {
		return err
	}
	return json.NewEncoder(c.OutOrStdout()).Encode(said)
}
