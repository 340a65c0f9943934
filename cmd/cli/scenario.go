package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"pawl/reports"
	"pawl/scenarios"
)

func (a *app) scenario() *cobra.Command {
	c := a.parent(&cobra.Command{Use: "scenario", Short: "Lists, shows and validates scenarios, and says in which words they are written",
		Long: paragraphs("A scenario is an incident, told in a YAML file. To write one, begin with one of the "+
			"library: pawl~scenario~show~NAME. A name of the library stands for that, even if "+
			"there is a file of this name; write ./NAME to mean the file.",
			"The words that a file can use: pawl~scenario~words, or only some of them: "+strings.Join(sectionNames(), ", ")+"."),
		Example: "  pawl scenario show owner-back-from-a-pause >mine.yaml\n  pawl scenario words faults\n" +
			"  pawl scenario validate mine.yaml\n  pawl check --scenario mine.yaml --runs 20",
	})
	c.AddCommand(
		a.scenarioVerb(&cobra.Command{Use: "list [flags]", Short: "Lists the scenarios of the library",
			Long:    paragraphs("List shows the scenarios of the library, which engine fails in each, by which invariant it is caught, and the incident that it tells."),
			Example: "  pawl scenario list"}, a.listScenarios),
		a.scenarioVerb(&cobra.Command{Use: "show [flags] NAME", Short: "Shows a scenario as it is written",
			Long: paragraphs("Show prints a scenario as it is written: a good beginning for one of your own. " +
				"The words that it can use are in: pawl~scenario~words"),
			Example: "  pawl scenario show owner-back-from-a-pause",
			Args:    someArgs("one scenario, by name or path", 1), ValidArgsFunction: a.offerScenarios}, a.showScenario),
		a.scenarioVerb(&cobra.Command{Use: "validate [flags] SCENARIO...", Short: "Says what is wrong with scenario files, and where",
			Long: paragraphs("Validate reads scenarios, by path or by a name of the library, and says what is wrong " +
				"with each, by line and column. The file - is standard input. It exits with 64 if one is not valid. What only may be a " +
				"mistake is a warning, and no reason to fail."),
			Example: "  pawl scenario validate mine.yaml theirs.yaml",
			Args:    someArgs("scenarios, by name or path", 1<<20), ValidArgsFunction: a.offerScenarios}, func(paths []string) (reports.Result, error) { return a.validateScenarios(os.Stdin, paths) }),
		a.scenarioVerb(&cobra.Command{Use: "schema [flags]", Short: "Prints the JSON Schema of scenario files",
			Long: paragraphs("Schema prints the JSON Schema of scenario files, for editors. The words that can stand " +
				"inside the text of a fault are in: pawl~scenario~words"),
			Example: "  pawl scenario schema >scenario.schema.json"}, a.schemaOfScenarios),
		a.scenarioVerb(&cobra.Command{Use: "words [flags] [SECTION...]", Short: "Shows the words that scenario files can use",
			Long: paragraphs("Words shows what can stand in a scenario file besides the names of its fields, and " +
				"what it means. The sections are: " + strings.Join(sectionNames(), ", ") + "."),
			Example: "  pawl scenario words\n  pawl scenario words faults targets",
			Args:    cobra.ArbitraryArgs, ValidArgsFunction: offerSections}, a.wordsOf),
	)
	return c
}

func (a *app) scenarioVerb(c *cobra.Command, make func(args []string) (reports.Result, error)) *cobra.Command {
	c.RunE = func(_ *cobra.Command, args []string) error {
		r, err := make(args)
		a.result = r
		return err
	}
	a.output(c.Flags())
	return c
}

func (a *app) offerScenarios(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return a.scenarioNames(), cobra.ShellCompDirectiveDefault
}

func (a *app) listScenarios([]string) (reports.Result, error) {
	r := &reports.Scenarios{Head: head("scenario list"), Scenarios: []reports.Scenario{}}
	all, err := a.library()
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		r.Scenarios = append(r.Scenarios, summary(s))
	}
	return r, nil
}

func summary(s *scenarios.Scenario) reports.Scenario {
	return reports.Scenario{Name: s.Name, Lesson: s.Lesson, Incident: s.Incident,
		Engine: s.Breaks.Engine, Invariant: s.Breaks.Invariant, Beyond: s.Beyond(), Valid: true, Warnings: s.Warnings}
}

func (a *app) showScenario(args []string) (reports.Result, error) {
	all, err := a.scenariosNamed(args)
	if err != nil {
		return nil, err
	}
	s := all[0]
	return &reports.ScenarioText{Head: head("scenario show"), Scenario: summary(s), Story: s.Story, Source: string(s.Source())}, nil
}

func (a *app) validateScenarios(in io.Reader, paths []string) (reports.Result, error) {
	all, err := a.library()
	if err == nil {
		err = onceStdin(paths)
	}
	if err != nil {
		return nil, err
	}
	find := func(path string) (*scenarios.Scenario, error) {
		if path != stdin {
			return scenarios.Find(all, path, a.engines.own...)
		}
		return scenarios.Read(stdinName, in, a.engines.own...)
	}
	r := &reports.Scenarios{Head: head("scenario validate")}
	wrong := 0
	for _, path := range paths {
		s, err := find(path)
		if err != nil {
			wrong++
			r.Scenarios = append(r.Scenarios, reports.Scenario{Path: path, Problems: strings.Split(err.Error(), "\n")})
			continue
		}
		x := summary(s)
		x.Path = path
		r.Scenarios = append(r.Scenarios, x)
	}
	r.Closing = fmt.Sprintf("%d of %s valid.", len(paths)-wrong, reports.Count(len(paths), "file"))
	if wrong > 0 {
		r.Decide(reports.UsageError)
		r.Error = &reports.Error{Message: fmt.Sprintf("%d of %s not valid", wrong, reports.Count(len(paths), "file"))}
		r.Next = a.name + " scenario schema"
		r.Closing += fmt.Sprintf(" What can stand in it is listed by %s scenario words; the format is described by: %s", a.name, r.Next)
	}
	return r, nil
}

func (a *app) schemaOfScenarios([]string) (reports.Result, error) {
	return &reports.JSONSchema{Head: head("scenario schema"), Schema: json.RawMessage(scenarios.Schema(a.engines.own...))}, nil
}
