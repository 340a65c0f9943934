package reference

import (
	"time"

	"pawl/engine"
)

// A policy may change, and then it comes to one process after another, each with its restart:
// a rotation that began under one is finished under another, perhaps under the first again.
// Where policy says so, the record keeps of each version what those outside were promised when
// it was allocated. Deadlines, attempts and pauses are promised to nobody: they are those of
// whoever waits or tries.

// A Pledge is what was promised about a version; nothing where policy does not change.
type Pledge struct {
	Life time.Duration // of what is sealed under it
	Lead time.Duration // that relying parties have before it is used
}

// promise is what this process promises about a version that it allocates.
func (w *Worker) promise() Pledge {
	p := &w.env.Policy
	if !p.Changing {
		return Pledge{}
	}
	return Pledge{Life: p.Lifetime, Lead: p.PublishLead}
}

// Promised is the policy that holds for a version: what is sealed under it lives as long as
// was promised, whatever policy says now. The lead is the longer one: it may have been made
// longer because there are caches now that need it.
func Promised(v *Version, p engine.Policy) engine.Policy {
	if v != nil && v.Life != 0 {
		p.Lifetime, p.PublishLead = v.Life, max(v.Lead, p.PublishLead)
	}
	return p
}

// policy is what holds for a version.
func (o *Owner) policy(n uint32) engine.Policy {
	return o.w.steps.Promised(o.rec.Version(n), o.env.Policy)
}
