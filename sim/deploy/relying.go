package deploy

// A Cache is how a relying party keeps its view of what there is to open.
type Cache string

// The ways of real ones. An aged view is asked for anew before it is older than the publish
// lead, which covers it; the others have views that may be of any age.
const (
	Aged      Cache = "aged"       // asked for anew when it is nearly as old as the publish lead
	OnUnknown Cache = "on-unknown" // asked for anew when it does not have a version
	Once      Cache = "once"       // asked for once in a process's life
	Pinned    Cache = "pinned"     // asked for once, and put down by hand: no restart changes it
	Frozen    Cache = "frozen"     // as an aged one, until asking fails for good and nobody looks
)

// agedBeyond is an aged one where the truth is that views get older than policy says.
const agedBeyond Cache = "aged-beyond"

// Caches are all that a run can be given.
var Caches = []Cache{Aged, OnUnknown, Once, Pinned, Frozen}

// MaxRelying is how many relying parties a run has at most.
const MaxRelying = 32
