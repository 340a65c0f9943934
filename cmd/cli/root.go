package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pawl/scenarios"
)

// root is the command with all its verbs.
func (a *app) root() *cobra.Command {
	root := a.parent(&cobra.Command{
		Use:   a.name,
		Short: "Tests key rotation engines by deterministic simulation",
		Long: "Pawl tests key rotation engines by deterministic simulation.\n\n" +
			"Exit codes: 0 all criteria met, or a part of a check, or a failure explained, or\n" +
			"all that was violated is waived (the verdict says which), 1 a violation, 3\n" +
			"inconclusive, 4 nothing ran, 5 a criterion missed without a violation, 6 a\n" +
			"replay diverged or a run was not deterministic, 7 evidence that does not\n" +
			"verify, 64 usage or bad input, 70 internal error, 130 interrupted.",
		Example:       "  pawl check\n  pawl check --engine no-drain  # see it fail\n  pawl replay FILE",
		SilenceErrors: true,
		SilenceUsage:  true,
	})
	root.SetErr(a.err)
	root.SetFlagErrorFunc(a.flagError)
	root.SetHelpFunc(a.showHelp)
	root.AddCommand(a.check(), a.exhaust(), a.envelope(), a.replay(), a.shrink(), a.explain(), a.report(), a.verify(), a.judge(), a.merge(), a.mutants(), a.mutate(), a.try(), a.scenario(), a.watch(), a.doctor(), a.versionVerb())
	root.SetHelpCommand(a.help())
	root.InitDefaultCompletionCmd()
	completion, _, _ := root.Find([]string{completionVerb})
	a.parent(completion)
	a.withVersion(root)
	each(root, func(c *cobra.Command) {
		c.DisableFlagsInUseLine = true
		if c.Args == nil || c.Parent() == completion {
			c.Args = noArgs
		}
		a.called(c)
	})
	return root
}

// called has the help of a verb speak of the command line by its name.
func (a *app) called(c *cobra.Command) {
	for _, text := range []*string{&c.Long, &c.Example} {
		*text = strings.ReplaceAll(*text, "pawl ", a.name+" ")
	}
}

const completionVerb = "completion"

// withVersion lets the command say which build it is by a flag, too: that is what
// most people try.
func (a *app) withVersion(root *cobra.Command) {
	asked := root.Flags().Bool("version", false, "say which build this is")
	usual := root.RunE
	root.RunE = func(c *cobra.Command, args []string) error {
		if *asked && len(args) == 0 {
			a.result = version()
			return nil
		}
		return usual(c, args)
	}
}

func each(c *cobra.Command, f func(*cobra.Command)) {
	f(c)
	for _, sub := range c.Commands() {
		each(sub, f)
	}
}

// output adds the flags of all verbs whose output is a result.
func (a *app) output(f *pflag.FlagSet) {
	f.BoolVar(&a.json, "json", false, "write the result as JSON")
	f.BoolVar(&a.github, "github", a.screen.github, "write annotations to stderr, and a summary to the file that GITHUB_STEP_SUMMARY names (default: where GITHUB_ACTIONS is true)")
	f.Lookup("github").DefValue = "false" // the text says what it is by default
	f.BoolVar(&a.noColor, "no-color", false, "write without colour, even on a terminal")
}

// noArgs refuses arguments.
func noArgs(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usagef("%s takes no arguments; %q is one too many", c.CommandPath(), args[0])
}

// someArgs wants at least one argument, and at most so many.
func someArgs(what string, most int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) == 0:
			return usagef("%s wants %s", c.CommandPath(), what)
		case len(args) > most:
			return usagef("%s wants %s; %q is one too many", c.CommandPath(), what, args[most])
		}
		return nil
	}
}

// unknownVerb is the error about a verb that is not there.
func unknownVerb(c *cobra.Command, name string) error {
	return usagef("%s has no verb %q; %s", c.CommandPath(), name, scenarios.Suggest(name, verbs(c)))
}

func verbs(c *cobra.Command) (names []string) {
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	return names
}

// parent makes a command of verbs say what is wrong with one that it does not
// have: cobra would show its help and succeed.
func (a *app) parent(c *cobra.Command) *cobra.Command {
	c.Args = cobra.ArbitraryArgs
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) > 0 {
			return unknownVerb(c, args[0])
		}
		return c.Help()
	}
	a.output(c.Flags())
	return c
}
