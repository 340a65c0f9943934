package checker

// What the protocol's table of phases lets a new stamp do.

// maySeal is the version that a stamp granted under v may seal under; 0: none.
func (v *View) maySeal() uint32 {
	if v.effective() == Draining {
		return 0
	}
	return v.Active
}

// mayOpen says that a stamp granted under v opens a version.
func (v *View) mayOpen(ver *Version) bool {
	switch p := v.effective(); {
	case ver.State == Active || ver.State == Deprecated:
		return true
	case ver.N == v.Next && ver.N != 0:
		return p == Published || p == Verified || p == Draining
	}
	return false
}

// opens are the versions that a stamp granted under v opens, in the record's order.
func (v *View) opens() []uint32 {
	var ns []uint32
	for i := range v.Versions {
		if v.mayOpen(&v.Versions[i]) {
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
