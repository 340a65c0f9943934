package cli

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"pawl/reports"
)

// mostResults is how many results a report is made of.
const mostResults = 64

// report is the verb that renders results.
func (a *app) report() *cobra.Command {
	c := a.parent(&cobra.Command{
		Use:   "report [flags] RESULT...",
		Short: "Renders results for reviewers, for CI and for machines",
		Long: paragraphs("Report reads results as --json writes them and renders them: html, pdf and md are one report of all, "+
			"for whoever prepares a review; junit, sarif, oscal and intoto are for machines; bundle packs the results with "+
			"their repros, scenarios, control map and report into one file that verify~checks. What was not measured "+
			"is said to be: add results of mutants, mutate and exhaust to that of check.",
			"Without --out it shows a result as its command did. With --ledger it tells of a time: campaigns, changes of the engine, "+
				"how sure one is since the last, what is open, and waivers; with results, that goes into the report. No run is made."),
		Example: "  pawl check --json > check.json\n  pawl report check.json --out html=report.html --out pdf=report.pdf\n" +
			"  pawl report check.json mutants.json --out bundle=evidence.tar --key key.pem\n  pawl report --ledger ledger.jsonl --since 2026-10-01\n  pawl report schema",
	})
	var time retrospect
	time.flags(c.Flags())
	wantSome := someArgs("results, as --json writes them, or schema, or --ledger", mostResults)
	c.Args = func(c *cobra.Command, args []string) error {
		if len(args) == 0 && time.file != "" {
			return nil
		}
		return wantSome(c, args)
	}
	c.RunE = func(_ *cobra.Command, args []string) (err error) {
		a.result, err = a.renderedOf(args, &time)
		return err
	}
	a.rendered(c.Flags())
	c.AddCommand(a.resultSchema())
	return c
}

// renderedOf renders the results in some files; the one that there is is shown.
func (a *app) renderedOf(paths []string, over *retrospect) (reports.Result, error) {
	e := &evidence{library: a.library}
	if over.file != "" {
		if err := over.read(a.began); err != nil {
			return nil, err
		}
		if len(paths) == 0 {
			return over.over(), nil
		}
		e.over = over
	} else if over.waivers != "" {
		all, err := readWaivers(over.waivers)
		if err != nil {
			return nil, err
		}
		over.waived = all
		e.over = over
	}
	for _, path := range paths {
		r, err := readResult(path)
		if err != nil {
			return nil, err
		}
		e.add(path, r)
	}
	if len(a.outputs.all) == 0 {
		if len(e.results) > 1 {
			return nil, usagef("%d results, and nothing to render them into: give --out, such as --out html=report.html", len(e.results))
		}
		a.retold = true
		return e.results[0], nil
	}
	if err := a.outputs.ready(); err != nil {
		return nil, err
	}
	r := &reports.Rendered{Head: head("report"), Results: paths}
	all, err := a.outputs.write(e)
	r.Written = append([]reports.Written{}, all...)
	if err != nil {
		return nil, usagef("%v", err)
	}
	a.outputs.all = nil // they are written
	return r, nil
}

var notInNames = regexp.MustCompile(`[^A-Za-z0-9_.-]+`)

// add adds a result, under the name of its file.
func (e *evidence) add(path string, r reports.Result) {
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	name = strings.TrimLeft(notInNames.ReplaceAllString(name, "-"), ".-")
	if name == "" {
		name = reports.HeadOf(r).Command
	}
	for slices.Contains(e.names, name) {
		name += "_"
	}
	e.names, e.results = append(e.names, name), append(e.results, r)
}

// resultSchema is the verb that shows the JSON Schema of results.
func (a *app) resultSchema() *cobra.Command {
	c := &cobra.Command{
		Use:     "schema [flags]",
		Short:   "Prints the JSON Schema of results",
		Long:    "Schema prints the JSON Schema of every result that --json writes.",
		Example: "  pawl report schema >result.schema.json",
		RunE: func(*cobra.Command, []string) error {
			a.result = &reports.JSONSchema{Head: head("report schema"), Schema: json.RawMessage(reports.Schema())}
			return nil
		},
	}
	a.output(c.Flags())
	return c
}
