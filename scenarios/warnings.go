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
			return []string{fmt.Sprintf("breaks: %s need not break %s, and nothing looks whether it does; what it must break is %s",
				e.Name, s.Breaks.Invariant, strings.Join(e.MustFire, " or "))}
		}
	}
	return nil
}
