package checker

import "time"

// keptNonces holds the nonces of what is kept, each time that it is sealed, to one another
// and to those of the seals.
func keptNonces(t *tally, h *Past) {
	if len(h.Keeps) == 0 {
		return
	}
	seals := map[use]*Seal{} // looked up only
	for i := range h.Seals {
		s := &h.Seals[i]
		seals[use{s.Version, s.Print, s.Nonce}] = s
	}
	keeps := map[use]*Keep{} // looked up only
	for i := range h.Keeps {
		k := &h.Keeps[i]
		if k.Used.Nonce == "" {
			continue
		}
		t.judged(s19Once)
		u := use{k.Used.Version, k.Used.Print, k.Used.Nonce}
		if s := seals[u]; s != nil {
			t.add(s19Once, max(k.At, s.Emitted), citing(s, k), "%s kept %s at %s, revision %d, under v%d with nonce %x, with which %s had sealed #%d at %s",
				k.By, k.Name, at(k.At), k.Revision, u.version, u.nonce, who(s.Node, s.Incarnation), s.ID, at(s.Emitted))
		}
		if first := keeps[u]; first != nil {
			t.add(s19Once, k.At, citing(first, k), "%s kept %s at %s, revision %d, under v%d with nonce %x, with which %s had kept %s at %s, revision %d",
				k.By, k.Name, at(k.At), k.Revision, u.version, u.nonce, first.By, first.Name, at(first.At), first.Revision)
		}
		keeps[u] = k
	}
}

// keptWithin counts what was sealed to be kept, or to be moved, together with the seals.
func keptWithin(t *tally, h *Past, sealed *byVersion[int]) {
	for i := range h.Keeps {
		k := &h.Keeps[i]
		if k.Used.Version == 0 {
			continue
		}
		t.judged(s19Limit)
		n := sealed.at(k.Used.Version)
		if *n++; *n == h.Policy.SealLimit+1 {
			t.add(s19Limit, k.At, citing(k), "%s kept %s at %s, revision %d, under v%d, which with all seals makes the %s time; policy allows %d",
				k.By, k.Name, at(k.At), k.Revision, k.Used.Version, ordinal(*n), h.Policy.SealLimit)
		}
	}
}

// sealsToKeep is how often was sealed under a version by some time to keep a text or to move
// one, and how often that may have been tried in vain.
func (h *Past) sealsToKeep(n uint32, when time.Duration) (sealed, lost int) {
	for i := range h.Keeps {
		if k := &h.Keeps[i]; k.Used.Version == n && k.Early <= when+h.calls(1) {
			sealed++
		}
	}
	for i := range h.Lodges {
		if h.Lodges[i].Called <= when {
			lost += h.longer().Attempts
		}
	}
	return sealed, lost
}
