package foreign

import (
	"fmt"

	"pawl/engine"
)

// Operation is the id under which a version of a key is made by who numbers by Next.
func Operation(key string, version uint32) string { return fmt.Sprintf("%s/%d", key, version) }

// Next is the lowest number of a key, above one that is known to be taken, under whose operation
// the key service has made nothing: for code that gives its keys no numbers, or keeps them where
// they can be lost. It asks some two lookups for each doubling of what was not known.
func Next(keys engine.KeyService, key string, taken uint32) (uint32, error) {
	free, step := uint32(0), uint32(1)
	for free == 0 || free-taken > 1 {
		n := taken + step
		if free != 0 {
			n = taken + (free-taken)/2
		}
		_, found, err := keys.Lookup(Operation(key, n))
		switch {
		case err != nil:
			return 0, err
		case found:
			taken, step = n, 2*step
		default:
			free = n
		}
	}
	return free, nil
}
