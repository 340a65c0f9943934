package explain

import (
	"fmt"
	"strings"

	"pawl/engine"
	"pawl/engine/reference"
)

// partWords say what each part of the reference guards, as what is missing where it is not.
// Names of ports and of policy are the same for both kinds of process, unless the kind is said.
var partWords = map[string]string{ // looked up only
	"worker.Admit":               "admission: who asks is known, record and window are read, and one transaction that compares both writes them",
	"worker.Rotation[IDLE]":      "the step of IDLE: nothing is begun that nobody has asked for",
	"worker.Rotation[INTENT]":    "the step of INTENT: the version is made under the operation id of the record, and read back, before STAGED is written",
	"worker.Rotation[STAGED]":    "the step of STAGED: PUBLISHED raises the target, so that the barrier waits for new stamps",
	"worker.Rotation[PUBLISHED]": "the publish barrier: VERIFIED only when no stamp that stands is below the target, and the publish lead has passed",
	"worker.Rotation[VERIFIED]":  "the step of VERIFIED: sealing is taken away first, by DRAINING, and no commit is written from here",
	"worker.Rotation[DRAINING]":  "the seal barrier and the commit: COMMITTED only when no stamp that seals is below the target, in one write that makes the next version the active one",
	"worker.Rotation[COMMITTED]": "the step of COMMITTED: it lets nodes seal, goes to IDLE once, and never back",
	"worker.Rotation[ABORTING]":  "the step of ABORTING: ABORTED only when no stamp opens the version any more, and its material is destroyed",
	"worker.Rotation[ABORTED]":   "the step of ABORTED: the number of the version is burnt, and never used again",
	"worker.Rotation[HALTED]":    "the step of HALTED: nothing is done before an operator resumes or aborts",
	"worker.Old[PENDING]":        "a version that is pending is left alone",
	"worker.Old[ACTIVE]":         "the active version is left alone",
	"worker.Old[DEPRECATED]":     "the step of DEPRECATED: RETIRING when the lifetime has passed, nobody holds the version, and nothing is kept or issued under it",
	"worker.Old[RETIRING]":       "the revoke barrier: REVOKED only when no stamp opens the old version any more, written before anything is destroyed",
	"worker.Old[REVOKED]":        "the step of REVOKED: DESTROYED when the key service says so",
	"worker.Old[DESTROYED]":      "a version that is destroyed is left alone",
	"worker.Old[BURNT]":          "a version that is burnt is left alone",
	"worker.Trust":               "nothing is gone on from a record that the audit contradicts",
	"worker.Write":               "the compare of the record's revision and of the ownership in every write of the owner, with its audit entry and its cause",
	"worker.Act":                 "what an operator asks for is done only where the phase allows it, and changes fence and phase as it says",
	"worker.Approve":             "an act that waits for approval is approved by somebody else than who asked for it",
	"worker.Holds":               "the compare of the holds on a version in the write that retires or revokes it",
	"worker.Issuer":              "what is issued is issued under a version of the anchor that is known everywhere",
	"worker.Issued":              "the look whether anything issued under a version is in use, before it is retired",
	"worker.Left":                "the look whether anything is kept under a version, before it is retired",
	"worker.Promised":            "what was promised for a version under one policy is kept under the next",
	"node.Rights":                "a new stamp carries what the phase of the record allows, and demands the next version from PUBLISHED on",
	"node.Load":                  "all material that a stamp opens is loaded and durable before it is asked for, and a failed load ends nothing else",
	"node.Fits":                  "what a node finds on its disk is compared with the fingerprint in the record",
	"node.Extend":                "stamps are kept alive while a load fails",
	"node.HandOver":              "a node gives up first what its next stamp drops",
	"node.Lease":                 "the next stamp hangs on a young lease, which nobody keeps alive",
	"node.Grant":                 "a stamp is granted in one transaction that compares the record",
	"node.Forget":                "what will not be opened again is erased",
	"node.Claim":                 "each seal is counted durably against what policy lets be sealed under the version",
	"node.Seal":                  "a node seals under the version of its stamp, with that material, and checks the lease when the answer leaves",
	"node.Open":                  "a node opens what its stamp lets it open, and checks the lease when the answer leaves",
	"node.Announce":              "relying parties are told of the versions that may be opened, and of no others",
	"node.Keep":                  "what is kept is put on the compare of the record, and of what was there",
	"node.Kept":                  "what is kept is opened as it was sealed",
	"node.Move":                  "what is kept is moved on the compare of the text that was read",
	"env.Store":                  "the store is asked and believed as it is: with every compare, once, for what is there now",
	"env.Keys":                   "the key service is asked and believed as it is: under one operation id, with the owner's fence",
	"env.Fleet":                  "nodes are pushed to as they are",
	"env.Clock":                  "time is read from the machine's monotonic clock",
	"env.Pager":                  "people are told as it is: once, with the reason, and of notices as notices",
	"env.Disk":                   "the disk is written and read as it is, and synced",
	"worker.env.Store":           "workers ask the store and believe it as it is: with every compare, once, for what is there now",
	"node.env.Store":             "nodes ask the store and believe it as it is: the compares of the record and of the stamps in each grant, and each piece of news",
	"worker.wrapping":            "what is asked of a worker comes to it as it was asked, and nothing is done beside it",
	"node.wrapping":              "what is asked of a node comes to it as it was asked, and nothing is done beside it",
	"env.Policy.SealLease":       "the seal lease is that of the policy",
	"env.Policy.OpenLease":       "the open lease is that of the policy",
	"env.Policy.OwnerLease":      "the owner's lease is that of the policy",
	"env.Policy.PublishLead":     "the publish lead is that of the policy, as old as a cache of a relying party may be",
	"env.Policy.PublishDeadline": "the publish deadline is that of the policy",
	"env.Policy.DrainDeadline":   "the drain deadline is that of the policy",
	"env.Policy.Lifetime":        "the lifetime of artefacts is that of the policy, before an old version is retired",
	"env.Policy.Period":          "the period is that of the policy",
	"env.Policy.Due":             "the age at which a version is due is that of the policy",
	"env.Policy.Emission":        "the margin for answers on their way is that of the policy",
	"env.Policy.DriftPPM":        "the margin for clocks is that of the policy",
	"env.Policy.WallSkew":        "the margin for wall clocks is that of the policy",
	"env.Policy.Attempts":        "as many attempts are made as policy says",
	"env.Policy.Backoff":         "the pause before another attempt is that of the policy",
	"env.Policy.Callers":         "only callers that policy names may ask for a rotation",
	"env.Policy.Operators":       "only operators that policy names may act",
	"env.Policy.PoolStamps":      "the publish barrier wants serving nodes in each pool, as many as policy says",
	"env.Policy.Anchor":          "versions are issued under the anchor that policy names",
	"env.Policy.KeyLife":         "the life of a version is that of the policy",
	"env.Policy.SealLimit":       "the limit of seals is that of the policy",
	"env.Policy.Rewrap":          "what is kept is moved where policy says so",
	"env.Policy.Canary":          "pools are let in one after another where policy says so",
	"env.Policy.Spare":           "a spare is made where policy says so",
	"env.Policy.Changing":        "another policy is reckoned with where policy says so",
}

// partText is what a part guards, in words.
func partText(p reference.Part) string {
	if text := partWords[p.String()]; text != "" {
		return text
	}
	text := partWords[p.Name]
	if text == "" || strings.HasPrefix(p.Name, "env.Policy.") {
		return text
	}
	who := map[engine.Role]string{engine.WorkerRole: "workers", engine.NodeRole: "nodes"}[p.Role]
	return fmt.Sprintf("of %s: %s", who, text)
}
