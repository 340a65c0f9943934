package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"pawl/cmd/doctor"
	"pawl/reports"
	"pawl/scenarios"
)

func (a *app) doctor() *cobra.Command {
	dir := ""
	c := &cobra.Command{
		Use:   "doctor [flags] [VERB...]",
		Short: "Says whether this machine is fit, and what is missing",
		Long: paragraphs("Doctor looks at the machine: its cores, memory and clock, the disk where repros go, the go tool, and what only "+
			"tests or later verbs need. It says what each lack costs. It counts what check needs, or the verbs that are named; the rest is told, and "+
			"costs nothing here. It writes nothing, uses no network, and waits for nothing longer than "+doctor.Patience.String()+".",
			"Exit codes: 0 all is there that these verbs need, 3 it could not be found out of some of that, 5 some of it is missing or not enough."),
		Example: "  pawl doctor\n  pawl doctor mutate --json",
		Args:    cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			for _, verb := range args {
				if known := verbs(c.Root()); !slices.Contains(known, verb) {
					return usagef("%s: there is no verb %q; %s", c.CommandPath(), verb, scenarios.Suggest(verb, known))
				}
			}
			a.result = a.examined(c.Context(), doctor.This(), dir, args)
			return nil
		},
	}
	c.Flags().StringVar(&dir, "repro-dir", "pawl-repros", "directory where repro files would go")
	a.output(c.Flags())
	return c
}

// examined is what doctor says of a machine, for some verbs; for none, check.
func (a *app) examined(ctx context.Context, h doctor.Host, dir string, verbs []string) *reports.Doctor {
	next := ""
	if len(verbs) == 0 {
		verbs = []string{"check"}
		next = a.name + " check"
	}
	r := &reports.Doctor{Head: head("doctor"), For: verbs}
	var lacks, unclear []string
	for _, x := range doctor.Examine(ctx, h, dir) {
		needed := x.Needs(verbs)
		r.Machine = append(r.Machine, reports.Fitness{Name: x.Name, State: string(x.State), Found: x.Found, Wants: x.Wants, NeededBy: x.NeededBy, Needed: needed, Cost: x.Cost})
		switch {
		case !needed || x.State == doctor.Fit:
		case x.State == doctor.Unclear:
			unclear = append(unclear, x.Name)
		default:
			lacks = append(lacks, x.Name)
		}
	}
	of := strings.Join(verbs, ", ")
	switch {
	case len(lacks) > 0:
		r.Decide(reports.CriterionMissed)
		r.Closing = fmt.Sprintf("For %s this machine is not fit: %s. See above for what is wanted.", of, strings.Join(append(lacks, unclear...), ", "))
	case len(unclear) > 0:
		r.Decide(reports.Inconclusive)
		r.Closing = fmt.Sprintf("For %s this could not be found out: %s. That is no pass: see for yourself.", of, strings.Join(unclear, ", "))
	default:
		r.Decide(reports.Pass)
		r.Closing = fmt.Sprintf("All is there that is needed for %s.", of)
		if next != "" {
			r.Next = next
			r.Closing = fmt.Sprintf("All is there that is needed for %s: %s", of, next)
		}
	}
	return r
}
