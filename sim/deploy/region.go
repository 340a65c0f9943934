package deploy

import (
	"fmt"
	"slices"
	"time"

	"pawl/engine"
)

// A Region is where pools lie, with a replica of the store that is behind by a lag. It answers
// those reads from there that are content with the past (engine.Txn.Stale), and nothing else.
type Region struct {
	Name  string
	Pools []string
	Lag   time.Duration
}

// LagOf is by how much the replica in a pool's region is behind; told is false where no region
// is said, and how far behind a replica is differs from read to read.
func (s *Setting) LagOf(pool string) (lag time.Duration, told bool) {
	for i := range s.Regions {
		if slices.Contains(s.Regions[i].Pools, pool) {
			return s.Regions[i].Lag, true
		}
	}
	return 0, false
}

// ValidateRegions demands that each pool lies in one region, where there are any.
func (s *Setting) ValidateRegions() error {
	if len(s.Regions) == 0 {
		return nil
	}
	in := map[string]string{} // the region of each pool; looked up only
	for i := range s.Regions {
		if err := s.checkRegion(i, in); err != nil {
			return err
		}
	}
	for _, p := range s.Pools {
		if in[p.Name] == "" {
			return fmt.Errorf("pool %q lies in no region: want each pool in one, where there are regions", p.Name)
		}
	}
	return nil
}

func (s *Setting) checkRegion(i int, in map[string]string) error {
	r := &s.Regions[i]
	// Whoever reads the record further behind than that would take a dead owner for a live one,
	// and would be accused of it (checker, status.go).
	most := s.Policy.OwnerLease
	switch {
	case !engine.ValidName(r.Name):
		return fmt.Errorf("region %q: want a plain name", r.Name)
	case slices.ContainsFunc(s.Regions[:i], func(x Region) bool { return x.Name == r.Name }):
		return fmt.Errorf("region %q is there twice: want each once", r.Name)
	case r.Lag < 0 || r.Lag > most:
		return fmt.Errorf("the replica of region %q is behind by %s: want 0s to the owner lease, which is %s", r.Name, r.Lag, most)
	case len(r.Pools) == 0:
		return fmt.Errorf("no pool lies in region %q: want one at least, or no such region", r.Name)
	}
	for _, pool := range r.Pools {
		if !slices.ContainsFunc(s.Pools, func(p Pool) bool { return p.Name == pool }) {
			return fmt.Errorf("region %q has a pool %q, which there is not: want those of pools", r.Name, pool)
		}
		if other := in[pool]; other != "" {
			return fmt.Errorf("pool %q lies in region %q and in region %q: want it in one of them", pool, other, r.Name)
		}
		in[pool] = r.Name
	}
	return nil
}
