package scenarios

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed library/*.yaml
var files embed.FS

// Library is every scenario that comes with the program, by name.
func Library() []*Scenario { return slices.Clone(library()) }

// library reads the embedded files once. One that is broken is left out here,
// and found by a test.
var library = sync.OnceValue(func() []*Scenario {
	var all []*Scenario
	for _, name := range embedded() {
		if s, err := fromLibrary(name); err == nil {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(a, b *Scenario) int { return strings.Compare(a.Name, b.Name) })
	return all
})

func embedded() []string {
	names, _ := fs.Glob(files, "library/*.yaml") // the pattern is right
	return names
}

func fromLibrary(file string) (*Scenario, error) {
	data, err := files.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return Parse(path.Base(file), data)
}

// Find finds a scenario by its name in the library, or else by the path of a file.
func Find(nameOrPath string) (*Scenario, error) {
	var names []string
	for _, s := range library() {
		if s.Name == nameOrPath {
			return s, nil
		}
		names = append(names, s.Name)
	}
	s, err := Load(nameOrPath)
	if errors.Is(err, os.ErrNotExist) && !looksLikePath(nameOrPath) {
		return nil, fmt.Errorf("no scenario is called %q, and there is no such file; %s", nameOrPath, Suggest(nameOrPath, names))
	}
	return s, err
}

func looksLikePath(s string) bool {
	return strings.ContainsAny(s, `/\`) || strings.HasSuffix(s, ".yaml") || strings.HasSuffix(s, ".yml")
}
