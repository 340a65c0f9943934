package scenarios

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"pawl/engine/wrong"
)

// Find finds a scenario by its name among those of a library, or else by the path of a
// file. Own are engines that it may break besides those that come with Pawl.
func Find(library []*Scenario, nameOrPath string, own ...wrong.Engine) (*Scenario, error) {
	for _, s := range library {
		if s.Name == nameOrPath {
			return s, nil
		}
	}
	s, err := Load(nameOrPath, own...)
	if errors.Is(err, os.ErrNotExist) && !looksLikePath(nameOrPath) {
		names := Names(library, func(s *Scenario) string { return s.Name })
		return nil, fmt.Errorf("no scenario is called %q, and there is no such file; %s", nameOrPath, Suggest(nameOrPath, names))
	}
	return s, err
}

func looksLikePath(s string) bool {
	return strings.ContainsAny(s, `/\`) || strings.HasSuffix(s, ".yaml") || strings.HasSuffix(s, ".yml")
}
