package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"pawl/engine/wrong"
)

// warnings are what may be a mistake in a scenario, and can be meant.
func (s *Scenario) warnings(known []wrong.Engine) []string {
	for _, e := range known {
		if e.Name == s.Breaks.Engine && !slices.Contains(e.MustFire, s.Breaks.Invariant) {
			return []string{fmt.Sprintf("breaks: %s is known by %s; that it breaks %s here is for a run of this scenario to show",
				e.Name, strings.Join(e.MustFire, " or "), s.Breaks.Invariant)}
		}
	}
	return nil
}
