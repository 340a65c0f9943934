package reference

import (
	"slices"
	"strings"

	"pawl/engine"
)

// A pool is one of which some node has served the key.
type pool struct {
	name   string
	nodes  []string
	stamps int // open stamps of its nodes
}

// thinPool names a pool in which fewer nodes than the minimum have an open stamp;
// empty if there is none. Which pools there are, nodes have said when they first
// came; one that is given up for good is struck off by deleting its nodes' entries.
//
// No barrier needs this to be safe: who has no stamp serves nobody. It keeps a
// rotation from going on when there is nobody left to serve.
func thinPool(stamps []Stamp, nodes []engine.KV, minimum int) (string, error) {
	pools, err := poolsOf(nodes)
	if err != nil {
		return "", err
	}
	for i := range stamps {
		if len(stamps[i].Opens) == 0 {
			continue // it opens nothing
		}
		for j := range pools {
			if slices.Contains(pools[j].nodes, stamps[i].Node) {
				pools[j].stamps++
			}
		}
	}
	for _, p := range pools {
		if p.stamps < minimum {
			return p.name, nil
		}
	}
	return "", nil
}

func poolsOf(nodes []engine.KV) (pools []pool, err error) {
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
		pools[i].nodes = append(pools[i].nodes, name)
	}
	return pools, nil
}
