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
		return nil, unlisted{fmt.Errorf("no scenario is called %q, and there is no such file; %s", nameOrPath, Suggest(nameOrPath, names))}
	}
	return s, err
}

// An unlisted is the error about a name that the library does not have.
type unlisted struct{ error }

// Unlisted says of an error of [Find] that a list of the library would help.
func Unlisted(err error) bool {
	var u unlisted
	return errors.As(err, &u)
}

func looksLikePath(s string) bool {
	return strings.ContainsAny(s, `/\`) || strings.HasSuffix(s, ".yaml") || strings.HasSuffix(s, ".yml")
}
