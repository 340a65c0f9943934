package foreign

import (
	"strings"

	"pawl/engine"
)

// Written is the first value that a request writes to the places that begin as told, for who names
// requests by what they write (engine.View.Step); false: it writes none.
func Written(r engine.Request, under string) (value []byte, is bool) {
	t, _ := r.(engine.Txn)
	for _, op := range t.Then {
		if op.Kind == engine.OpPut && strings.HasPrefix(op.Key, under) {
			return op.Value, true
		}
	}
	return nil, false
}
