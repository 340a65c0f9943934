package campaign

import (
	"hash/fnv"
	"io"
)

// SeedOf is the seed of one run of a campaign: of the random runs when scenario
// is "", else of that scenario's. It depends on nothing else, so that a scenario
// added to the library changes no other run.
func SeedOf(campaign uint64, scenario string, run int) uint64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, scenario) // a hash does not fail
	return mixed(mixed(campaign^h.Sum64()) + uint64(run+1)*0x9E3779B97F4A7C15)
}

// mixed is the finalizer of splitmix64: neighbours become strangers.
func mixed(x uint64) uint64 {
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}
