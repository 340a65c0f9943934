package scenarios

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"pawl/checker"
	"pawl/engine/wrong"
	"pawl/scenarios/form"
)

// Parse reads a scenario. Name is what its errors call the file. What is wrong
// is of type [form.Problems], with all that was found. Own are engines that it may
// break besides those that come with Pawl.
func Parse(name string, data []byte, own ...wrong.Engine) (*Scenario, error) {
	known := breakable(own)
	s := &Scenario{given: standardGiven(), then: then{ends: end{phase: checker.Idle}, bite: true}, source: data}
	if err := form.Read(format, name, data, scenarioForm(known), s, rules...); err != nil {
		return nil, err
	}
	s.Warnings = s.warnings(known)
	return s, nil
}

// breakable are all engines that a scenario may break.
func breakable(own []wrong.Engine) []wrong.Engine { return slices.Concat(wrong.All, own) }

// Load reads the scenario in a file, as [Parse] does.
func Load(path string, own ...wrong.Engine) (*Scenario, error) {
	data, err := ReadFile(path, form.MostBytes)
	if err != nil {
		return nil, unopened(path, err)
	}
	return Parse(path, data, own...)
}

// Read reads a scenario that comes as a stream, under a name for what is wrong with it.
func Read(name string, in io.Reader, own ...wrong.Engine) (*Scenario, error) {
	data, err := io.ReadAll(io.LimitReader(in, form.MostBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, err)
	}
	return Parse(name, data, own...)
}

// unopened is the error of a file that cannot be read, without the name of the
// system call.
func unopened(path string, err error) error {
	var p *fs.PathError
	if !errors.As(err, &p) {
		return err // it says what the path is
	}
	return fmt.Errorf("%s cannot be read: %w; want a scenario file, or a name of the library", path, p.Err)
}
