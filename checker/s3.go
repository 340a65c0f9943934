package checker

import "slices"

var s3 = Invariant{"S3",
	"What any node sealed at t, every node serving at or after t opens, and every relying party with an allowed cache, until that version's lifetime has passed or an emergency revoke names it.",
	[]Clause{
		{"stamps", "No stamp lets a node serve without a version that is owed."},
		{"answers", "No answer says that a version is not there that is owed."},
		{"relying", "No relying party whose view is no older than the publish lead lacks a version that is owed."},
		{"anchored", "What is issued under the anchor is issued under the version that was its active one when the number was allocated."},
		{"issued", "What is made under a version of the anchor is made only once everybody has had that one for as long as the publish lead."},
	}, judgeS3}

const (
	s3Stamps clause = iota
	s3Answers
	s3Relying
	s3Anchored
	s3Issued
)

// S3: what is sealed can be opened everywhere. Two witnesses: a stamp that lets
// a node serve without a version that is in use, and an answer that says the
// version is not there.
func judgeS3(t *tally, h *Past) {
	issued(t, h)
	anchored(t, h)
	if len(h.Seals) == 0 {
		t.skip("nothing was sealed")
		return
	}
	stamps := h.Offers.Stamps && slices.ContainsFunc(h.Stamps, func(s Grant) bool { return !s.Sealing })
	if !stamps && !anyAnswer(h.Opens) {
		t.skip("no node was asked to open anything, and none had a stamp to")
		return
	}
	ls := &h.lives
	if stamps {
		everyStampOpens(t, h, ls)
	}
	seals := newSealIndex(h.Seals)
	for i := range h.Opens {
		o := &h.Opens[i]
		of := s3Answers
		if o.Relying {
			of = s3Relying
		}
		if !o.Answer.tells() || !h.allowed(o) {
			continue
		}
		t.judged(of)
		if o.Answer == UnknownKey {
			stillOwed(t, of, seals.find(o.Seal), o, ls)
		}
	}
}

// anyAnswer says that some open was answered in a way that can be right or wrong.
func anyAnswer(opens []Open) bool {
	return slices.ContainsFunc(opens, func(o Open) bool { return o.Answer.tells() })
}

// tells says that an answer can be right or wrong.
func (a Answer) tells() bool { return a == Right || a == Wrong || a == UnknownKey }

// everyStampOpens looks at each stamp from the version's first seal on, not only
// at the moments of its seals: a node that drops a version early owes it just as
// much as one that was slow to learn it. Stamps of several incarnations of a node
// each count.
func everyStampOpens(t *tally, h *Past, ls *byVersion[life]) {
	for i := range h.Stamps {
		st := &h.Stamps[i]
		if st.Sealing {
			continue
		}
		for k := range ls.t {
			l := &ls.t[k]
			t.judged(s3Stamps)
			if st.At >= l.end || st.Until <= l.first.Emitted || slices.Contains(st.Opens, ls.n[k]) {
				continue
			}
			t.add(s3Stamps, max(st.At, l.first.Emitted), citing(l.first, st), "%s may open %s, not v%d, %s (stamp at revision %d); %s had sealed #%d under v%d at %s",
				who(st.Node, st.Incarnation), versions(st.Opens), ls.n[k], span(st.At, st.Until), st.Revision, l.first.Node, l.first.ID, ls.n[k], at(l.first.Emitted))
		}
	}
}

// allowed says that an answer is one that policy covers: a node's, or that of a relying party
// whose view is no older than the publish lead that was promised of the version.
func (h *Past) allowed(o *Open) bool {
	return !o.Relying || o.Emitted-o.Asked <= h.lead(o.Version)
}

func stillOwed(t *tally, of clause, s *Seal, o *Open, ls *byVersion[life]) {
	if s == nil || o.Emitted < s.Emitted {
		return
	}
	if l := ls.get(s.Version); l != nil && o.Emitted < l.end {
		t.add(of, o.Emitted, citing(s, o), "%s answered open #%d at %s with unknown key; %s had sealed #%d under v%d at %s",
			o.Node, o.ID, at(o.Emitted), s.Node, s.ID, s.Version, at(s.Emitted))
	}
}
