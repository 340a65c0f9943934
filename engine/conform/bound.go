package conform

import "pawl/engine"

// bound wants a transaction that is bound to the generation that the store tells to be one
// like all others, and one that is bound to another to find its conditions not held.
func (w *waiting) bound() {
	rev := w.write(put("a", "1"))
	r, err := w.b.Txn(engine.Txn{Then: []engine.Op{get("a")}})
	if err != nil {
		w.t.Fatalf("read: %v", err)
	}
	for _, c := range []struct {
		name       string
		generation uint64
		cond       []engine.Compare
		held       bool
	}{
		{"to the one that there is", r.Generation, nil, true},
		{"to it, and on what holds", r.Generation, at("a", rev+1), true},
		{"to it, and on what does not hold", r.Generation, at("a", rev), false},
		{"to another", r.Generation + 1, nil, false},
		{"to another, and on what holds", r.Generation + 1, at("a", rev+2), false},
	} {
		got, err := w.b.Txn(engine.Txn{If: c.cond, Then: []engine.Op{put("a", c.name)}, Else: []engine.Op{get("a")}, Bound: true, Generation: c.generation})
		if err != nil || got.Held != c.held || got.Generation != r.Generation {
			w.t.Errorf("bound %s: held %v in generation %d, want %v in %d; %v", c.name, got.Held, got.Generation, c.held, r.Generation, err)
		}
	}
}
