package live

import (
	"context"
	"fmt"

	"pawl/faults"
	"pawl/sim/deploy"
)

// Deployment makes runs of real processes.
type Deployment struct {
	yard yard // what the processes run in
}

// Run makes one run, in real time: it takes as long as the setup says, and some more to begin
// and to end.
func (d Deployment) Run(ctx context.Context, s deploy.Setup) (deploy.Result, error) {
	if err := s.Validate(); err != nil {
		return deploy.Result{}, err
	}
	r := newRun(&s)
	if err := newRun(&s).suits(d.yard); err != nil {
		return deploy.Result{}, err
	}
	ground, err := d.yard.open(ctx, r)
	if err != nil {
		return deploy.Result{}, err
	}
	defer ground.close()
	return r.makes(ctx, d.yard, ground)
}

// Suits says why a setup cannot be run here; nil: it can.
func (d Deployment) Suits(s deploy.Setup) error {
	if err := s.Validate(); err != nil {
		return err
	}
	return newRun(&s).suits(d.yard)
}

// suits refuses what cannot be done to real processes, by name and before anything starts.
func (r *run) suits(y yard) error {
	switch {
	case r.setup.Replay != nil || r.setup.Branch != nil:
		return fmt.Errorf("a replay of decisions, and real processes take them by themselves: have it made by the simulator")
	case r.setup.Truth.Emission != 0:
		return fmt.Errorf("answers that leave up to %s late in truth, and those of a real node leave when they do", r.setup.Truth.Emission)
	case r.setup.Truth.DriftPPM != 0:
		return fmt.Errorf("clocks that are off by %d ppm in truth, and the store goes by the clock of this machine, which nobody sets", r.setup.Truth.DriftPPM)
	}
	for _, region := range r.setup.Regions {
		if region.Lag > 0 {
			return fmt.Errorf("region %s, whose replica is %s behind, and how far a member of etcd is behind nobody can say", region.Name, region.Lag)
		}
	}
	for _, e := range r.setup.Events {
		if why := y.refuses(e); why != "" {
			return fmt.Errorf("%q cannot be done to real processes: %s", e, why)
		}
	}
	if _, err := faults.NewInjector(r.setup.Events, y.suffers(r), r.setup.Keys, r.now, 0); err != nil {
		return fmt.Errorf("it cannot be run with real processes: %w", err)
	}
	return nil
}
