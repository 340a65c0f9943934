package example
import ("testing";"pawl/scenarios/campaign")
func TestTry(t *testing.T){ campaign.Check(t,Engine(Last),campaign.Runs(200),campaign.Bugs(0)) }
