package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"pawl/engine"
	"pawl/reports"
	"pawl/scenarios/campaign"
)

// An asked is the question that a result answers, as its own command asks it.
type asked struct {
	*campaign.Gate
	bounded bool // in time: not all runs need have been made
}

// questionOf is the question that a result answers, if this build can ask it. It is read off the
// command that makes the result again, which has to be the one that this build gives to it.
func (v *verification) questionOf(c *reports.Check) (*asked, error) {
	words, err := campaign.Unquoted(c.Again)
	if err != nil || len(words) < 2 || words[1] != "check" {
		return nil, fmt.Errorf("again is %.200q; want the command that makes the same runs, as check writes it", c.Again)
	}
	a := v.app
	another := &app{name: words[0], engines: a.engines, library: a.library, out: a.out, err: a.err, screen: a.screen, began: a.began} // flags are read into it
	g := &gate{app: another}
	verb, root := g.asking(), &cobra.Command{Use: another.name}
	root.AddCommand(verb)
	if err := verb.ParseFlags(words[2:]); err != nil || verb.Flags().NArg() > 0 {
		return nil, fmt.Errorf("again is %.200q, which check does not understand: %v", c.Again, err)
	}
	if c.Part == nil && g.shard.Of > 0 {
		return nil, fmt.Errorf("again is %.200q, and part is null", c.Again)
	}
	if same := again(verb); same != c.Again {
		return nil, fmt.Errorf("again is %.200q, and check writes %.200q", c.Again, same)
	}
	if seed := fmt.Sprint(g.seed); seed != c.Seed || !verb.Flags().Changed("seed") {
		return nil, fmt.Errorf("seed is %s, and again has another", c.Seed)
	}
	name := g.engineName
	if g.with != "" {
		name += engine.Between + g.with
	}
	if name != c.Engine {
		return nil, fmt.Errorf("engine is %.60q, and again has %.60q", c.Engine, name)
	}
	return v.asks(g, c)
}

// asks makes a question of flags.
func (v *verification) asks(g *gate, c *reports.Check) (*asked, error) {
	e, err := g.engines.named(c.Engine)
	if err != nil {
		return nil, err
	}
	named, err := g.scenariosNamed(g.names)
	if err != nil {
		return nil, err
	}
	mine := g.made(c.Head, "check", c.Engine, named...).Identity
	if c.Identity == nil {
		return nil, fmt.Errorf("the result does not say what was tested: identity is null")
	}
	if what := c.Identity.Differs(mine); what != "" {
		return nil, fmt.Errorf("this build has another %s than the one that made the evidence, so that no run can be held against it: use pawl %s, revision %s", what, c.Build.Version, orNotKnown(c.Build.Revision))
	}
	bounded := g.budget > 0
	g.jobs, g.budget = v.jobs, 0 // what is made again is made at the verifier's leisure
	q, err := g.question(e, named)
	if err != nil {
		return nil, err
	}
	if q.Shard = campaign.Shard(g.shard); c.Part != nil && (c.Part.Number != q.Shard.Number || c.Part.Of != q.Shard.Of) {
		return nil, fmt.Errorf("part is %d of %d, and again has %s", c.Part.Number, c.Part.Of, &g.shard)
	}
	if err := g.equip(q); err != nil {
		return nil, err
	}
	q.Again = c.Again
	return &asked{q, bounded}, nil
}

func orNotKnown(text string) string {
	if text == "" {
		return "which it does not say"
	}
	return text
}
