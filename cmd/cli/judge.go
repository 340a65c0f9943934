package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"pawl/checker"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
)

// judge is the verb for a history that comes from elsewhere: what is it worth?
func (a *app) judge() *cobra.Command {
	c := &cobra.Command{
		Use:   "judge [flags] FILE",
		Short: "Judges the history of a run that was made elsewhere",
		Long: paragraphs("Judge reads a history, in JSON, and judges it as check judges its runs: what was "+
			"violated and when, what was not judged and why, and which clauses had nothing to judge. "+
			"The FILE - is standard input. Such a file is written by: pawl~replay~--history",
			"Exit codes: 0 nothing was violated; 1 a violation; 3 inconclusive; 4 there was nothing "+
				"to judge; 64 it cannot be read, contradicts itself, or says what cannot be."),
		Example: "  pawl replay --history run.json found.repro\n  pawl judge run.json\n  zcat run.json.gz | pawl judge --json -",
		Args:    someArgs("one history file, or -", 1),
		RunE: func(c *cobra.Command, args []string) error {
			h, err := history(args[0], c.InOrStdin())
			if err != nil {
				return err
			}
			r := campaign.Judge(h, args[0])
			r.Head = titled(r.Head, "judge")
			r.Build = revised(r.Build)
			a.result = r
			return nil
		},
	}
	a.output(c.Flags())
	return c
}

// wantHistory is what judge wants.
const wantHistory = "a history, as replay writes it with --history"

// history reads one from a file, or from standard input.
func history(path string, in io.Reader) (*checker.History, error) {
	if path == "-" {
		return readHistory("standard input", in)
	}
	f, err := scenarios.OpenFile(path)
	if err != nil {
		return nil, unreadable(path, err, wantHistory)
	}
	defer func() { _ = f.Close() }() // it was only read
	h, err := readHistory(path, f)
	if err != nil {
		if _, is := campaign.LoadRepro(path); is == nil {
			return nil, usagef("%s is a repro file, which replay runs again; want %s", path, wantHistory)
		}
	}
	return h, err
}

func readHistory(name string, from io.Reader) (*checker.History, error) {
	h, err := checker.ReadHistory(from)
	if err != nil {
		return nil, unreadable(name, fmt.Errorf("%s is not %s: %w", name, wantHistory, err), wantHistory)
	}
	return h, nil
}
