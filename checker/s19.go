package checker

var s19 = Invariant{"S19",
	"No nonce is used twice under one version, restored disks and restarted nodes included.",
	[]Clause{
		{"once", "Each seal has a nonce that no other seal under its version has."},
	}, judgeS19}

const (
	s19Once clause = iota
)

// A use is what may be used once only.
type use struct {
	version uint32
	print   string
	nonce   string
}

// S19: by the nonces that open the texts, not by what nodes say; acknowledged or not, what
// left the node can be compared by whoever sees it.
func judgeS19(t *tally, h *Past) {
	t.skip("nothing was sealed whose nonce is known")
	used := make(map[use]*Seal, len(h.Seals)) // looked up only
	for i := range h.Seals {
		s := &h.Seals[i]
		if s.Nonce == "" {
			continue
		}
		t.judged(s19Once)
		k := use{s.Version, s.Print, s.Nonce}
		first := used[k]
		if first == nil {
			used[k] = s
			continue
		}
		t.add(s19Once, s.Emitted, citing(first, s), "%s sealed #%d at %s under v%d with nonce %x, with which %s had sealed #%d at %s",
			who(s.Node, s.Incarnation), s.ID, at(s.Emitted), s.Version, s.Nonce, who(first.Node, first.Incarnation), first.ID, at(first.Emitted))
	}
}
