package checker

import "slices"

// kept holds what an engine says of a text that it keeps to what opens the text, and to
// what clients have asked to be kept.
func (j *witness) kept() {
	asked := map[[2]string]bool{} // name and text; looked up only
	for i := range j.p.Lodges {
		l := &j.p.Lodges[i]
		asked[[2]string{l.Name, l.Plain}] = true
	}
	for i := range j.p.Keeps {
		k := &j.p.Keeps[i]
		if k.Gone {
			continue
		}
		j.t.judged(v0Kept)
		switch {
		case k.Used == (Sealing{}):
			j.t.add(v0Kept, k.At, citing(k), "%s put %s at %s, revision %d, as it says under v%d; no material that was ever made opens it", k.By, k.Name, at(k.At), k.Revision, k.Said.Version)
		case k.Used.Version != k.Said.Version || k.Used.Nonce != string(k.Said.Nonce):
			j.t.add(v0Kept, k.At, citing(k), "%s put %s at %s, revision %d, and says under v%d with nonce %x; what opens it is v%d with nonce %x",
				k.By, k.Name, at(k.At), k.Revision, k.Said.Version, k.Said.Nonce, k.Used.Version, k.Used.Nonce)
		case !asked[[2]string{k.Name, k.Plain}]:
			j.t.add(v0Kept, k.At, citing(k), "%s put %s at %s, revision %d: nobody has asked for that text to be kept under that name%s", k.By, k.Name, at(k.At), k.Revision, j.otherName(k))
		}
	}
}

// otherName tells under which other name somebody asked for a text to be kept.
func (j *witness) otherName(k *Keep) string {
	i := slices.IndexFunc(j.p.Lodges, func(l Lodge) bool { return l.Plain == k.Plain })
	if i < 0 {
		return ""
	}
	return ", but under " + j.p.Lodges[i].Name
}
