package campaign

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"pawl/engine"
	"pawl/sim/deploy"
)

// What exists in a random run, as a repro has it: the fields of a shape by their names
// in Go, durations in nanoseconds. A scenario says itself what is given.

// shapeJSON is the one form in which a shape is written.
func shapeJSON(s *deploy.Shape) json.RawMessage {
	if s == nil {
		return nil
	}
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // numbers and texts: cannot happen
	}
	return b
}

// shapeOf reads what shapeJSON has written, and nothing else: each field is there, once,
// under its name.
func shapeOf(raw json.RawMessage) (*deploy.Shape, error) {
	s := new(deploy.Shape)
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(s); err != nil {
		return nil, fmt.Errorf("shape: %w; want the shape as check wrote it", err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, raw); err != nil {
		return nil, fmt.Errorf("shape: %w", err)
	}
	if !bytes.Equal(compact.Bytes(), shapeJSON(s)) {
		return nil, errors.New("shape: a field is missing, there twice, or not in its place; want the shape as check wrote it")
	}
	setup := deploy.Setup{Engine: anyEngine, Shape: *s}
	if err := setup.Validate(); err != nil {
		return nil, fmt.Errorf("shape: %w", err)
	}
	return s, nil
}

// anyEngine stands for the one that will be run, which a shape does not depend on.
var anyEngine = engine.Engine{
	Worker: func(engine.Env) engine.Control { return nil },
	Agent:  func(engine.Env) engine.Serving { return nil },
}
