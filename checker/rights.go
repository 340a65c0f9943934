package checker

import "slices"

// What the protocol's table of phases lets a new stamp do.

// reaches says that a pool is let in: all are where none is named.
func (v *View) reaches(pool string) bool {
	return len(v.Reached) == 0 || slices.Contains(v.Reached, pool)
}

// keepsFromSealing says that a pool is not let in to seal under what is committed.
func (v *View) keepsFromSealing(pool string) bool {
	return v.effective() == Committed && !v.reaches(pool)
}

// maySeal is the version that a stamp granted under v to a node of a pool may seal under; 0:
// none.
func (v *View) maySeal(pool string) uint32 {
	if v.effective() == Draining || v.keepsFromSealing(pool) {
		return 0
	}
	return v.Active
}

// mayOpen says that a stamp granted under v to a node of a pool opens a version.
func (v *View) mayOpen(ver *Version, pool string) bool {
	switch p := v.effective(); {
	case ver.State == Active || ver.State == Deprecated:
		return true
	case v.lies(ver):
		return true
	case ver.N == v.Next && ver.N != 0:
		return p == Published && v.reaches(pool) || p == Verified || p == Draining
	}
	return false
}

// lies says that a version lies ready, and may be opened by whoever has it.
func (v *View) lies(ver *Version) bool { return ver.N == v.Spare && ver.N != 0 && ver.Print != "" }

// mustOpen says that a stamp granted under v to a node of a pool has to open a version: all
// that it may open but what lies ready and is not demanded.
func (v *View) mustOpen(ver *Version, pool string) bool {
	p := v.effective()
	onItsWay := ver.N == v.Next && (p == Published || p == Verified || p == Draining)
	return v.mayOpen(ver, pool) && (!v.lies(ver) || v.SpareRev != 0 || onItsWay)
}

// opens are the versions that a stamp granted under v to a node of a pool opens, in the
// record's order.
func (v *View) opens(pool string) []uint32 {
	var ns []uint32
	for i := range v.Versions {
		if v.mayOpen(&v.Versions[i], pool) {
			ns = append(ns, v.Versions[i].N)
		}
	}
	return ns
}

// version is what v says of one version; nil if nothing.
func (v *View) version(n uint32) *Version {
	for i := range v.Versions {
		if v.Versions[i].N == n {
			return &v.Versions[i]
		}
	}
	return nil
}

// state is the state of version n; empty if the view does not list it.
func (v *View) state(n uint32) State {
	if ver := v.version(n); ver != nil {
		return ver.State
	}
	return ""
}
