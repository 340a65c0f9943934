package campaign

import (
	"fmt"

	"pawl/checker"
	"pawl/sim/deploy"
)

// kept are the texts that are kept for good, and the requests about them, of which the
// ending speaks.
func (n *narrator) kept(h *checker.Past) {
	for i := range h.Keeps {
		k := &h.Keeps[i]
		if !n.cited(k.Cite()) {
			continue
		}
		what := fmt.Sprintf("puts %s, under version %d (revision %d)", k.Name, k.Said.Version, k.Revision)
		if k.Gone {
			what = fmt.Sprintf("leaves nothing of %s (revision %d)", k.Name, k.Revision)
		}
		n.add(k.Key, moment{at: k.At, who: deploy.MachineOf(k.By), what: what, always: true})
	}
	for i := range h.Lodges {
		if l := &h.Lodges[i]; n.cited(l.Cite()) {
			n.add(l.Key, moment{at: l.Called, who: deploy.MachineOf(l.Cite().Who), what: "is asked by " + l.Client + " to keep " + l.Name, always: true})
		}
	}
	for i := range h.Recalls {
		if c := &h.Recalls[i]; n.cited(c.Cite()) {
			n.add(c.Key, moment{at: c.Emitted, who: deploy.MachineOf(c.Cite().Who), what: fmt.Sprintf("answers %s, who asked for %s: %s", c.Client, c.Name, c.Answer), always: true})
		}
	}
}
