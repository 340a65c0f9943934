package campaign

import (
	"fmt"
	"slices"
	"strings"

	"pawl/checker"
	"pawl/sim/deploy"
)

// writes are the revisions of the record and its audit. Each is told by what it
// changed, whatever the engine says of it.
func (n *narrator) writes(h *checker.Past) {
	before := map[string]*checker.View{} // by key, the last that wrote the record; looked up only
	for i := range h.Views {
		v := &h.Views[i]
		prev := before[v.Key]
		if prev == nil {
			prev = &checker.View{}
		}
		m := moment{at: v.At, who: deploy.MachineOf(v.By), always: n.cited(v.Cite())}
		m.what = fmt.Sprintf("%s (revision %d)", written(v, prev), v.Revision)
		m.rotation, m.window = prev.Rotation, prev.Window
		if v.RecordWritten {
			m.rotation, m.window, m.versions = v.Rotation, v.Window, changed(v, prev)
			m.owner = v.Fence != prev.Fence
			before[v.Key] = v
		}
		if m.rotation == "" { // it is given up with this write
			m.rotation, m.window = prev.Rotation, prev.Window
		}
		n.add(v.Key, m)
	}
}

// written is what a revision did.
func written(v, prev *checker.View) string {
	switch {
	case !v.RecordWritten && v.AuditLost > 0:
		return fmt.Sprintf("loses %d audit entries", v.AuditLost)
	case !v.RecordWritten:
		return "writes the audit entry of " + entered(v)
	}
	if isLost(v) {
		return "deletes the record, or makes it unreadable"
	}
	did := []string{moved(v, prev)}
	if v.Fence < prev.Fence {
		did = append(did, fmt.Sprintf("which puts the fence back from %d to %d", prev.Fence, v.Fence))
	}
	if v.Active != prev.Active {
		did = append(did, active(v))
	}
	return strings.Join(did, ", ")
}

// isLost says that a revision left no record.
func isLost(v *checker.View) bool {
	return v.RecordWritten && len(v.Versions) == 0 && len(v.Audit) == 0 && v.Rotation == "" && v.Fence == 0 && v.Rev == 0
}

// moved is the change itself.
func moved(v, prev *checker.View) string {
	switch {
	case v.Rotation != prev.Rotation && v.Rotation != "" && prev.Rotation != "" || v.Phase == checker.Intent && prev.Phase != checker.Intent && prev.Phase != checker.Halted:
		if v.Window == "" {
			return fmt.Sprintf("records %s, in an emergency", v.Phase)
		}
		return fmt.Sprintf("records %s for window %s", v.Phase, v.Window)
	case v.Phase != prev.Phase:
		return "records " + v.Phase
	case v.Fence > prev.Fence && v.Owner != "":
		return fmt.Sprintf("becomes the owner, with fence %d", v.Fence)
	case v.Fence > prev.Fence:
		return fmt.Sprintf("ends the ownership, with fence %d", v.Fence)
	}
	var states []string
	for _, ver := range v.Versions {
		if was := stateOf(prev, ver.N); was != ver.State && was != "" {
			states = append(states, fmt.Sprintf("version %d %s", ver.N, ver.State))
		}
	}
	if len(states) > 0 {
		return "records " + strings.Join(states, ", ")
	}
	return "records " + entered(v)
}

func active(v *checker.View) string {
	if v.Active == 0 {
		return "and no version is active any more"
	}
	return fmt.Sprintf("and version %d is the active one", v.Active)
}

// entered is what the entries of a revision say.
func entered(v *checker.View) string {
	var all []string
	for i := range v.Audit {
		all = append(all, v.Audit[i].Transition)
	}
	if len(all) == 0 {
		return v.Phase
	}
	return strings.Join(all, ", ")
}

// changed are the versions that a revision put to use or took out of it.
func changed(v, prev *checker.View) (some []uint32) {
	note := func(n uint32) {
		if n != 0 && !slices.Contains(some, n) {
			some = append(some, n)
		}
	}
	if v.Active != prev.Active {
		note(v.Active)
		note(prev.Active)
	}
	for _, ver := range v.Versions {
		if stateOf(prev, ver.N) != ver.State && slices.Contains(closed, ver.State) {
			note(ver.N)
		}
	}
	return some
}

// closed are the states in which a version is of no more use.
var closed = []checker.State{checker.Retiring, checker.Revoked, checker.Destroyed}

func stateOf(v *checker.View, n uint32) checker.State {
	for _, ver := range v.Versions {
		if ver.N == n {
			return ver.State
		}
	}
	return ""
}
