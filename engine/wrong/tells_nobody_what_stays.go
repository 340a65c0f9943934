package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// tellsNobodyWhatStays leaves an old version as it is while something is kept under it that
// cannot be moved, and tells nobody.
func tellsNobodyWhatStays() engine.Engine {
	return reference.Variant{Name: "tells-nobody-what-stays", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Pager = hardOfHearing{env.Pager, ofVersionsAlone}
	}}.Engine()
}

// ofVersionsAlone are alerts of versions that have to be looked after by hand.
func ofVersionsAlone(a engine.Alert) bool { return a.Notice && a.Version != 0 && len(a.Nodes) == 0 }
