package campaign

import (
	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

// standard is a run of a campaign without what is drawn for it, setting, policy and faults.
func (c *Campaign) standard() deploy.Setup {
	seed := SeedOf(c.Seed, "", 0)
	if c.Home != nil {
		return c.Home(c.Engine, seed)
	}
	return deploy.Standard(c.Engine, seed)
}

// faultless is the case that makes that run.
func (c *Campaign) faultless() scenarios.Case {
	s := c.standard()
	return scenarios.Case{Engine: c.Engine, Home: c.Home, Seed: s.Seed, Events: append([]faults.Event{}, s.Events...), NoLog: true}
}

// policyLines are the policy that is not drawn, in words.
func policyLines(c *Campaign) []reports.PolicyLine {
	all := []reports.PolicyLine{}
	for _, d := range scenarios.Provisions(c.standard().Policy) {
		all = append(all, reports.PolicyLine(d))
	}
	return all
}
