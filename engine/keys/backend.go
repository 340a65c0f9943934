package keys

import "context"

// Backend keeps wrapping keys, by id: 32 lowercase hexadecimal digits. It is asked for one
// thing at a time where keys are made and destroyed, and for many unwraps at once.
//
// Its errors are those of the contract: engine.ErrRejected if what is asked for will never be,
// as when a key is not there. All others are tried again, whatever they say.
type Backend interface {
	// Make makes the key of an id, unless there is one: then it changes nothing.
	Make(ctx context.Context, id string) error
	// Wrap encrypts a secret under a key that there is.
	Wrap(ctx context.Context, id string, secret []byte) ([]byte, error)
	// Unwrap is the other way round. What was not wrapped under this very key is rejected.
	Unwrap(ctx context.Context, id string, wrapped []byte) ([]byte, error)
	// Print names a key without telling it: another key of the same id has another print.
	Print(ctx context.Context, id string) (string, error)
	// Destroy destroys a key for good, if it is there.
	Destroy(ctx context.Context, id string) error
}
