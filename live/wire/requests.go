package wire

import (
	"encoding/json"
	"fmt"

	"pawl/engine"
)

// Request reads a request of the contract, of a verb, to another machine than the store.
func Request(verb string, body []byte) (engine.Request, error) {
	switch engine.Verb(verb) {
	case engine.VerbCreate:
		return Read[engine.Create](body)
	case engine.VerbLookup:
		return Read[engine.Lookup](body)
	case engine.VerbDestroy:
		return Read[engine.Destroy](body)
	case engine.VerbFetch:
		return Read[engine.Fetch](body)
	case engine.VerbNodes:
		return Read[engine.Nodes](body)
	case engine.VerbPush:
		return Read[engine.Push](body)
	case engine.VerbPage:
		return Read[engine.Page](body)
	}
	return nil, fmt.Errorf("%w: no request %q", engine.ErrRejected, verb)
}

// Read reads what was asked for.
func Read[R any](body []byte) (r R, err error) {
	if err := json.Unmarshal(body, &r); err != nil {
		return r, fmt.Errorf("%w: %w", engine.ErrRejected, err)
	}
	return r, nil
}
