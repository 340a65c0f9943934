package reference

import "pawl/engine"

// announce tells relying parties of what the node may open, as long as it may. A version is
// announced before anybody seals under it, for the publish lead at least; and no more once
// its stamps have to be gone.
func announce(a *Agent, key string) ([]engine.Announced, error) {
	r := a.ring(key)
	if r == nil || !r.opening.stands(a.env.Clock.Now()) {
		return nil, engine.ErrNotServing
	}
	all := make([]engine.Announced, len(r.mayOpen))
	for i, n := range r.mayOpen {
		all[i] = engine.Announced{Version: n, Print: r.held.Print(n)}
	}
	return all, nil
}

// Announced tells relying parties of what the node may open.
func (a *Agent) Announced(key string) ([]engine.Announced, error) { return a.steps.Announce(a, key) }
