package source

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
)

// Write writes a package with the switches of mutants in it to an empty directory,
// and returns the file that go build -overlay wants. The switch of the first mutant
// is 1.
func (p *Package) Write(dir string, mutants []Mutant) (string, error) {
	replace := map[string]string{}
	put := func(name, text string) error {
		at := filepath.Join(dir, name)
		replace[filepath.Join(p.Dir, name)] = at
		return os.WriteFile(at, []byte(text), 0o600)
	}
	for _, f := range p.files {
		if !slices.ContainsFunc(mutants, func(m Mutant) bool { return m.edit.in == f }) {
			continue
		}
		if err := put(f.name, p.rewritten(f, mutants)); err != nil {
			return "", err
		}
	}
	if err := put(switchName, switchText(p.Name)); err != nil {
		return "", err
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(dir, "overlay.json")
	return overlay, os.WriteFile(overlay, text, 0o600)
}
