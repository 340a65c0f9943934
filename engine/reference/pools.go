package reference

import (
	"slices"
	"strings"

	"pawl/engine"
)

// A pool is one of which some node has served the key.
type pool struct {
	name   string
	stamps int // open stamps of its nodes
}

// thinPool names a pool in which fewer nodes than the minimum have an open stamp;
// empty if there is none. Which pools there are, nodes have said when they first
// came; one that is given up for good is struck off by deleting its nodes' entries.
//
// No barrier needs this to be safe: who has no stamp serves nobody. It keeps a
// rotation from going on when there is nobody left to serve.
func thinPool(stamps []Stamp, nodes []engine.KV, minimum int) (string, error) {
	pools, err := poolsOf(stamps, nodes)
	if err != nil {
		return "", err
	}
	for _, p := range pools {
		if p.stamps < minimum {
			return p.name, nil
		}
	}
	return "", nil
}

// poolsOf counts the stamps as it goes through the nodes, so that no pool needs a list
// of its own.
func poolsOf(stamps []Stamp, nodes []engine.KV) (pools []pool, err error) {
	for _, kv := range nodes {
		p, err := decodePresence(kv.Value)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(pools, func(x pool) bool { return x.name == p.Pool })
		if i < 0 {
			i = len(pools)
			pools = append(pools, pool{name: p.Pool})
		}
		_, name, _ := strings.Cut(kv.Key, "/"+nodeKind+"/")
		pools[i].stamps += openStamps(stamps, name)
	}
	return pools, nil
}

// openStamps is how many stamps of a node open anything.
func openStamps(stamps []Stamp, node string) (n int) {
	for i := range stamps {
		if stamps[i].Node == node && len(stamps[i].Opens) > 0 {
			n++
		}
	}
	return n
}
