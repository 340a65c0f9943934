package campaign

import (
	"slices"

	"pawl/checker"
	"pawl/sim/deploy"
)

// A subject is what an ending is about, read off what it cites.
type subject struct {
	rotations, windows, who []string
	versions                []uint32
}

// subjectOf follows the cites of an ending into the history. Versions that are spoken
// of bring in the rotation that made the last of them, and those that replaced any:
// what went wrong between versions went wrong there.
func subjectOf(h *checker.Past, end *ending) *subject {
	s := &subject{}
	s.served(h, end)
	s.asked(h, end)
	for i := range h.Views {
		v := &h.Views[i]
		if slices.Contains(end.cites, v.Cite()) {
			s.writes(h.Views, i)
		}
	}
	s.between(h.Views, end)
	return s
}

// between brings in the rotations between the versions that are spoken of.
func (s *subject) between(views []checker.View, end *ending) {
	spoken := slices.Clone(s.versions)
	active := uint32(0)
	for i := range views {
		v := &views[i]
		if len(spoken) == 0 || v.Key != end.key || !v.RecordWritten || v.At > end.until() {
			continue
		}
		replaces := v.Active != active && slices.Contains(spoken, active)
		if v.Rotation != "" && (replaces || v.Next == slices.Max(spoken)) {
			s.rotation(v)
		}
		active = v.Active
	}
}

// writes takes a revision that is cited. One after a rotation, or of the audit alone,
// is about the last rotation there was.
func (s *subject) writes(views []checker.View, i int) {
	s.names(views[i].By)
	for j := i; j >= 0; j-- {
		if v := &views[j]; v.Key == views[i].Key && v.Rotation != "" {
			s.rotation(v)
			return
		}
	}
}

func (s *subject) rotation(v *checker.View) {
	s.rotations, s.windows = with(s.rotations, v.Rotation), with(s.windows, v.Window)
	if v.Next != 0 {
		s.versions = with(s.versions, v.Next)
	}
}

func (s *subject) served(h *checker.Past, end *ending) {
	for i := range h.Seals {
		if x := &h.Seals[i]; slices.Contains(end.cites, x.Cite()) {
			s.names(x.Node)
			s.versions = with(s.versions, x.Version)
		}
	}
	for x := range h.EachOpen {
		if slices.Contains(end.cites, x.Cite()) {
			s.names(x.Node)
			s.versions = with(s.versions, x.Version)
		}
	}
	for i := range h.Stamps {
		if x := &h.Stamps[i]; slices.Contains(end.cites, x.Cite()) {
			s.names(x.Node)
			for _, n := range x.Opens {
				s.versions = with(s.versions, n)
			}
		}
	}
}

func (s *subject) asked(h *checker.Past, end *ending) {
	for i := range h.Effects {
		if x := &h.Effects[i]; slices.Contains(end.cites, x.Cite()) {
			s.names(x.By)
			s.versions = with(s.versions, x.Version)
		}
	}
	for i := range h.Triggers {
		if x := &h.Triggers[i]; slices.Contains(end.cites, x.Cite()) {
			s.windows = with(s.windows, x.Window)
		}
	}
}

func (s *subject) names(process string) { s.who = with(s.who, deploy.MachineOf(process)) }

// relevant says that a moment is about the same thing. Of versions it is the last one
// whose making is of interest.
func (s *subject) relevant(m *moment) bool {
	switch {
	case m.owner, slices.Contains(s.rotations, m.rotation), m.window != "" && slices.Contains(s.windows, m.window):
		return true
	case m.made != 0:
		return len(s.versions) > 0 && m.made == slices.Max(s.versions)
	case len(m.versions) > 0:
		return slices.ContainsFunc(m.versions, func(n uint32) bool { return slices.Contains(s.versions, n) })
	}
	return m.rotation == "" && slices.Contains(s.who, m.who)
}

// choose says of each moment whether it is told. An ending that speaks of nothing is
// about everything.
func (s *subject) choose(all []moment) []bool {
	everything := len(s.rotations)+len(s.windows)+len(s.versions) == 0
	chosen := make([]bool, len(all))
	rows := map[string]bool{} // of what is done often; looked up only
	left := toldMoments
	for i := len(all) - 1; i >= 0; i-- {
		switch m := &all[i]; {
		case m.always:
			chosen[i] = true
		case left > 0 && (everything || s.relevant(m)):
			chosen[i] = true
			if !rows[m.who+m.what] {
				left--
			}
			rows[m.who+m.what] = m.often
		}
	}
	return chosen
}

// with adds what is not among them.
func with[T comparable](all []T, x T) []T {
	if slices.Contains(all, x) {
		return all
	}
	return append(all, x)
}
