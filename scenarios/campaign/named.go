package campaign

import (
	"strings"

	"pawl/engine"
	"pawl/engine/planted"
	"pawl/engine/wrong"
)

// Named finds an engine by the name that a repro has of it: one of those that are right, one
// that must fail, one with a bug planted at its ports, or two of them side by side.
func Named(name string, right []engine.Engine, mustFail []wrong.Engine) (e engine.Engine, found bool) {
	for _, e := range right {
		if e.Name == name {
			return e, true
		}
	}
	for _, w := range mustFail {
		if w.Name == name {
			return w.Engine, true
		}
	}
	for _, e := range right {
		for i := range planted.All {
			if b := &planted.All[i]; b.Called(e.Name) == name {
				return b.In(e, nil), true
			}
		}
	}
	one, other, mixed := strings.Cut(name, engine.Between)
	if !mixed {
		return engine.Engine{}, false
	}
	first, found := Named(one, right, mustFail)
	second, both := Named(other, right, mustFail)
	if !found || !both {
		return engine.Engine{}, false
	}
	return engine.Mixed(first, second), true
}
