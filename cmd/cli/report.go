package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"pawl/cmd/render"
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
			"The RESULT - is standard input. Without --out it shows a result as its command did. With --ledger it tells of a time: campaigns, changes of the engine, "+
				"how sure one is since the last, what is open, and waivers; with results, that goes into the report. No run is made.",
			"Exit codes: 0 it is rendered, or shown, whatever it says; with --ledger alone 0 nothing is open, 1 a counterexample is open, "+
				"4 nothing was recorded, 5 a waiver has run out; 64 bad input."),
		Example: "  pawl check --json > check.json\n  pawl report check.json --out html=report.html --out pdf=report.pdf\n" +
			"  pawl report check.json mutants.json --out bundle=evidence.tar --key key.pem\n  pawl report --ledger ledger.jsonl --since 2026-10-01\n  pawl report schema",
	})
	var past retrospect
	past.flags(c.Flags())
	wantSome := someArgs("results, as --json writes them, or schema, or --ledger", mostResults)
	c.Args = func(c *cobra.Command, args []string) error {
		if len(args) == 0 && past.file != "" {
			return nil
		}
		return wantSome(c, args)
	}
	c.RunE = func(c *cobra.Command, args []string) (err error) {
		a.result, err = a.renderedOf(c.InOrStdin(), args, &past)
		return err
	}
	a.rendered(c.Flags())
	c.AddCommand(a.resultSchema())
	return c
}

// renderedOf renders the results in some files; the one that there is is shown.
func (a *app) renderedOf(in io.Reader, paths []string, past *retrospect) (reports.Result, error) {
	if err := onceStdin(paths); err != nil {
		return nil, err
	}
	if err := past.ready(a.began); err != nil {
		return nil, err
	}
	if past.repair {
		_, _ = fmt.Fprintln(a.err, past.took()) // whatever comes of the rest: it is nowhere else any more
	}
	switch {
	case len(paths) == 0 && len(a.outputs.all) > 0:
		return nil, usagef("--out: there is no result to render; want the result of a check, and --ledger beside it for what came before")
	case len(paths) == 0:
		r := past.over()
		if past.repair {
			r.Closing = past.took() + " " + r.Closing
		}
		return r, nil
	}
	a.outputs.reads = append(slices.Clone(paths), past.file, past.waivers)
	if err := a.outputs.ready(); err != nil {
		return nil, err
	}
	e := a.evidence()
	past.into(e)
	for _, path := range paths {
		r, text, err := resultFrom(in, path)
		if err == nil {
			err = e.Add(path, r, text)
		}
		if err != nil {
			return nil, err
		}
	}
	switch {
	case len(a.outputs.all) > 0:
		return a.saved(e, paths)
	case past.file != "" || past.waivers != "":
		return nil, usagef("--ledger and --waivers beside results are for a report: give --out, such as --out html=report.html")
	case len(paths) > 1:
		return nil, usagef("%d results, and nothing to render them into: give --out, such as --out html=report.html", len(paths))
	}
	a.retold = true
	return e.Results[0], nil
}

// evidence is that of this call, without a result.
func (a *app) evidence() *render.Evidence {
	return &render.Evidence{Key: a.outputs.key, Plan: a.outputs.plan, Controls: a.outputs.controls, Library: a.library}
}

// saved renders results into the files that were asked for.
func (a *app) saved(e *render.Evidence, paths []string) (reports.Result, error) {
	r := &reports.Rendered{Head: head("report"), Results: paths, Written: []reports.Written{}}
	all, err := render.Save(e, a.outputs.all)
	var unwritten *render.Unwritten
	switch {
	case errors.As(err, &unwritten):
		return nil, err
	case err != nil:
		return nil, usagef("%v", err)
	}
	r.Written = append(r.Written, all...)
	a.outputs.all = nil // they are written
	return r, nil
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
