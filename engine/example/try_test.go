package example

import (
	"pawl/scenarios/campaign"
	"testing"
)

func TestTry(t *testing.T) { campaign.Check(t, Engine(Last), campaign.Runs(1000),campaign.Seed(8), campaign.Bugs(0)) }
