package scenarios

import (
	"errors"
	"fmt"
	"io/fs"

	"pawl/checker"
	"pawl/scenarios/form"
)

// Parse reads a scenario. Name is what its errors call the file. What is wrong
// is of type [form.Problems], with all that was found.
func Parse(name string, data []byte) (*Scenario, error) {
	s := &Scenario{given: standardGiven(), then: then{ends: end{phase: checker.Idle}, bite: true}, source: data}
	if err := form.Read(format, name, data, scenarioForm, s, rules...); err != nil {
		return nil, err
	}
	return s, nil
}

// Load reads the scenario in a file.
func Load(path string) (*Scenario, error) {
	data, err := ReadFile(path, form.MostBytes)
	if err != nil {
		return nil, unopened(path, err)
	}
	return Parse(path, data)
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
