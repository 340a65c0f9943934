package engine

import (
	"errors"
	"fmt"
	"time"
)

// Policy is what the owner of a key decides about its rotation. Durations are
// in true time; the engine adds the margins for clocks itself.
type Policy struct {
	SealLease       time.Duration // how long a node may seal without renewing
	OpenLease       time.Duration // how long a node may open without renewing
	OwnerLease      time.Duration // how long an owner may be silent
	PublishLead     time.Duration // from B1's evidence to use: the oldest cache of a relying party
	PublishDeadline time.Duration // B1 missed for so long: abort
	DrainDeadline   time.Duration // B2 missed for so long: sealing is given back
	Lifetime        time.Duration // of an artefact, from the end of sealing under its version
	Period          time.Duration // between two slots, for engines that keep their own time
	Due             time.Duration // age of the active version at which somebody is told that it is due; 0: nobody is
	Emission        time.Duration // δ: longest way from the last check to the answer leaving the node
	DriftPPM        int64         // ρ: how far any clock's rate may be off, parts per million
	WallSkew        time.Duration // how far any machine's wall clock may be off, either way
	Attempts        int           // of one step before the rotation halts; of a window without an operator
	Backoff         time.Duration // before the second attempt; doubles
	Callers         []string      // who may ask for a rotation
	Operators       []string      // who may act on a rotation, approve an emergency, and ask for more attempts of a window than policy has
	PoolStamps      int           // how many nodes of each pool must serve, for B1 to pass
	Anchor          string        // the key under whose active version each version of all others is issued; empty: none
	KeyLife         time.Duration // how long after it was made a version may be used at all; 0: for ever
	SealLimit       int           // how often may be sealed under one version, a 64th part of which a node takes at a time; 0: without limit
	Rewrap          bool          // whether sealed texts are kept in the store for good: they are moved to the active version, and no version is retired while one is kept under it
	Canary          bool          // pools are let in one after another, each when those before it hold what is new
	Spare           bool          // the next version is made and published before anybody asks for it
	Changing        bool          // another policy may come to some machines before others: what was promised under one is kept under the other
}

// StandardPolicy is the policy of the standard run.
func StandardPolicy() Policy {
	return Policy{
		SealLease:       10 * time.Second,
		OpenLease:       16 * time.Second,
		OwnerLease:      5 * time.Second,
		PublishLead:     time.Second,
		PublishDeadline: 18 * time.Second,
		DrainDeadline:   14 * time.Second,
		Lifetime:        10 * time.Second,
		Period:          14 * time.Second,
		Due:             25 * time.Second,
		Emission:        2 * time.Millisecond,
		DriftPPM:        500,
		WallSkew:        400 * time.Millisecond,
		Attempts:        5,
		Backoff:         200 * time.Millisecond,
		Callers:         []string{"scheduler", "operator"},
		Operators:       []string{"operator", "operator-2"},
		PoolStamps:      1,
	}
}

// Validate says what makes a policy unusable.
func (p Policy) Validate() error {
	switch {
	case p.SealLease < 2*time.Second || p.OpenLease < 2*time.Second || p.OwnerLease < 2*time.Second:
		return errors.New("a lease shorter than 2s: the store grants none; use 2s or more")
	case p.SealLease%time.Second != 0 || p.OpenLease%time.Second != 0 || p.OwnerLease%time.Second != 0:
		return errors.New("a lease that is not whole seconds: the store counts in seconds")
	case p.Usable(p.SealLease) <= p.SealLease/2 || p.Usable(p.OwnerLease) <= p.OwnerLease/2:
		return errors.New("drift bound and emission bound leave less than half of a lease; use longer leases or smaller bounds")
	case p.Usable(p.OpenLease)-p.OpenLease*3/8 <= 2*(p.Emission+p.Drift(p.Emission)):
		return errors.New("emission bound too large for the open lease: a node that hands over waits for it, and what a renewal leaves of the lease must outlast two of that; use a longer open lease or a smaller bound")
	case p.Usable(p.SealLease)*3/4 <= 2*(p.Emission+p.Drift(p.Emission)):
		return errors.New("emission bound too large for the seal lease: what the oldest stamp leaves of it must outlast two hand-overs; use a longer seal lease or a smaller bound")
	case p.OpenLease < p.SealLease:
		return errors.New("open lease shorter than seal lease: nodes could seal what nobody opens")
	case p.DrainDeadline <= p.SealLease:
		return errors.New("drain deadline not above the seal lease: draining could never outwait a dead node")
	case p.PublishDeadline <= p.OpenLease:
		return errors.New("publish deadline not above the open lease: B1 could never outwait a dead node; a longer deadline, or a shorter lease")
	case p.SealLimit < 0 || p.SealLimit > 1<<30:
		return errors.New("a limit of seals outside 0 to 2^30")
	case p.Anchor != "" && !ValidName(p.Anchor):
		return errors.New("the anchor is no name of a key")
	case p.KeyLife < 0 || p.KeyLife != 0 && p.KeyLife < p.LeastKeyLife():
		return fmt.Errorf("a key life of %s: want 0, or at least %s, since no rotation could count on it: %s for a rotation, %s from one to the next, %s for artefacts, and %s for wall clocks and emission",
			p.KeyLife, p.LeastKeyLife(), p.Rotates(), max(p.Period, p.Due), p.Lifetime, p.EndMargin())
	case p.Canary && p.Spare:
		return errors.New("both canary and spare: a spare is in all pools before they could be let in one after another; choose one")
	case p.PoolStamps < 0:
		return errors.New("a minimum of stamps a pool below 0")
	case p.Attempts < 1:
		return errors.New("attempts below 1: no step would ever be tried")
	case p.DriftPPM < 0 || p.DriftPPM > 100_000:
		return errors.New("drift bound outside 0 to 100000 ppm")
	case p.WallSkew < 0 || p.WallSkew > time.Minute:
		return errors.New("a bound for wall clocks outside 0 to 1m: use one that the machines' time keeping holds")
	case p.PublishLead < 0 || p.PublishDeadline <= p.PublishLead || p.Lifetime <= 0 || p.Backoff <= 0 || p.Emission < 0 || p.Due < 0:
		return errors.New("a duration that is negative or zero, or a publish deadline not above the lead")
	}
	return nil
}

// SealShare is how many seals a node takes of what is left of a version's limit at a time:
// those that it has not made when it ends are lost.
func (p *Policy) SealShare() int { return max(1, p.SealLimit/64) }

// EndMargin is how long before a version ends, by the reader's wall clock, it has to be left
// alone: that clock and the key service's may be off the one way and the other, and an answer
// may leave δ after the check.
func (p *Policy) EndMargin() time.Duration { return 2*p.WallSkew + p.Emission }

// Ahead is what must be left of a version's life when it is activated: the time until the next
// one is, and the lifetime of what is sealed last.
func (p *Policy) Ahead() time.Duration { return max(p.Period, p.Due) + p.Lifetime + p.EndMargin() }

// Rotates is the longest that a rotation takes from making a version to activating it, if
// each of its barriers passes just before its deadline, by a clock that runs slow.
func (p *Policy) Rotates() time.Duration {
	d := p.PublishDeadline + p.PublishLead + p.DrainDeadline
	return d + 2*p.Drift(d)
}

// LeastKeyLife is the shortest life of a version that lets it be activated.
func (p *Policy) LeastKeyLife() time.Duration { return p.Rotates() + p.Ahead() }

// Usable is the part of a lease that its holder may use: the holder's clock may
// run slow and the store's fast, each by ρ, and an answer may leave δ after the
// check.
func (p *Policy) Usable(ttl time.Duration) time.Duration {
	return ttl - p.Drift(ttl)*2 - p.Emission
}

// Drift is the most that a clock can be off after d.
func (p *Policy) Drift(d time.Duration) time.Duration {
	return d/1_000_000*time.Duration(p.DriftPPM) + time.Duration(p.DriftPPM)
}
