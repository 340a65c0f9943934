package conform

import (
	"fmt"
	"strings"

	"pawl/engine"
)

// history runs one program on the model and on a store under test, and keeps what
// happened.
type history struct {
	t interface {
		Helper()
		Fatalf(string, ...any)
	}
	model *Model
	under Backend
	lines strings.Builder
}

// do takes one step everywhere, and then compares all that can be seen: keys,
// revisions and changes.
func (h *history) do(s step) string {
	h.t.Helper()
	want := h.same(s)
	fmt.Fprintf(&h.lines, "%s\n\t%s\n", s, want)
	h.same(txn{Then: []engine.Op{engine.Prefix("")}})
	h.same(await{"", 0})
	return want
}

// same has the store take a step, and fails unless it answers as the model.
func (h *history) same(s step) string {
	h.t.Helper()
	want, got := s.run(h.model), s.run(h.under)
	if got != want {
		h.t.Fatalf("stores differ. After\n\n%s\nthis is what they answer to\n\n%s\n\t%-10s %s\n\t%-10s %s\n",
			&h.lines, s, h.model, want, h.under, got)
	}
	return want
}
