package checker

// A Desk has room to work out a past, and works out the next one in the same room. Whoever
// does so says that nobody looks at the last one any more, or at anything that points into
// it; a [Report] does not. The zero Desk has no room yet, and makes it.
type Desk struct{ d deriving }

// Derive works out what a history comes to, over the past that it was given last.
func (k *Desk) Derive(h *History) *Past {
	d := &k.d
	if d.p == nil {
		d.stamps, d.kept, d.leases = map[string]int{}, map[string]stored{}, map[int64]int{}
		d.owners, d.starts, d.stands = map[string]*ownership{}, map[string]int{}, map[string]int{}
		d.disks, d.meddling, d.texts = map[string]*diskState{}, map[string]int{}, map[string]int{}
		d.attached, d.records = map[string]int{}, map[string]string{}
		d.p = &Past{}
	}
	clear(d.stamps)
	clear(d.kept)
	clear(d.leases)
	clear(d.owners)
	clear(d.starts)
	clear(d.stands)
	clear(d.disks)
	clear(d.meddling)
	clear(d.texts)
	clear(d.attached)
	clear(d.records)
	last := d.p
	d.p = &Past{History: h, Stamps: last.Stamps[:0], Asks: last.Asks[:0], Leases: last.Leases[:0],
		Seals: last.Seals[:0], Opens: last.Opens[:0], Forged: last.Forged[:0], Views: last.Views[:0]}
	d.hands, d.signs = h.hands(), 0
	return d.derive()
}
