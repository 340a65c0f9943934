package checker

import "slices"

// A poolSeen is what there was of a pool that has served.
type poolSeen struct {
	name  string
	ready []string // its nodes that had an open stamp of the target
}

// pools demands that no pool was left behind that had ever served. How many stamps of it there
// were at the moment that the writer went by is not known; no more than there have been since
// the raise.
func (e *evidence) pools(x *turn) {
	want := e.h.of(x.v.By).PoolStamps
	if want == 0 {
		return
	}
	var served []poolSeen
	for i := range e.h.Stamps {
		g := &e.h.Stamps[i]
		pool := e.h.pools[g.Node]
		if g.Sealing || g.Revision >= x.v.Revision || pool == "" {
			continue
		}
		k := slices.IndexFunc(served, func(p poolSeen) bool { return p.name == pool })
		if k < 0 {
			k, served = len(served), append(served, poolSeen{name: pool})
		}
		if p := &served[k]; g.Rev >= x.prev.Target && len(g.Opens) > 0 && !slices.Contains(p.ready, g.Node) {
			p.ready = append(p.ready, g.Node)
		}
	}
	for _, p := range served {
		e.t.judged(s9Pools)
		if n := len(p.ready); n < want {
			e.t.add(s9Pools, x.v.At, citing(e.raised, x.v), "%s wrote %s at %s, revision %d; of pool %s %s had had an open stamp of target %d, and policy demands %d",
				x.v.By, x.v.Phase, at(x.v.At), x.v.Revision, p.name, many(n, "node"), x.prev.Target, want)
		}
	}
}

// poolOfNode are the pools of the nodes, by node; looked up only.
func (h *History) poolOfNode() map[string]string {
	all := map[string]string{}
	for i := range h.Machines {
		if m := &h.Machines[i]; m.Duty == NodeDuty {
			all[m.Name] = m.Pool
		}
	}
	return all
}
