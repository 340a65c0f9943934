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

// poolsOf are the pools of nodes, with how many of their stamps open anything.
func poolsOf(stamps []Stamp, nodes []engine.KV) (pools []pool, err error) {
	all := make([]member, len(nodes))
	for k, kv := range nodes {
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
		all[k] = member{name, i}
	}
	next := 0
	for i := range stamps {
		if len(stamps[i].Opens) == 0 {
			continue
		}
		if k := find(all, next, stamps[i].Node); k >= 0 {
			pools[all[k].pool].stamps++
			next = k
		}
	}
	return pools, nil
}

// A member is a node of a pool, by its index.
type member struct {
	node string
	pool int
}

// find looks for a node from an index on, and then before it: nodes and stamps are in much
// the same order, so that it mostly is there or the next. -1: there is none.
func find(all []member, from int, node string) int {
	for n := range all {
		if k := (from + n) % len(all); all[k].node == node {
			return k
		}
	}
	return -1
}
