package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"pawl/scenarios"
	"pawl/scenarios/campaign"
)

// A strategyFlag is how random runs are come to, by name.
type strategyFlag struct{ campaign.Strategy }

var errStrategy = errors.New("no strategy")

func (s *strategyFlag) Set(name string) error {
	found, err := campaign.StrategyOf(name)
	if err != nil {
		return errStrategy
	}
	s.Strategy = found
	return nil
}

func (s *strategyFlag) String() string { return s.Name }

// Type is by what help and errors call it.
func (s *strategyFlag) Type() string { return "strategy" }

// strategyNames are those of all strategies.
func strategyNames() []string {
	return scenarios.Names(campaign.Strategies, func(s campaign.Strategy) string { return s.Name })
}

// byStrategy gives a verb the flag.
func (o *options) byStrategy(c *cobra.Command) {
	o.strategy = strategyFlag{campaign.Strategies[0]}
	var said []string
	for _, s := range campaign.Strategies {
		said = append(said, fmt.Sprintf("%s (%s)", s.Name, s.Text))
	}
	c.Flags().Var(&o.strategy, "strategy", "how random runs are come to: "+strings.Join(said, "; "))
	complete(c, "strategy", strategyNames)
}
