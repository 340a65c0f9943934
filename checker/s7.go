package checker

import (
	"fmt"
	"time"
)

var s7 = Invariant{"S7",
	"One version, one material, everywhere; an unknown outcome never makes a second.",
	[]Clause{
		{"made", "The key service makes each version once."},
		{"prints", "Whoever tells of a version tells of the same material."},
		{"apart", "What is made for one version is no other version's."},
	}, judgeS7}

const (
	s7Made clause = iota
	s7Prints
	s7Apart
)

// S7: one version, one material. Every fingerprint that anybody reports of a
// version must be the same, and the key service makes it once.
func judgeS7(t *tally, h *Past) {
	m := material{t: t}
	m.effects(h.Effects)
	eachItsOwn(t, h.Effects)
	m.views(h.Views)
	m.stamps(h.Stamps)
	m.seals(h.Seals)
	t.skip("nothing was minted, and no fingerprint was reported")
}

// eachItsOwn demands of what is made that it was not made before for another version: what leaks
// with one would give the other away.
func eachItsOwn(t *tally, effects []Effect) {
	made := map[string]*Effect{} // by fingerprint; looked up only
	for i := range effects {
		e := &effects[i]
		if e.Kind != Mint || !e.Made || e.Print == "" {
			continue
		}
		t.judged(s7Apart)
		if first := made[e.Print]; first != nil && first.Version != e.Version {
			t.add(s7Apart, e.At, citing(first, e), "v%d was made at %s by operation %s of material %s, which operation %s had made for v%d at %s",
				e.Version, at(e.At), e.Op, e.Print, first.Op, first.Version, at(first.At))
			continue
		}
		made[e.Print] = e
	}
}

// material gathers the fingerprints of each version. Each that differs is told
// once, where it is first met, not on every stamp that repeats it.
type material struct {
	t    *tally
	seen byVersion[prints]
}

type prints struct {
	mint   *Effect
	first  string
	in     citable       // that told first
	where  func() string // of first
	others []string
}

func (m *material) print(version uint32, print string, when time.Duration, in citable, where func() string) {
	if print == "" {
		return
	}
	p := m.seen.at(version)
	m.t.judged(s7Prints)
	if p.first == "" {
		p.first, p.in, p.where = print, in, where
		return
	}
	if p.first == print || contains(p.others, print) {
		return
	}
	p.others = append(p.others, print)
	m.t.add(s7Prints, when, citing(p.in, in), "v%d has two materials: %s in %s, %s in %s", version, p.first, p.where(), print, where())
}

// repeats is the way past print for the thousands of times that nothing is new:
// it costs no closure.
func (m *material) repeats(version uint32, print string) bool {
	p := m.seen.get(version)
	return p != nil && p.first == print
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func (m *material) effects(effects []Effect) {
	for i := range effects {
		e := &effects[i]
		if e.Kind == Mint && e.Made {
			m.t.judged(s7Made)
			p := m.seen.at(e.Version)
			if p.mint != nil {
				m.t.add(s7Made, e.At, citing(p.mint, e), "v%d was made twice: by %s at %s (operation %s) and by %s at %s (operation %s)",
					e.Version, p.mint.By, at(p.mint.At), p.mint.Op, e.By, at(e.At), e.Op)
			} else {
				p.mint = e
			}
		}
		m.print(e.Version, e.Print, e.At, e, func() string {
			return fmt.Sprintf("the %s by %s at %s (operation %s)", e.Kind, e.By, at(e.At), e.Op)
		})
	}
}

func (m *material) views(views []View) {
	for i := range views {
		v := &views[i]
		for _, ver := range v.Versions {
			if !m.repeats(ver.N, ver.Print) {
				m.print(ver.N, ver.Print, v.At, v, func() string {
					return fmt.Sprintf("the record at %s, revision %d", at(v.At), v.Revision)
				})
			}
		}
	}
}

func (m *material) stamps(stamps []Grant) {
	for i := range stamps {
		s := &stamps[i]
		for j, print := range s.Prints {
			if !m.repeats(s.Opens[j], print) {
				m.print(s.Opens[j], print, s.At, s, func() string {
					return fmt.Sprintf("the stamp of %s at %s, revision %d", s.Node, at(s.At), s.Revision)
				})
			}
		}
	}
}

func (m *material) seals(seals []Seal) {
	for i := range seals {
		s := &seals[i]
		if !m.repeats(s.Version, s.Print) {
			m.print(s.Version, s.Print, s.Emitted, s, func() string {
				return fmt.Sprintf("seal #%d by %s at %s", s.ID, s.Node, at(s.Emitted))
			})
		}
	}
}
