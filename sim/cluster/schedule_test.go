package cluster

import (
	"context"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/faults"
	"pawl/sim/deploy"
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
		s := deploy.Standard(reference.Engine(), rapid.Uint64().Draw(t, "seed"))
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
		s.Policy.PublishDeadline = s.Policy.OpenLease + 2*time.Second
		s.Events = s.Schedule()
		acts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) faults.Event {
			return faults.Event{
				Kind: rapid.SampledFrom([]string{engine.AbortAct, engine.HaltAct, engine.ResumeAct}).Draw(t, "verb"),
				Key:  rapid.SampledFrom(s.Keys).Draw(t, "key"),
				When: faults.When{At: time.Duration(rapid.IntRange(3_000, 30_000).Draw(t, "at")) * time.Millisecond},
			}
		}), 0, 4).Draw(t, "acts")
		s.Events = append(s.Events, acts...)
		s.Events = append(s.Events, faults.Random(func(place string) faults.Chooser { return drawn{t, place} }, s.Space(), faults.Turn{})...)
		r, err := Simulated{}.Run(context.Background(), s)
		if err != nil {
			t.Fatal(err)
		}
		mustHold(t, s, r)
	})
}
