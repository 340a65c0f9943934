package campaign

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"pawl/engine"
	"pawl/sim/deploy"
)

// What exists in a random run, as a repro has it: the fields of a setting by their names
// in Go, durations in nanoseconds. A scenario says itself what is given.

// settingJSON is the one form in which a setting is written.
func settingJSON(s *deploy.Setting) json.RawMessage {
	if s == nil {
		return nil
	}
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // numbers and texts: cannot happen
	}
	return b
}

// settingOf reads what settingJSON has written, and nothing else: each field is there, once,
// under its name.
func settingOf(raw json.RawMessage) (*deploy.Setting, error) {
	s := new(deploy.Setting)
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(s); err != nil {
		return nil, fmt.Errorf("setting: %w; want the setting as check wrote it", err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, raw); err != nil {
		return nil, fmt.Errorf("setting: %w", err)
	}
	if !bytes.Equal(compact.Bytes(), settingJSON(s)) {
		return nil, errors.New("setting: a field is missing, there twice, or not in its place; want the setting as check wrote it")
	}
	setup := deploy.Setup{Engine: anyEngine, Setting: *s}
	if err := setup.Validate(); err != nil {
		return nil, fmt.Errorf("setting: %w", err)
	}
	return s, nil
}

// anyEngine stands for the one that will be run, which a setting does not depend on.
var anyEngine = engine.Engine{
	Worker: func(engine.Env) engine.Control { return nil },
	Agent:  func(engine.Env) engine.Serving { return nil },
}
