package daemon

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// What one process bears: each node has its leases to keep, and a host that seals all the time.
const (
	mostNodes   = 100
	mostWorkers = 20
	leastEvery  = 100 * time.Millisecond
)

// bounds says what is wrong with what dev is to start; a setting that only dev has is none of the
// others'.
func (s *settings) bounds() error {
	var wrong error
	switch {
	case s.Nodes < 1 || s.Nodes > mostNodes:
		wrong = fmt.Errorf("nodes: %d; want 1 to %d, all of which run in this process", s.Nodes, mostNodes)
	case s.WorkersHere < 1 || s.WorkersHere > mostWorkers:
		wrong = fmt.Errorf("workers: %d; want 1 to %d, all of which run in this process", s.WorkersHere, mostWorkers)
	case s.Every < 0 || s.Every > 0 && s.Every < leastEvery:
		wrong = fmt.Errorf("every: %s; want %s or more, or 0 for the first rotation only", s.Every, leastEvery)
	case s.Rotations < 0:
		wrong = fmt.Errorf("rotations: %d; want 1 or more, or 0 for no end", s.Rotations)
	case s.Policy.PoolStamps > s.smallestPool():
		wrong = fmt.Errorf("pool-stamps: %d; the smallest of this deployment's pools has %d of the %d nodes, and no rotation would pass its barriers: start more nodes, or ask for fewer", s.Policy.PoolStamps, s.smallestPool(), s.Nodes)
	}
	return asUsage(wrong)
}

// devPools are how many pools dev deals its nodes to, in turn.
const devPools = 3

func poolOf(node int) string { return string(rune('a' + node%devPools)) }

func (s *settings) smallestPool() int { return max(1, s.Nodes/devPools) }

// keysGiven says what is wrong with the keys as a whole.
func (s *settings) keysGiven() error {
	if len(s.Keys) == 0 {
		return usage{errors.New("keys: none is given; name at least one, or leave it out")}
	}
	for i, key := range s.Keys {
		if slices.Contains(s.Keys[:i], key) {
			return usage{fmt.Errorf("keys: %q is there twice; name each once", key)}
		}
	}
	return nil
}
