package reference

import "pawl/engine"

// WaitingKey is where the store has a key's act that waits for approval.
func WaitingKey(key string) string { return emergencyKey(key) }

// Waiting reads it, for people who are to approve it; nil: none waits.
func Waiting(key string, value []byte) (*engine.Act, error) {
	e, err := decodeEmergency(value)
	if err != nil || e.Act == "" {
		return nil, err
	}
	return &engine.Act{ID: e.Act, Verb: e.Verb, Key: key, Operator: e.By, Reason: e.Because, Version: e.Version}, nil
}
