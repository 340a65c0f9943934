package playbook

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"pawl/engine"
)

// Followable says why nobody can follow a playbook that was made in code, and so was held against
// nothing when it was read: where that is, what is wrong, and what it wants. Texts for people are
// the author's own.
func Followable(b *engine.Playbook) error {
	switch {
	case b.Name == "":
		return errors.New("its Name is empty; want what alerts call it")
	case b.Occasion != "" && !slices.Contains(occasions, b.Occasion):
		return fmt.Errorf("its Occasion is %q, which nobody knows; want one of %s, or none", b.Occasion, strings.Join(occasions, ", "))
	case !slices.Contains(classes, b.Class):
		return fmt.Errorf("its Class is %q, which nobody knows; want one of %s", b.Class, strings.Join(classes, ", "))
	case len(b.Steps) == 0:
		return fmt.Errorf("it has no Steps; want at least one, such as %s", engine.HandStep)
	}
	for i := range b.Steps {
		if err := doable(b, i); err != nil {
			return fmt.Errorf("in Steps[%d]: %w", i, err)
		}
	}
	return nil
}

// doable says why nobody can carry out a step.
func doable(b *engine.Playbook, i int) error {
	s := &b.Steps[i]
	k := slices.IndexFunc(needs, func(n need) bool { return n.do == s.Do })
	if k < 0 {
		return fmt.Errorf("its Do is %q, which nobody knows; want one of %s", s.Do, strings.Join(verbs(), ", "))
	}
	n := needs[k]
	switch {
	case n.span && s.For <= 0:
		return fmt.Errorf("a step to %s, and For is %s; say how long", s.Do, s.For)
	case n.at && s.At != engine.KeyServiceSight:
		return fmt.Errorf("a step to %s, and At is %q; want %q", s.Do, s.At, engine.KeyServiceSight)
	case n.to && s.To == "":
		return fmt.Errorf("a step to %s, and To is empty; say to whom", s.Do)
	case !n.span && s.For != 0 || !n.at && s.At != "" || !n.to && s.To != "":
		return fmt.Errorf("a step to %s has a For, At or To that means nothing there; leave it out", s.Do)
	}
	if what, want := misplaced(b, i); what != "" {
		return fmt.Errorf("%s; %s", what, want)
	}
	return nil
}
