package reference

import "pawl/engine"

// WaitingKey is where the store has a key's act that waits for approval.
func WaitingKey(key string) string { return emergencyKey(key) }

// Waiting reads it, for people who are to approve it; nil: none waits, or none that can be read and
// so none that can be approved.
func Waiting(key string, value []byte) *engine.Act {
	e, err := decodeEmergency(value)
	if err != nil || e.Act == "" {
		return nil
	}
	return &engine.Act{ID: e.Act, Verb: e.Verb, Key: key, Operator: e.By, Reason: e.Because, Version: e.Version}
}
