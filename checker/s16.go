package checker

var s16 = Invariant{"S16",
	"After commit the active version never goes down.",
	[]Clause{
		{"never down", "No write names an active version below one that was active before."},
		{"by commit", "Only a commit changes which version is active."},
		{"raises", "A commit makes a higher version the active one."},
	}, judgeS16}

const (
	s16Down clause = iota
	s16ByCommit
	s16Raises
)

// S16: forward only. What is back in the record may be sealed under again.
func judgeS16(t *tally, h *Past) {
	if !h.Offers.Record {
		t.skip(undescribed)
		return
	}
	t.skip("the record was never changed")
	var top *View // that named the highest active version so far
	for i := range h.replayed.turns {
		x := &h.replayed.turns[i]
		v, prev := x.v, x.prev
		if prev != nil {
			commits := v.effective() == Committed && prev.effective() != Committed
			if top != nil && top.Active != 0 {
				t.judged(s16Down)
				if v.Active < top.Active && v.Active != prev.Active {
					t.add(s16Down, v.At, citing(top, v), "%s made v%d the active version at %s, revision %d (%s); v%d was, since %s, revision %d",
						v.By, v.Active, at(v.At), v.Revision, v.Phase, top.Active, at(top.At), top.Revision)
				}
			}
			if v.Active != prev.Active {
				t.judged(s16ByCommit)
				if !commits {
					t.add(s16ByCommit, v.At, citing(prev, v), "%s changed the active version from v%d to v%d at %s, revision %d, by going from %s to %s",
						v.By, prev.Active, v.Active, at(v.At), v.Revision, prev.Phase, v.Phase)
				}
			}
			if commits {
				t.judged(s16Raises)
				if v.Active <= prev.Active {
					t.add(s16Raises, v.At, citing(prev, v), "%s committed %s at %s, revision %d, with v%d active; v%d was before",
						v.By, v.Rotation, at(v.At), v.Revision, v.Active, prev.Active)
				}
			}
		}
		if top == nil || v.Active > top.Active {
			top = v
		}
	}
}
