package playbook

import (
	"errors"
	"fmt"
	"io/fs"

	"pawl/engine"
	"pawl/scenarios/form"
)

// mostBytes is how long a file can be: a page.
const mostBytes = 8 << 10

// suffix is that of a playbook's file.
const suffix = ".yaml"

var format = form.Format{
	What:    "playbook",
	TooLong: "write what somebody can follow at night: one page",
	Meant:   func(string, []string) string { return "" },
}

// Parse reads one playbook. File is what its errors call it; they are of type
// [form.Problems], with all that was found.
func Parse(file string, data []byte) (engine.Playbook, error) {
	if len(data) > mostBytes {
		return engine.Playbook{}, form.Problems{{File: file, What: fmt.Sprintf("the file has more than %d bytes", mostBytes), Want: format.TooLong}}
	}
	var b engine.Playbook
	err := form.Read(format, file, data, bookForm, &b, stepsAreWhole, stepsMayBeTaken)
	if err != nil {
		return engine.Playbook{}, err
	}
	return b, nil
}

// Read reads all playbooks of a folder, in the order of their names. A file is called as
// its playbook is, so that no name is there twice.
func Read(from fs.FS) ([]engine.Playbook, error) {
	files, err := fs.Glob(from, "*"+suffix)
	if err != nil {
		return nil, err
	}
	var all []engine.Playbook
	var broken []error
	for _, file := range files {
		b, err := readFile(from, file)
		all, broken = append(all, b), append(broken, err)
	}
	if err := errors.Join(broken...); err != nil {
		return nil, err
	}
	return all, nil
}

func readFile(from fs.FS, file string) (engine.Playbook, error) {
	data, err := fs.ReadFile(from, file)
	if err != nil {
		return engine.Playbook{}, err
	}
	b, err := Parse(file, data)
	if err == nil && b.Name+suffix != file {
		err = fmt.Errorf("%s: the playbook calls itself %q; want a file %s%s", file, b.Name, b.Name, suffix)
	}
	return b, err
}
