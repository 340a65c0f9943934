package checker

import "time"

var s19 = Invariant{"S19",
	"No nonce is used twice under one version, restored disks and restarted nodes included.",
	[]Clause{
		{"once", "Each seal, and each text that is kept or moved, has a nonce that no other under its version has."},
		{"limit", "No more is sealed under a version than policy allows."},
	}, judgeS19}

const (
	s19Once clause = iota
	s19Limit
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
	if h.Policy.SealLimit > 0 && h.Offers.Limits {
		withinLimit(t, h)
	}
	used := make(map[use]*Seal, len(h.Seals)) // looked up only
	keptNonces(t, h)
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

// withinLimit counts what was sealed under each version, by what opens it.
func withinLimit(t *tally, h *Past) {
	var sealed byVersion[int]
	for i := range h.Seals {
		s := &h.Seals[i]
		if s.Version == 0 {
			continue
		}
		t.judged(s19Limit)
		n := sealed.at(s.Version)
		if *n++; *n == h.Policy.SealLimit+1 {
			t.add(s19Limit, s.Emitted, citing(s), "%s sealed #%d at %s under v%d, the %s time; policy allows %d",
				who(s.Node, s.Incarnation), s.ID, at(s.Emitted), s.Version, ordinal(*n), h.Policy.SealLimit)
		}
	}
	keptWithin(t, h, &sealed)
}

// usedUp says that nothing may be left by some time of what policy lets be sealed under the
// active version: what was sealed, and what each start of a node, and each request that was
// turned away, may have taken and not used.
func (h *Past) usedUp(when time.Duration) bool {
	v := viewAt(h.Views, when)
	if h.Policy.SealLimit == 0 || v == nil {
		return false
	}
	sealed, lost := 0, 0
	for i := range h.Denials {
		if h.Denials[i].At <= when {
			lost++
		}
	}
	for i := range h.Seals {
		if s := &h.Seals[i]; s.Version == v.Active && s.Emitted <= when+h.calls(1) {
			sealed++
		}
	}
	for i := range h.Starts {
		if h.isNode(h.Starts[i].Machine) {
			lost++
		}
	}
	seals, tries := h.sealsToKeep(v.Active, when)
	sealed, lost = sealed+seals, lost+tries
	return sealed+lost*max(1, h.Policy.SealLimit/64) >= h.Policy.SealLimit
}
