package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// tellsNobodyWhatStays leaves an old version as it is while something is kept under it that
// cannot be moved, and tells nobody.
func tellsNobodyWhatStays() engine.Engine {
	return reference.Variant{Name: "tells-nobody-what-stays", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Pager = taciturn{env.Pager}
	}}.Engine()
}

// taciturn is a pager that passes on nothing of versions that have to be looked after by hand.
type taciturn struct{ engine.Pager }

func (p taciturn) Page(a engine.Alert) error {
	if a.Notice && a.Version != 0 && len(a.Nodes) == 0 {
		return nil
	}
	return p.Pager.Page(a)
}
