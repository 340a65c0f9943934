package conform

import (
	"fmt"
	"strings"

	"pawl/engine"
)

// history runs one program on the model and on every store under test, and
// keeps what happened.
type history struct {
	t interface {
		Helper()
		Fatalf(string, ...any)
	}
	model *Model
	under []Backend
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

// same has every store take a step, and fails unless all answer as the model.
func (h *history) same(s step) string {
	h.t.Helper()
	want := s.run(h.model)
	answers, differ := fmt.Sprintf("\t%-10s %s", h.model, want), false
	for _, b := range h.under {
		got := s.run(b)
		answers += fmt.Sprintf("\n\t%-10s %s", b, got)
		differ = differ || got != want
	}
	if differ {
		h.t.Fatalf("stores differ. After\n\n%s\nthis is what they answer to\n\n%s\n%s\n", &h.lines, s, answers)
	}
	return want
}
