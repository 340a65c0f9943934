package campaign

import (
	"slices"

	"pawl/checker"
	"pawl/faults"
)

// An exception is why some cells of the faults' matrix cannot be reached.
type exception struct {
	family string // of kinds; "": those below
	kinds  []string
	roles  []checker.Role
	phases []checker.Phase // nil: any
	why    string
}

const nobodys = "it is what people do, and strikes no machine"

var (
	nextOfAStep = []string{"drop", "duplicate", "lose-reply", "fail", "fail-late"}
	storeAlone  = []checker.Phase{checker.Staged, checker.Published, checker.Verified, checker.Draining, checker.Committed, checker.Aborted, checker.Halted}
)

var exceptions = []exception{
	{family: "disk", roles: allBut(checker.NodeRole), why: "only nodes have disks that an engine writes"},
	{family: "membership", roles: allBut(checker.NodeRole), why: "only nodes come and go"},
	{family: "store", roles: allBut(checker.StoreRole), why: "it happens to the store itself"},
	{kinds: []string{"crash-loop", "hang"}, roles: []checker.Role{checker.StoreRole, checker.KeysRole, checker.CallerRole},
		why: "it happens to machines that an engine runs on"},
	{kinds: []string{"slow"}, roles: []checker.Role{checker.StoreRole, checker.KeysRole}, why: "a service that is slow is one whose answers are delayed"},
	{kinds: []string{"drift"}, roles: []checker.Role{checker.KeysRole, checker.CallerRole}, why: "the key service and callers measure no time by which anything is decided"},
	{kinds: []string{"reject"}, roles: []checker.Role{checker.StoreRole, checker.CallerRole}, why: "only the key service turns down for good what an engine asks"},
	{kinds: []string{"reject"}, roles: []checker.Role{checker.WorkerRole}, why: "of the workers only a key's owner asks the key service"},
	{family: "operators", roles: checker.Roles, why: nobodys},
	{family: "triggers", roles: checker.Roles, why: nobodys},
	{kinds: nextOfAStep, roles: []checker.Role{checker.CallerRole}, why: "it strikes what a step sends next, and callers take none"},
	{kinds: nextOfAStep, roles: []checker.Role{checker.KeysRole}, phases: storeAlone, why: "it strikes what a step sends next, and the steps of these phases ask the store"},
	{kinds: []string{"reject"}, roles: []checker.Role{checker.OwnerRole}, phases: storeAlone, why: "in these phases a rotation asks nothing of the key service"},
	{kinds: []string{"overload"}, roles: []checker.Role{checker.KeysRole}, phases: []checker.Phase{checker.Staged, checker.Verified, checker.Draining, checker.Committed, checker.Aborting, checker.Aborted, checker.Halted},
		why: "whoever would ask the key service then asks the store first, and is turned down there"},
	{kinds: []string{"hang", "drift", "fail-late"}, roles: []checker.Role{checker.WorkerRole}, phases: []checker.Phase{checker.Verified, checker.Draining, checker.Committed, checker.Aborted},
		why: "these phases are brief, and a worker that does not own the key hears nothing from the store meanwhile"},
	{kinds: []string{"overload", "fail", "fail-late"}, roles: []checker.Role{checker.CallerRole}, why: "callers ask no service"},
}

func allBut(role checker.Role) (all []checker.Role) {
	for _, r := range checker.Roles {
		if r != role {
			all = append(all, r)
		}
	}
	return all
}

// unreachable says why a cell cannot be reached; "" if it can.
func unreachable(k *faults.Kind, b checker.Blow) string {
	for i := range exceptions {
		x := &exceptions[i]
		if (x.family == k.Family || slices.Contains(x.kinds, k.Name)) && slices.Contains(x.roles, b.Role) && (x.phases == nil || slices.Contains(x.phases, b.Phase)) {
			return x.why
		}
	}
	return ""
}
