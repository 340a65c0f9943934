package wrong

import "pawl/engine"

// hardOfHearing is a pager that some alerts do not reach, though whoever sends them is told that they
// have.
type hardOfHearing struct {
	engine.Pager
	misses func(engine.Alert) bool
}

func (p hardOfHearing) Page(a engine.Alert) error {
	if p.misses(a) {
		return nil
	}
	return p.Pager.Page(a)
}
