package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"pawl/cmd/setting"
)

// held is what is known of the policy that a deployment is held against.
type held struct {
	by     string // who said so: "--config FILE", "flags" or both; empty: nobody
	values []policyValue
}

// A policyValue is one field of the policy.
type policyValue struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Usual bool   `json:"default"` // it is what holds where nothing is said
}

// told takes in what the command line and the file say, and from where the policy is.
func (a *asked) told(f *pflag.FlagSet) error {
	policy := setting.PolicyAlone(setting.Deployed())
	var by []string
	if a.config != "" {
		by = append(by, "--config "+a.config)
	}
	f.VisitAll(func(g *pflag.Flag) {
		if g.Changed && policy.Lookup(g.Name) != nil && !slices.Contains(by, "flags") {
			by = append(by, "flags")
		}
	})
	if err := asDeployed(f, a.config); err != nil {
		return err
	}
	a.held.by = strings.Join(by, " and ")
	f.VisitAll(func(g *pflag.Flag) {
		if p := policy.Lookup(g.Name); p != nil {
			a.held.values = append(a.held.values, policyValue{g.Name, brief(g.Value.String()), g.Value.String() == p.DefValue})
		}
	})
	return nil
}

// assumed says that nobody has said what the policy is.
func (a *asked) assumed() bool { return a.held.by == "" }

// brief is a duration without what is zero at its end.
func brief(s string) string {
	if cut := strings.TrimSuffix(s, "m0s"); cut != s {
		s = cut + "m"
	}
	if cut := strings.TrimSuffix(s, "h0m"); cut != s {
		s = cut + "h"
	}
	return s
}

// against says in a line which policy a deployment is held against.
func (a *asked) against() string {
	var own, usual []string
	for _, v := range a.held.values {
		switch said := v.Name + " " + v.Value; {
		case !v.Usual:
			own = append(own, said)
		case slices.Contains([]string{"seal-lease", "open-lease", "owner-lease", "publish-lead", "publish-deadline", "drain-deadline", "lifetime"}, v.Name):
			usual = append(usual, said)
		}
	}
	if a.assumed() {
		return fmt.Sprintf("What the deployment's policy is was not said. It is held against what pawld does where nothing is set (%s): under another policy, what is found may be no violation. Give --config with the deployment's file of settings, or the policy's flags.", strings.Join(usual, ", "))
	}
	if len(own) == 0 {
		return fmt.Sprintf("It is held against the policy of %s, which is what holds where nothing is set: %s.", a.held.by, strings.Join(usual, ", "))
	}
	rest := "the rest is what holds where nothing is set"
	if len(usual) > 0 {
		rest += ", such as " + strings.Join(usual, ", ")
	}
	return fmt.Sprintf("It is held against the policy of %s: %s; %s.", a.held.by, strings.Join(own, ", "), rest)
}
