package checker

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// named holds the note of a destruction to the disks. Who still has the version is named;
// who had the length of an owner's lease to erase it, or to say that it had, and was kept
// from neither, need not be.
func (e *ending) named(v *View, n uint32) {
	note, ver, h := noteOf(v, n), v.version(n), e.h
	if h.Offers.Body != PrefixedFields || ver == nil || ver.Print == "" || v.Early != v.At {
		return
	}
	revoked, disks := e.mayKill.get(n), h.onDisks()
	for i := range h.Machines {
		m := h.Machines[i].Name
		if h.Machines[i].Duty != NodeDuty || len(disks[m]) == 0 {
			continue
		}
		e.t.judged(s12Named)
		is, has, since := names(note, m), disks[m].remains(ver.Print, v.Sent), v.At-h.Policy.OwnerLease
		if has && h.putBack(disks[m], ver.Print, v.Sent) {
			continue
		}
		free := revoked != nil && revoked.to <= since && !h.keptFrom(m, revoked.from-h.calls(settleCalls), v.At) &&
			!h.heldBack(machineOf(v.By), since, v.Sent) // or who wrote that had decided it before
		switch {
		case !is && has:
			e.t.add(s12Named, v.At, citing(v), "%s wrote v%d as DESTROYED at %s, revision %d, and does not name %s, whose disk still has it", v.By, n, at(v.At), v.Revision, m)
		case is && free && has:
			e.t.add(s12Named, v.At, citing(revoked.view, v), "%s wrote v%d as DESTROYED at %s, revision %d; %s, which it names, has not erased it, and nothing kept it from that since %s",
				v.By, n, at(v.At), v.Revision, m, at(revoked.to))
		case is && free && !disks[m].remains(ver.Print, since):
			e.t.add(s12Named, v.At, citing(revoked.view, v), "%s wrote v%d as DESTROYED at %s, revision %d, and names %s, whose disk has not had it since %s or before",
				v.By, n, at(v.At), v.Revision, m, at(since))
		}
	}
}

// putBack says that a machine's disk has a fingerprint because it was put back to what it was
// before: of that no process of the machine can have known.
func (h *Past) putBack(on disk, print string, by time.Duration) bool {
	return slices.ContainsFunc(on, func(c *Copy) bool { return c.there(print, by) && !h.upAt(c.Machine, c.Written) })
}

// upAt says that a process of a machine ran at some time, or may have: of some machines it was
// not seen when they ran.
func (h *Past) upAt(machine string, when time.Duration) bool {
	seen := false
	for i := range h.Starts {
		s := &h.Starts[i]
		seen = seen || s.Machine == machine
		if s.Machine == machine && s.From <= when && when < s.To {
			return true
		}
	}
	return !seen
}

// keptFrom says that something may have kept a node from saying what it has erased, which
// it may do with its next stamp, for which it needs material: a fault of its own, of the
// store or of the key service was in force, whether or not any message was seen to meet it.
// The time begins with what was in flight when the last fault ended.
func (h *Past) keptFrom(machine string, from, to time.Duration) bool {
	needed := func(m string) bool { return m == machine || h.duty[m] == StoreDuty || h.duty[m] == KeysDuty }
	for i := range h.Faults {
		f := &h.Faults[i]
		of := slices.ContainsFunc(f.On, needed) || slices.ContainsFunc(f.Between, func(b [2]string) bool { return needed(b[0]) && needed(b[1]) })
		if f.Injected && of && f.From <= to && max(f.From, f.To) >= from {
			return true
		}
	}
	if slices.ContainsFunc(h.touches, func(t touch) bool { return t.byHand && t.among(needed) && t.from <= to && t.to >= from }) {
		return true
	}
	return slices.ContainsFunc(h.Stands, func(s Stretch) bool { return needed(s.Machine) && s.From <= to && s.To >= from })
}

// noteOf is what the entry of a version's transition notes for people.
func noteOf(v *View, n uint32) string {
	for _, b := range v.entries() {
		if strings.HasPrefix(b.Transition, name(n)+" ") {
			return b.Note
		}
	}
	return ""
}

// names says that a text has a name in it, and not only a part of a longer one. A dot can
// stand in a name, and ends a sentence after one.
func names(text, name string) bool {
	for from := 0; ; {
		at := strings.Index(text[from:], name)
		if at < 0 || name == "" {
			return false
		}
		at += from
		from = at + len(name)
		last, _ := utf8.DecodeLastRuneInString(text[:at])
		next, _ := utf8.DecodeRuneInString(strings.TrimLeft(text[from:], "."))
		if !ofName(last) && !ofName(next) {
			return true
		}
	}
}

// ofName says that a letter can be a part of a name.
func ofName(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_./", r)
}
