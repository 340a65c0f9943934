package checker

var s8 = Invariant{"S8",
	"Version numbers are never reused: not after abort, restore, failover.",
	[]Clause{
		{"next", "An admission takes the highest number that there ever was, and one, or what lies ready, which took it so."},
		{"highest", "The highest number ever allocated never goes down."},
		{"one intent", "No number is made under two operations for two admissions."},
		{"put back", "When the store was put back to an older copy, no number is taken that there was before."},
	}, judgeS8}

const (
	s8Next clause = iota
	s8Highest
	s8OneIntent
	s8PutBack
)

// S8: which numbers there were is recomputed from all that the record ever named. What it
// says of its own highest number is judged, not believed.
func judgeS8(t *tally, h *Past) {
	if !h.Offers.Record {
		t.skip(undescribed)
		return
	}
	t.skip("the record was never changed")
	highest := uint32(0)
	var takes byVersion[[]*View] // admissions of each number
	for i := range h.replayed.turns {
		x := &h.replayed.turns[i]
		v, prev := x.v, x.prev
		if x.way == byAdmission {
			t.judged(s8Next)
			*takes.at(v.Next) = append(*takes.at(v.Next), v)
			want := highest + 1
			if prev != nil && prev.Spare != 0 {
				want = prev.Spare
			}
			if v.Next != want {
				t.add(s8Next, v.At, citing(prev, v), "%s admitted v%d at %s, revision %d (%s); the highest number that there ever was is %d",
					v.By, v.Next, at(v.At), v.Revision, v.Rotation, highest)
			}
		}
		if prev != nil && v.Spare != 0 && v.Spare != prev.Spare {
			t.judged(s8Next)
			if v.Spare != highest+1 {
				t.add(s8Next, v.At, citing(prev, v), "%s had v%d lie ready at %s, revision %d; the highest number that there ever was is %d",
					v.By, v.Spare, at(v.At), v.Revision, highest)
			}
		}
		if prev != nil {
			t.judged(s8Highest)
			if v.Highest < prev.Highest {
				t.add(s8Highest, v.At, citing(prev, v), "%s set the highest number ever allocated from %d back to %d at %s, revision %d (%s)",
					v.By, prev.Highest, v.Highest, at(v.At), v.Revision, v.Phase)
			}
		} else {
			highest = v.Highest // as the key was set up
		}
		highest = max(highest, v.highest())
	}
	madeForTwo(t, h, &takes)
	takenAgain(t, h, highest)
}

// highest is the highest number that a view names as a version's.
func (v *View) highest() uint32 {
	n := max(v.Active, v.Next)
	for i := range v.Versions {
		n = max(n, v.Versions[i].N)
	}
	return n
}

// madeForTwo looks for a number that two admissions took and for which two operations made
// material. Two operations for one admission are S7's.
func madeForTwo(t *tally, h *Past, takes *byVersion[[]*View]) {
	var made byVersion[*Effect]
	for i := range h.Effects {
		e := &h.Effects[i]
		if e.Kind != Mint || !e.Made {
			continue
		}
		t.judged(s8OneIntent)
		first := made.at(e.Version)
		if *first == nil {
			*first = e
			continue
		}
		vs := takes.get(e.Version)
		if (*first).Op == e.Op || vs == nil || len(*vs) < 2 {
			continue
		}
		last := (*vs)[len(*vs)-1]
		t.add(s8OneIntent, e.At, citing(*first, last, e), "v%d was made by operation %s at %s and by operation %s at %s, for %d admissions, the last at revision %d",
			e.Version, (*first).Op, at((*first).At), e.Op, at(e.At), len(*vs), last.Revision)
	}
}
