package cli

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/library"
)

func (a *app) scenario() *cobra.Command {
	c := a.parent(&cobra.Command{Use: "scenario", Short: "Lists, shows and validates scenarios; its help has the words they use",
		Long: paragraphs("A scenario is an incident, told in a YAML file. To write one, begin with one of the "+
			"library: pawl scenario show NAME. A name of the library stands for that, even if "+
			"there is a file of this name; write ./NAME to mean the file.") + vocabulary(),
		Example: "  pawl scenario show owner-back-from-a-pause >mine.yaml\n" +
			"  pawl scenario validate mine.yaml\n  pawl check --scenario mine.yaml --runs 20",
	})
	c.AddCommand(
		a.scenarioVerb(&cobra.Command{Use: "list [flags]", Short: "Lists the scenarios of the library",
			Long:    paragraphs("List shows the scenarios of the library, which engine fails in each, and by which invariant it is caught."),
			Example: "  pawl scenario list"}, listScenarios),
		a.scenarioVerb(&cobra.Command{Use: "show [flags] NAME", Short: "Shows a scenario as it is written",
			Long: paragraphs("Show prints a scenario as it is written: a good beginning for one of your own. " +
				"The words that it can use are in: pawl scenario --help"),
			Example: "  pawl scenario show owner-back-from-a-pause",
			Args:    someArgs("one scenario, by name or path", 1), ValidArgsFunction: offerScenarios}, showScenario),
		a.scenarioVerb(&cobra.Command{Use: "validate [flags] SCENARIO...", Short: "Says what is wrong with scenario files, and where",
			Long: paragraphs("Validate reads scenarios, by path or by a name of the library, and says what is wrong " +
				"with each, by line and column. It exits with 64 if one is not valid."),
			Example: "  pawl scenario validate mine.yaml theirs.yaml",
			Args:    someArgs("scenarios, by name or path", 1<<20), ValidArgsFunction: offerScenarios}, validateScenarios),
		a.scenarioVerb(&cobra.Command{Use: "schema [flags]", Short: "Prints the JSON Schema of scenario files",
			Long: paragraphs("Schema prints the JSON Schema of scenario files, for editors. The words that can stand " +
				"inside the text of a fault are in: pawl scenario --help"),
			Example: "  pawl scenario schema >scenario.schema.json"}, schemaOfScenarios),
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

func offerScenarios(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return scenarioNames(), cobra.ShellCompDirectiveDefault
}

func listScenarios([]string) (reports.Result, error) {
	r := &reports.Scenarios{Head: head("scenario list"), Scenarios: []reports.Scenario{}}
	all, err := library.All()
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
		Engine: s.Breaks.Engine, Invariant: s.Breaks.Invariant, Valid: true}
}

func showScenario(args []string) (reports.Result, error) {
	all, err := scenariosNamed(args)
	if err != nil {
		return nil, err
	}
	s := all[0]
	return &reports.ScenarioText{Head: head("scenario show"), Scenario: summary(s), Story: s.Story, Source: string(s.Source())}, nil
}

func validateScenarios(paths []string) (reports.Result, error) {
	r := &reports.Scenarios{Head: head("scenario validate")}
	wrong := 0
	for _, path := range paths {
		s, err := library.Find(path)
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
		r.Closing += " The format is described by: pawl scenario schema"
	}
	return r, nil
}

func schemaOfScenarios([]string) (reports.Result, error) {
	return &reports.ScenarioSchema{Head: head("scenario schema"), Schema: json.RawMessage(scenarios.Schema())}, nil
}
