package scenarios

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"pawl/checker"
)

// Parse reads a scenario. Name is what its errors call the file. What is wrong
// is of type Problems, with all that was found.
func Parse(name string, data []byte) (*Scenario, error) {
	r := &reader{file: name, places: map[any]position{}}
	s := &Scenario{given: standardGiven(), then: then{ends: end{phase: checker.Idle}, bite: true}, source: data}
	root := r.document(data)
	if root == nil && len(r.problems) == 0 {
		r.complain(position{}, "the file is empty", `want a scenario, which begins with "name"`)
	}
	if len(r.problems) == 0 {
		scenarioForm.read(r, root, s)
	}
	if len(r.problems) == 0 {
		r.hold(s)
	}
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return s, nil
}

// Load reads the scenario in a file.
func Load(path string) (*Scenario, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, unopened(path, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, mostBytes+1))
	if err != nil {
		return nil, unopened(path, err)
	}
	return Parse(path, data)
}

// unopened is the error of a file that cannot be read, without the name of the
// system call.
func unopened(path string, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return fmt.Errorf("%s cannot be read: %w; want a scenario file, or a name of the library", path, err)
}
