package library

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"pawl/scenarios"
)

//go:embed *.yaml
var files embed.FS

// All is every scenario of the library, by name. A file that cannot be read is an
// error that names it and the place: a library with a hole in it would look like
// one that is whole.
func All() ([]*scenarios.Scenario, error) {
	all, err := library()
	return slices.Clone(all), err
}

// Named is the scenario of that name, read without the others. Its error is [fs.ErrNotExist] if
// there is none.
func Named(name string) (*scenarios.Scenario, error) {
	file := name + ".yaml"
	if !fs.ValidPath(file) {
		return nil, &fs.PathError{Op: "open", Path: file, Err: fs.ErrNotExist}
	}
	return scenario(files, file)
}

// library reads the embedded files once.
var library = sync.OnceValues(func() ([]*scenarios.Scenario, error) { return read(files) })

// read reads all files, and says of each what is wrong with it.
func read(from fs.FS) ([]*scenarios.Scenario, error) {
	names, err := fs.Glob(from, "*.yaml")
	if err != nil {
		return nil, err
	}
	var all []*scenarios.Scenario
	var broken []error
	for _, name := range names {
		s, err := scenario(from, name)
		if err != nil {
			broken = append(broken, err)
			continue
		}
		all = append(all, s)
	}
	if len(broken) > 0 {
		return nil, fmt.Errorf("the library of this build is broken; mend these of its files: %w", errors.Join(broken...))
	}
	slices.SortFunc(all, func(a, b *scenarios.Scenario) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}

// scenario reads one file. It is called as its scenario is, so that no name is
// there twice.
func scenario(from fs.FS, file string) (*scenarios.Scenario, error) {
	data, err := fs.ReadFile(from, file)
	if err != nil {
		return nil, err
	}
	s, err := scenarios.Parse(file, data)
	if err != nil {
		return nil, err
	}
	if s.Name+".yaml" != file {
		return nil, fmt.Errorf("%s: the scenario calls itself %q; want a file %s.yaml", file, s.Name, s.Name)
	}
	return s, nil
}
