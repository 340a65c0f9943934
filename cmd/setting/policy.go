package setting

import (
	"time"

	"pawl/engine"

	"github.com/spf13/pflag"
)

// Policy adds the flags of a policy, and sets it to what holds where nothing is said.
func Policy(f *pflag.FlagSet, to *engine.Policy, p engine.Policy) {
	*to = p
	f.DurationVar(&to.SealLease, "seal-lease", p.SealLease, "how long a node may seal without renewing; whole seconds")
	f.DurationVar(&to.OpenLease, "open-lease", p.OpenLease, "how long a node may open without renewing; whole seconds")
	f.DurationVar(&to.OwnerLease, "owner-lease", p.OwnerLease, "how long an owner may be silent; whole seconds")
	f.DurationVar(&to.PublishLead, "publish-lead", p.PublishLead, "the oldest view of a relying party")
	f.DurationVar(&to.PublishDeadline, "publish-deadline", p.PublishDeadline, "the next version not held everywhere by then: abort")
	f.DurationVar(&to.DrainDeadline, "drain-deadline", p.DrainDeadline, "sealing not ended everywhere by then: it is given back")
	f.DurationVar(&to.Lifetime, "lifetime", p.Lifetime, "of what is sealed, from the end of sealing under its version")
	f.DurationVar(&to.Due, "due", p.Due, "age of a version at which people are told; 0: never")
	f.DurationVar(&to.Emission, "emission", p.Emission, "how long an answer may be under way; a slower one is dropped by the host")
	f.Int64Var(&to.DriftPPM, "drift-ppm", p.DriftPPM, "how far any clock's rate may be off, in parts per million")
	f.DurationVar(&to.WallSkew, "wall-skew", p.WallSkew, "how far any wall clock may be off")
	f.IntVar(&to.Attempts, "attempts", p.Attempts, "of a step, before the rotation halts")
	f.DurationVar(&to.Backoff, "backoff", p.Backoff, "before the second attempt")
	f.StringSliceVar(&to.Callers, "callers", p.Callers, "names that may ask for a rotation")
	f.StringSliceVar(&to.Operators, "operators", p.Operators, "names that may act, and approve")
	f.DurationVar(&to.KeyLife, "key-life", p.KeyLife, "how long after its making a version may be used at all; 0: for ever")
	f.IntVar(&to.SealLimit, "seal-limit", p.SealLimit, "how often may be sealed under a version; 0: without limit")
	f.StringVar(&to.Anchor, "anchor", p.Anchor, "the key under whose active version all others' are issued; empty: none")
	f.BoolVar(&to.Canary, "canary", p.Canary, "let pools in one after another")
	f.BoolVar(&to.Spare, "spare", p.Spare, "have the next version ready before anybody asks")
	f.BoolVar(&to.Changing, "changing", p.Changing, "another policy may come to some processes before others")
	f.IntVar(&to.PoolStamps, "pool-stamps", p.PoolStamps, "how many nodes of each pool must serve")
}

// PolicyAlone is the flags of a policy and no others, by which they are told from a program's own.
func PolicyAlone(p engine.Policy) *pflag.FlagSet {
	f := pflag.NewFlagSet("policy", pflag.ContinueOnError)
	Policy(f, new(engine.Policy), p)
	return f
}

// Deployed is what holds for a deployment that says nothing: leases that one etcd bears
// for hundreds of nodes, and time for people.
func Deployed() engine.Policy {
	return engine.Policy{
		SealLease: 30 * time.Second, OpenLease: 2 * time.Minute, OwnerLease: 10 * time.Second,
		PublishLead: time.Minute, PublishDeadline: 10 * time.Minute, DrainDeadline: 2 * time.Minute,
		Lifetime: 30 * 24 * time.Hour, Due: 90 * 24 * time.Hour,
		Emission: 50 * time.Millisecond, DriftPPM: 500, WallSkew: 2 * time.Second,
		Attempts: 5, Backoff: 200 * time.Millisecond, PoolStamps: 1,
		Callers: []string{"scheduler"}, Operators: []string{},
	}
}
