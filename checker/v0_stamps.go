package checker

import (
	"fmt"
	"slices"
	"time"
)

// answer holds what a node says of the stamp that it answered under to the one that its
// incarnation had been granted, and to the record. A node lives by its next stamp before
// it asks for it (rule 3), and that may never be granted: so it says something between
// the two.
func (j *witness) answer(id server, rev uint64, emitted time.Duration, is citable) {
	v := mayStand(j.p.Views, emitted)
	if v == nil {
		return
	}
	j.t.judged(v0Answers)
	low := uint64(0)
	for _, g := range j.p.servers.of(id) {
		if g.Early > emitted {
			break
		}
		if low == 0 || g.At <= emitted-j.p.Policy.Emission { // what was checked is at most that old
			low = g.Rev
		}
	}
	if low == 0 || rev < low || rev > v.Rev {
		j.t.add(v0Answers, emitted, citing(is), "%s answered at %s, and says under a stamp of rev %d; its incarnation was last granted one of rev %d, and the record was at %d",
			who(id.node, id.incarnation), at(emitted), rev, low, v.Rev)
	}
}

// stamps holds each stamp to who wrote it, to the lease that it hangs on, to the record
// as it was, and to the key service.
func (j *witness) stamps() {
	for _, stamps := range j.p.servers.list {
		for k, g := range stamps {
			if g.Kept {
				continue
			}
			j.t.judged(v0Stamps)
			if v := viewAtRevision(j.p.Views, g.Revision); v != nil && j.p.admits(v) {
				j.stamp(g, v, extends(v, stamps, k))
			}
		}
	}
}

func (j *witness) stamp(g *Grant, v *View, extended bool) {
	differs := func(field string, got, want any) {
		j.t.add(v0Stamps, g.At, citing(v, g), "the stamp of %s at %s, revision %d, says that %s is %v; by what was seen it is %v",
			who(g.Node, g.Incarnation), at(g.At), g.Revision, field, got, want)
	}
	if g.Node != machineOf(g.By) {
		differs("its node", g.Node, machineOf(g.By))
	}
	if g.Incarnation != g.By {
		differs("its incarnation", g.Incarnation, g.By)
	}
	lease := j.p.Policy.OpenLease
	if g.Sealing {
		lease = j.p.Policy.SealLease
	}
	if g.TTL != 0 && g.TTL != lease {
		differs("the length of its lease", lease, g.TTL)
	}
	j.prints(g, differs)
	if extended { // it says what the one before said
		return
	}
	if g.Rev != v.Rev {
		differs("its rev", g.Rev, v.Rev)
	}
	pool := j.p.pools[g.Node]
	ended := func(n uint32) bool {
		return j.p.within(n, 0, g.At) || j.p.Policy.KeyLife != 0 && !j.p.sees(KeyService) // what it was made to last is not known
	}
	if seal := v.maySeal(pool); g.Sealing && g.Seal != seal && (g.Seal != 0 || !ended(seal)) {
		differs("the version to seal under", g.Seal, seal)
	}
	if !g.Sealing && !opensAll(g.Opens, v, pool, ended) {
		differs("what it opens", versions(g.Opens), versions(v.opens(pool)))
	}
	if g.Sealing && len(g.Opens) > 0 || !g.Sealing && g.Seal != 0 {
		differs("its kind", fmt.Sprintf("sealing: %v", g.Sealing), "the other")
	}
}

// opensAll says that a stamp opens what the record says, but perhaps for what has ended.
func opensAll(opens []uint32, v *View, pool string, ended func(uint32) bool) bool {
	n := 0
	for i := range v.Versions {
		ver := &v.Versions[i]
		opened := slices.Contains(opens, ver.N)
		if opened && v.mayOpen(ver, pool) {
			n++
		}
		if !opened && v.mustOpen(ver, pool) && !ended(ver.N) {
			return false
		}
	}
	return n == len(opens)
}

func (j *witness) prints(g *Grant, differs func(string, any, any)) {
	if !g.Sealing && len(g.Prints) != len(g.Opens) {
		differs("the material of what it opens", many(len(g.Prints), "fingerprint"), len(g.Opens))
		return
	}
	for i, print := range g.Prints {
		if mint := j.mints.get(g.Opens[i]); mint != nil && print != (*mint).Print {
			differs("the material of "+name(g.Opens[i]), print, (*mint).Print)
		}
	}
}
