package cluster

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"pawl/faults"
)

// drawn lets rapid make the choices of a random plan, so that a failing one is
// shrunk like anything else it draws.
type drawn struct {
	t     *rapid.T
	place string
}

func (d drawn) Choose(n int) int { return rapid.IntRange(0, n-1).Draw(d.t, d.place) }

// TestEngineUnderRandomSchedules lets rapid choose the deployment, what operators
// do, and what goes wrong. Whatever it is, the reference holds.
func TestEngineUnderRandomSchedules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Standard(reference(), rapid.Uint64().Draw(t, "seed"))
		s.Pools = s.Pools[:rapid.IntRange(1, 3).Draw(t, "pools")]
		for i := range s.Pools {
			s.Pools[i].Nodes = rapid.IntRange(1, 3).Draw(t, "nodes")
		}
		s.Workers = rapid.IntRange(1, 4).Draw(t, "workers")
		s.Keys = []string{"payments-signing", "sessions"}[:rapid.IntRange(1, 2).Draw(t, "keys")]
		s.Policy.SealLease = time.Duration(rapid.IntRange(2, 10).Draw(t, "seal lease")) * time.Second
		s.Policy.OpenLease = s.Policy.SealLease + time.Duration(rapid.IntRange(0, 8).Draw(t, "open lease"))*time.Second
		s.Policy.DrainDeadline = s.Policy.SealLease + 4*time.Second
		s.Policy.Lifetime = time.Duration(rapid.IntRange(1, 20).Draw(t, "lifetime")) * time.Second
		s.Policy.PublishLead = time.Duration(rapid.IntRange(0, 3).Draw(t, "lead")) * time.Second
		s.Triggers = s.Schedule()
		s.Acts = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Act {
			return Act{
				At:   time.Duration(rapid.IntRange(3_000, 30_000).Draw(t, "at")) * time.Millisecond,
				Verb: rapid.SampledFrom([]string{"abort", "halt", "resume"}).Draw(t, "verb"),
				Key:  rapid.SampledFrom(s.Keys).Draw(t, "key"),
			}
		}), 0, 4).Draw(t, "acts")
		s.Faults = faults.Random(func(place string) faults.Chooser { return drawn{t, place} }, s.Space())
		r, err := Run(s)
		if err != nil {
			t.Fatal(err)
		}
		mustHold(t, s, r)
	})
}
