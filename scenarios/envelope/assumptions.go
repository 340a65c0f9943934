package envelope

import (
	"errors"
	"fmt"
	"time"

	"pawl/faults"
	"pawl/sim/deploy"
)

// Assumptions are all that can be pushed, in the order in which they are told.
func Assumptions() []Assumption {
	return []Assumption{clockRate(), emission(), wallSkew(), cacheAge(), textLife(), replicaLag(),
		networkDelay(), keyDelay(), storeOutage(), keyOutage(), lostReplies(), poolLoss(), ownerPause()}
}

const ms, s = int64(time.Millisecond), int64(time.Second)

// fromPolicy is an assumption that policy makes.
func fromPolicy(of func(*deploy.Setting) int64) func(*deploy.Setting) (int64, bool) {
	return func(s *deploy.Setting) (int64, bool) { return of(s), true }
}

// unsaid is one of which neither policy nor the deployment says anything: what is measured stands
// alone.
func unsaid(*deploy.Setting) (int64, bool) { return 0, false }

// busy has a run seal so often that a moment in which two versions are sealed under is seen.
func busy(s *deploy.Setup) { s.Clients, s.Think = 24, 60*time.Millisecond }

// cutOff has a node not hear of the end of sealing under a version: what it does then it does by its
// lease alone.
func cutOff(s *deploy.Setup, run int) error {
	apart(s)
	return happens(s, fmt.Sprintf("partition %s from store on verify.sent #2 for 14s", node(s, run)))
}

// apart has the second rotation asked for when the first one is over, whatever that waits for.
func apart(s *deploy.Setup) {
	for i := range s.Events {
		if e := &s.Events[i]; e.Kind == faults.TriggerKind && e.Word == "w2" && e.On == "" {
			e.At = max(e.At, 36*time.Second)
		}
	}
}

func clockRate() Assumption {
	return Assumption{Name: "clock-rate", Unit: PPM, Least: 0, Most: deploy.MostDriftPPM, Step: 100,
		Text:    "How far the rates of all clocks are off, all to the worse, while a node is cut off from the store.",
		Assumed: fromPolicy(func(s *deploy.Setting) int64 { return s.Policy.DriftPPM }),
		Push: func(s *deploy.Setup, value int64, run int) error {
			busy(s)
			s.Truth.DriftPPM, s.Truth.Beyond = value, true
			return cutOff(s, run)
		}}
}

func emission() Assumption {
	return Assumption{Name: "emission", Unit: Time, Least: ms, Most: 5 * s, Step: ms,
		Text:    "How long after a node's last check its answer leaves, while a node is cut off from the store.",
		Assumed: fromPolicy(func(s *deploy.Setting) int64 { return int64(s.Policy.Emission) }),
		Push: func(s *deploy.Setup, value int64, run int) error {
			busy(s)
			s.Truth.Emission, s.Truth.Beyond = time.Duration(value), true
			return cutOff(s, run)
		}}
}

// wallSkew needs versions that end: nothing else goes by the time of day.
func wallSkew() Assumption {
	return Assumption{Name: "wall-skew", Unit: Time, Least: 0, Most: 20 * s, Step: 50 * ms,
		Text:    "How far the time of day of nodes is behind, where versions end and one is not replaced in time.",
		Assumed: fromPolicy(func(s *deploy.Setting) int64 { return int64(s.Policy.WallSkew) }),
		Push: func(s *deploy.Setup, value int64, run int) error {
			p := &s.Policy
			p.SealLease, p.OpenLease, p.OwnerLease = 2*time.Second, 3*time.Second, 2*time.Second
			p.PublishLead, p.PublishDeadline, p.DrainDeadline = 500*time.Millisecond, 4*time.Second, 3*time.Second
			p.Lifetime, p.Period, p.Due, p.KeyLife = 3*time.Second, 8*time.Second, 0, 20*time.Second
			s.Duration, s.Think, s.Truth.Beyond = 45*time.Second, 200*time.Millisecond, true
			late, err := faults.Parse(fmt.Sprintf("trigger w2 at %s", faults.PrintDuration(28*time.Second+time.Duration(run)*50*time.Millisecond)))
			if err != nil {
				return err
			}
			s.Events = append(s.Schedule()[:2], late) // the first version, the first rotation, and one that is late
			if value == 0 {
				return nil
			}
			return happens(s, fmt.Sprintf("wall-jump nodes by -%s at 1s for %s", Time.Say(value), rest(s, time.Second)))
		}}
}

func cacheAge() Assumption {
	return Assumption{Name: "cache-age", Unit: Time, Least: 100 * ms, Most: 30 * s, Step: 100 * ms,
		Text:    "How old the views of relying parties get, against the time that a version is published before it is used.",
		Assumed: fromPolicy(func(s *deploy.Setting) int64 { return int64(s.Policy.PublishLead) }),
		Push: func(s *deploy.Setup, value int64, _ int) error {
			s.Truth.CacheAge = time.Duration(value)
			s.Relying, s.Think = []deploy.Cache{deploy.Aged, deploy.Aged, deploy.Aged, deploy.Aged, deploy.Aged, deploy.Aged}, 300*time.Millisecond
			return nil
		}}
}

func textLife() Assumption {
	return Assumption{Name: "text-life", Unit: Time, Least: s, Most: 50 * s, Step: 250 * ms,
		Text:    "How old the texts are that clients bring back, against the lifetime after which a version goes.",
		Assumed: fromPolicy(func(s *deploy.Setting) int64 { return int64(s.Policy.Lifetime) }),
		Push: func(s *deploy.Setup, value int64, _ int) error {
			s.Truth.Lifetime, s.Think = time.Duration(value), 400*time.Millisecond
			return nil
		}}
}

// replicaLag goes no further than the owner lease: whoever reads the record from further behind takes
// a dead owner for a live one, and no run has that.
func replicaLag() Assumption {
	least := deploy.Standard(noEngine, 0).Policy.OwnerLease
	return Assumption{Name: "replica-lag", Safe: true, Unit: Time, Least: 0, Most: int64(least), Step: 50 * ms,
		Text:    "How far a replica of the store is behind, for whoever reads there, while a node comes back and is cut off.",
		Assumed: fromPolicy(func(s *deploy.Setting) int64 { return int64(s.Policy.OwnerLease) }),
		Push: func(s *deploy.Setup, value int64, run int) error {
			busy(s)
			r := deploy.Region{Name: "all", Lag: time.Duration(value)}
			for _, p := range s.Pools {
				r.Pools = append(r.Pools, p.Name)
			}
			s.Regions = []deploy.Region{r}
			return errors.Join(happens(s, fmt.Sprintf("crash %s on stage.sent #2 for 300ms", node(s, run))), cutOff(s, run))
		}}
}

func networkDelay() Assumption {
	return Assumption{Name: "network-delay", Safe: true, Unit: Time, Least: 0, Most: 5 * s, Step: 10 * ms, Assumed: unsaid,
		Text: "How much longer the way of nodes and workers to the store takes, against leases that are to be renewed.",
		Push: func(s *deploy.Setup, value int64, _ int) error {
			return slow(s, value, "nodes to store", "workers to store")
		}}
}

func keyDelay() Assumption {
	return Assumption{Name: "key-delay", Safe: true, Unit: Time, Least: 0, Most: 5 * s, Step: 10 * ms, Assumed: unsaid,
		Text: "How much longer the way of nodes and workers to the key service takes.",
		Push: func(s *deploy.Setup, value int64, _ int) error {
			return slow(s, value, "nodes to keys", "workers to keys")
		}}
}

// slow has ways take longer from the first rotation on.
func slow(s *deploy.Setup, value int64, ways ...string) error {
	if value == 0 {
		return nil
	}
	apart(s)
	const from = 3 * time.Second
	for _, way := range ways {
		if err := happens(s, fmt.Sprintf("delay %s by %s at 3s for %s", way, Time.Say(value), rest(s, from))); err != nil {
			return err
		}
	}
	return nil
}

func storeOutage() Assumption {
	return Assumption{Name: "store-outage", Safe: true, Unit: Time, Least: 0, Most: 30 * s, Step: 100 * ms, Assumed: unsaid,
		Text: "How long the store has no leader in the middle of a rotation, against the deadlines of its barriers.",
		Push: func(s *deploy.Setup, value int64, run int) error { return out(s, value, run, "no-leader on %s for %s") }}
}

func keyOutage() Assumption {
	return Assumption{Name: "key-outage", Safe: true, Unit: Time, Least: 0, Most: 30 * s, Step: 100 * ms, Assumed: unsaid,
		Text: "How long the key service stands still in the middle of a rotation, against the attempts at one step.",
		Push: func(s *deploy.Setup, value int64, run int) error {
			return out(s, value, run, "pause keys on %s for %s")
		}}
}

// out has a service out of order from some step on, another one in each run.
func out(s *deploy.Setup, value int64, run int, event string) error {
	apart(s)
	steps := []string{"mint.due #2", "publish.sent #2", "prove.due #2", "verify.sent #2", "drain.sent #2", "commit.due #2"}
	if value == 0 {
		return nil
	}
	return happens(s, fmt.Sprintf(event, steps[run%len(steps)], Time.Say(value)))
}

// lostReplies has each run lose them at another step.
func lostReplies() Assumption {
	steps := []string{"mint.sent #2", "commit.sent #2", "publish.sent #2", "revoke.sent", "destroy.sent", "drain.sent #2", "verify.sent #2", "settle.sent #2"}
	return Assumption{Name: "lost-replies", Safe: true, Unit: Replies, Least: 0, Most: 500, Step: 1,
		Text:    "How many replies in a row are lost to the workers from a step on, against the attempts at one.",
		Assumed: fromPolicy(func(s *deploy.Setting) int64 { return int64(s.Policy.Attempts - 1) }),
		Push: func(s *deploy.Setup, value int64, run int) error {
			if value == 0 {
				return nil
			}
			apart(s)
			return happens(s, fmt.Sprintf("lose-reply workers x%d on %s", value, steps[run%len(steps)]))
		}}
}

// poolLoss needs a pool of which there is a share to be away.
func poolLoss() Assumption {
	const of = 8
	return Assumption{Name: "pool-loss", Safe: true, Unit: Nodes, Least: 0, Most: of, Step: 1,
		Text:    fmt.Sprintf("How many of the %d nodes of a pool are away while a key is rotated.", of),
		Assumed: fromPolicy(func(s *deploy.Setting) int64 { return of - int64(s.Policy.PoolStamps) }),
		Push: func(s *deploy.Setup, value int64, run int) error {
			pool := &s.Pools[run%len(s.Pools)]
			pool.Nodes = of
			apart(s)
			from := 2*time.Second + time.Duration(run%7)*200*time.Millisecond
			for i := range int(value) {
				if err := happens(s, fmt.Sprintf("crash %s at %s for %s", deploy.NodeName(pool.Name, i), faults.PrintDuration(from), rest(s, from))); err != nil {
					return err
				}
			}
			return nil
		}}
}

func ownerPause() Assumption {
	steps := []string{"mint.sent #2", "commit.due #2", "publish.due #2", "verify.due #2", "drain.due #2", "stage.due #2"}
	return Assumption{Name: "owner-pause", Safe: true, Unit: Time, Least: 0, Most: 20 * s, Step: 50 * ms,
		Text:    "How long an owner stands still in the middle of a step, against the lease by which it owns the key.",
		Assumed: fromPolicy(func(s *deploy.Setting) int64 { return int64(s.Policy.OwnerLease) }),
		Push: func(s *deploy.Setup, value int64, run int) error {
			if value == 0 {
				return nil
			}
			apart(s)
			return happens(s, fmt.Sprintf("pause owner on %s for %s", steps[run%len(steps)], Time.Say(value)))
		}}
}
