package cli

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"pawl/reports"
)

// help is the verb that shows another's help.
func (a *app) help() *cobra.Command {
	c := &cobra.Command{
		Use:     "help [VERB]",
		Short:   "Shows the help of a verb",
		Long:    paragraphs("Help shows the help of a verb, as the flag --help of that verb does."),
		Example: "  pawl help check",
		Args:    cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			verb, rest, _ := c.Root().Find(args)
			switch {
			case len(rest) == 0:
				return verb.Help()
			case verb.HasSubCommands():
				return unknownVerb(verb, rest[0])
			}
			return noArgs(verb, rest)
		},
	}
	a.output(c.Flags())
	a.called(c)
	return c
}

// showHelp makes the help of a verb the result. Of a verb that is not there it is an
// error: cobra would show the help of the command above it, and succeed.
func (a *app) showHelp(c *cobra.Command, _ []string) {
	if at, rest, _ := c.Root().Find(a.args); at == c && a.strayVerb(c, rest) != nil {
		a.stray = a.strayVerb(c, rest)
		return
	}
	a.result = &reports.Help{Head: head("help"), Of: c.CommandPath(), Verbs: append([]string{}, verbs(c)...),
		Text: strings.TrimRight(cmp.Or(c.Long, c.Short), " \n") + "\n\n" + c.UsageString()}
}

// strayVerb is the error about the first of the words after a command that is none
// of its verbs; nil if there is none, if it has no verbs, or if it takes other words as well.
func (a *app) strayVerb(c *cobra.Command, rest []string) error {
	if strings.HasSuffix(c.Use, "...") {
		return nil
	}
	for _, word := range rest {
		if c.HasSubCommands() && !strings.HasPrefix(word, "-") && !slices.Contains(verbs(c), word) {
			return unknownVerb(c, word)
		}
	}
	return nil
}

// helpWidth is that of help texts, which do not know the terminal.
const helpWidth = 80

// paragraphs are those of a help text. What a tilde joins stays on one line: a command
// that is broken cannot be pasted.
func paragraphs(texts ...string) string {
	for i, t := range texts {
		texts[i] = strings.ReplaceAll(wrapped(t), "~", " ")
	}
	return strings.Join(texts, "\n\n")
}

// wrapped breaks a text at spaces.
func wrapped(text string) string {
	line, lines := "", ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+1+len(word) > helpWidth {
			lines += line + "\n"
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return lines + line
}
