package checker

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// A plant is one change that makes a good history a bad one. pick chooses among
// n places; plant says whether there was one.
type plant struct {
	name      string
	invariant string // that must fire
	plant     func(h *Past, pick func(n int) int)
}

func where[T any](xs []T, f func(*T) bool) []*T {
	var ps []*T
	for i := range xs {
		if f(&xs[i]) {
			ps = append(ps, &xs[i])
		}
	}
	return ps
}

func one[T any](xs []T, pick func(int) int, f func(*T) bool) *T {
	ps := where(xs, f)
	return ps[pick(len(ps))]
}

func inPhase(p Phase) func(*View) bool { return func(v *View) bool { return v.Phase == p } }

// again lets a process that was superseded make one more write at the end.
func again(h *Past, by string, change func(*View)) {
	v := h.Views[len(h.Views)-1]
	v.Revision, v.At, v.Sent, v.By, v.Op = v.Revision+1, h.End, h.End-ms, by, "again"
	v.Versions = slices.Clone(v.Versions)
	change(&v)
	v.Audit = []Entry{{Transition: string(v.Phase), Owner: by, Fence: v.Fence, Op: v.Op, Cause: "deadline:x", Phase: v.Phase, Active: v.Active, Next: v.Next}}
	h.Views = append(h.Views, v)
	rechain(h)
}

// scans are the reads of all stamps.
func scans(h *Past) []*Ask {
	return where(h.Asks, func(a *Ask) bool { return len(a.Reads) > 1 })
}

// rightly says of an open that it was answered with what was sealed.
func rightly(o *Open) bool { return o.Answer == Right }

func firstSeal(h *Past, version uint32) time.Duration {
	return one(h.Seals, func(int) int { return 0 }, func(s *Seal) bool { return s.Version == version }).Emitted
}

var plants = []plant{
	{"a rotation starts beside another", "S1", func(h *Past, pick func(int) int) {
		v := one(h.Views, pick, inPhase(Published))
		v.Rotation = "r-other"
	}},
	{"a rotation is left for IDLE, and another starts", "S1", func(h *Past, pick func(int) int) {
		for _, v := range where(h.Views, func(v *View) bool { return v.Phase == Committed && v.Window == "d1" }) {
			v.Phase, v.Active = Idle, 1
		}
		for _, v := range where(h.Views, func(v *View) bool { return v.Window == "d1" }) {
			v.Active = 1
		}
	}},
	{"a rotation starts for a window nobody named", "S1", func(h *Past, pick func(int) int) {
		one(h.Triggers, pick, func(t *Trigger) bool { return t.Outcome == Admitted }).Window = "elsewhen"
	}},
	{"a rotation starts for an attempt nobody made", "S1", func(h *Past, pick func(int) int) {
		one(h.Triggers, pick, func(t *Trigger) bool { return t.Outcome == Admitted }).Attempt = 7
	}},
	{"a window starts twice", "S1", func(h *Past, pick func(int) int) {
		for _, v := range where(h.Views, func(v *View) bool { return v.Window == "d2" }) {
			v.Window = "d1"
		}
	}},
	{"a start overwrites the same start", "S1", func(h *Past, pick func(int) int) {
		v := one(h.Views, pick, func(v *View) bool { return v.Phase == Intent && v.Audit[0].Transition == "ACQUIRED" })
		v.Audit[0].Transition = "INTENT"
	}},
	{"two callers are told of one admission", "S1", func(h *Past, pick func(int) int) {
		one(h.Triggers, pick, func(t *Trigger) bool { return t.Outcome == Duplicate }).Outcome = Admitted
	}},
	{"who has started a rotation is told that another has", "S1", func(h *Past, pick func(int) int) {
		one(h.Triggers, pick, func(t *Trigger) bool { return t.Outcome == Admitted }).Outcome = Duplicate
	}},
	{"a committed window has a second attempt", "S1", func(h *Past, pick func(int) int) {
		for _, v := range where(h.Views, func(v *View) bool { return v.Window == "d2" }) {
			v.Window, v.Attempt = "d1", 2
		}
		for _, t := range where(h.Triggers, func(t *Trigger) bool { return t.Window == "d2" }) {
			t.Window, t.Attempt = "d1", 2
		}
	}},
	{"a second attempt without a first", "S1", func(h *Past, pick func(int) int) {
		for _, v := range where(h.Views, func(v *View) bool { return v.Window == "d2" }) {
			v.Attempt = 2
		}
		for _, t := range where(h.Triggers, func(t *Trigger) bool { return t.Window == "d2" }) {
			t.Attempt = 2
		}
	}},
	{"a caller is told of a rotation that never was", "S1", func(h *Past, pick func(int) int) {
		one(h.Triggers, pick, func(t *Trigger) bool { return t.Rotation != "" && t.Outcome != Refused }).Rotation = "r-invented"
	}},
	{"a rotation starts under the id of one in flight", "S1", func(h *Past, pick func(int) int) {
		k := slices.IndexFunc(h.Views, func(v View) bool { return v.Window == "d2" && v.Phase == Verified })
		for i := range h.Views[k:] {
			v := &h.Views[k+i]
			if v.Window == "d2" {
				v.Window = "d3"
			}
		}
		h.Views[k].Phase = Intent
		h.Triggers[len(h.Triggers)-1].Outcome = Unknown
	}},
	{"a seal under an old version", "S2", func(h *Past, pick func(int) int) {
		one(h.Seals, pick, func(s *Seal) bool { return s.Version == 2 }).Version = 1
	}},
	{"a seal under a version that never was", "S2", func(h *Past, pick func(int) int) {
		one(h.Seals, pick, func(*Seal) bool { return true }).Version = 9
	}},
	{"a seal before the commit", "S2", func(h *Past, pick func(int) int) {
		s := one(h.Seals, func(n int) int { return n - 1 }, func(s *Seal) bool { return s.Version == 1 })
		s.Version = 2
	}},
	{"a node may not open what is sealed", "S3", func(h *Past, pick func(int) int) {
		s := one(h.Stamps, pick, func(s *Grant) bool {
			return slices.Contains(s.Opens, 2) && s.Until > firstSeal(h, 2) && s.At < firstSeal(h, 2)+h.Policy.Lifetime
		})
		k := slices.Index(s.Opens, 2)
		s.Opens = slices.Delete(slices.Clone(s.Opens), k, k+1)
		s.Prints = make([]string, len(s.Opens))
	}},
	{"a node drops a version early", "S3", func(h *Past, pick func(int) int) {
		s := one(h.Stamps, pick, func(s *Grant) bool {
			return len(s.Opens) > 1 && s.At > firstSeal(h, 2) && s.At < firstSeal(h, 2)+h.Policy.Lifetime
		})
		s.Opens, s.Prints = s.Opens[1:], s.Prints[1:]
	}},
	{"a node does not know the key", "S3", func(h *Past, pick func(int) int) {
		one(h.Opens, pick, rightly).Answer = UnknownKey
	}},
	{"a superseded owner writes", "S4", func(h *Past, pick func(int) int) {
		again(h, "w1#1", func(*View) {})
	}},
	{"a superseded owner writes under the new fence and name", "S4", func(h *Past, pick func(int) int) {
		again(h, "w1#1", func(v *View) { v.Owner = "w1#1" })
	}},
	{"a superseded owner's effect is accepted", "S4", func(h *Past, pick func(int) int) {
		h.Effects = append(h.Effects, Effect{Key: "k", By: "w1#1",
			Sent: h.End - ms, At: h.End, Outside: Outside{Kind: Destroy, Version: 1, Op: "late", Fence: 1,
				Accepted: true, Made: true}})
	}},
	{"a superseded owner finishes what an operator aborted", "S4", func(h *Past, pick func(int) int) {
		one(h.Views, pick, func(v *View) bool {
			return v.Window == "d4" && (v.Phase == Aborted || v.Phase == Idle)
		}).By = "w1#1"
	}},
	{"a superseded owner writes in an operator's name", "S4", func(h *Past, pick func(int) int) {
		again(h, "w1#1", func(*View) {})
		h.Views[len(h.Views)-1].Audit[0].Cause = "operator:a1"
	}},
	{"a superseded owner's effect is accepted, with the fence of the new one", "S4", func(h *Past, pick func(int) int) {
		h.Effects = append(h.Effects, Effect{Key: "k", By: "w1#1",
			Sent: h.End - ms, At: h.End, Outside: Outside{Kind: Destroy, Version: 1, Op: "late", Fence: 99,
				Accepted: true, Made: true}})
	}},
	{"all effects claim one fence", "S4", func(h *Past, pick func(int) int) {
		h.Effects = append(h.Effects, Effect{Key: "k", By: "w1#1",
			Sent: h.End - ms, At: h.End, Outside: Outside{Kind: Destroy, Version: 1, Op: "late",
				Accepted: true, Made: true}})
		for i := range h.Effects {
			h.Effects[i].Fence = 1
		}
	}},
	{"a resume ends an ownership", "S4", func(h *Past, pick func(int) int) {
		again(h, "op", func(v *View) { v.Owner = ""; v.Fence++ })
		again(h, "w2#1", func(v *View) { v.Revision++; v.Op = "later" })
	}},
	{"a client does not get back what it sealed", "S5", func(h *Past, pick func(int) int) {
		one(h.Opens, pick, rightly).Answer = UnknownKey
	}},
	{"a client gets back something else", "S5", func(h *Past, pick func(int) int) {
		one(h.Opens, pick, func(*Open) bool { return true }).Answer = Wrong
	}},
	{"a mint is asked for before the intent", "S6", func(h *Past, pick func(int) int) {
		e := one(h.Effects, pick, func(e *Effect) bool { return e.Kind == Mint })
		e.Sent = one(h.Views, func(int) int { return 0 }, func(v *View) bool { return v.Next == e.Version }).At - 1
	}},
	{"a version is published without material", "S6", func(h *Past, pick func(int) int) {
		mint := one(h.Effects, pick, func(e *Effect) bool { return e.Kind == Mint })
		h.Effects = slices.DeleteFunc(h.Effects, func(e Effect) bool { return e.Op == mint.Op })
	}},
	{"a stamp opens what was not made", "S6", func(h *Past, pick func(int) int) {
		s := one(h.Stamps, pick, func(s *Grant) bool { return len(s.Opens) > 0 })
		s.Opens, s.Prints = append(slices.Clone(s.Opens), 9), append(slices.Clone(s.Prints), "p")
	}},
	{"a mint is repeated", "S7", func(h *Past, pick func(int) int) {
		e := *one(h.Effects, pick, func(e *Effect) bool { return e.Kind == Mint })
		e.Op, e.At = "other", h.End
		h.Effects = append(h.Effects, e)
	}},
	{"a node holds other material", "S7", func(h *Past, pick func(int) int) {
		s := one(h.Stamps, pick, func(s *Grant) bool { return len(s.Prints) > 0 })
		s.Prints = append(slices.Clone(s.Prints[:len(s.Prints)-1]), "other")
	}},
	{"a node seals with other material", "S7", func(h *Past, pick func(int) int) {
		one(h.Seals, pick, func(*Seal) bool { return true }).Print = "other"
	}},
	{"the record tells of other material", "S7", func(h *Past, pick func(int) int) {
		v := one(h.Views, pick, func(*View) bool { return true })
		v.Versions[0].Print = "other"
	}},
	{"no version is active", "S10", func(h *Past, pick func(int) int) {
		v := one(h.Views[1:], pick, func(*View) bool { return true })
		v.Active = 0
	}},
	{"two versions are active", "S10", func(h *Past, pick func(int) int) {
		v := one(h.Views, pick, func(v *View) bool { return len(v.Versions) > 1 })
		v.Versions[0].State, v.Versions[1].State = Active, Active
	}},
	{"another version is active than the one named", "S10", func(h *Past, pick func(int) int) {
		v := one(h.Views, pick, func(*View) bool { return true })
		one(v.Versions, pick, func(x *Version) bool { return x.State == Active }).N = 77
	}},
	{"the key set is emptied", "S10", func(h *Past, pick func(int) int) {
		one(h.Views[1:], pick, func(*View) bool { return true }).Versions = nil
	}},
	{"the record is deleted", "S10", deleted},
	{"the record is deleted", "S13", deleted},
	{"the audit is deleted", "S13", func(h *Past, pick func(int) int) {
		k := 1 + pick(len(h.Views))
		p := h.Views[k-1]
		h.Views = slices.Insert(h.Views, k, View{Key: "k", Revision: p.Revision + 1, At: p.At, Sent: p.Sent, By: p.By, AuditLost: 2})
	}},
	{"a write of the record deletes an entry", "S13", func(h *Past, pick func(int) int) {
		one(h.Views, pick, func(*View) bool { return true }).AuditLost = 1
	}},
	{"a stamp is granted below the target", "S11", func(h *Past, pick func(int) int) {
		one(h.Stamps, pick, func(s *Grant) bool { return viewAtRevision(h.Views, s.Revision).Phase != Published }).Rev--
	}},
	{"a joiner is granted one while a version is published", "S11", func(h *Past, pick func(int) int) {
		s := one(h.Stamps, pick, func(s *Grant) bool { return viewAtRevision(h.Views, s.Revision).Phase == Published })
		s.Rev--
		s.Incarnation = "joiner"
	}},
	{"a seal below the floor", "S11", func(h *Past, pick func(int) int) {
		one(h.Seals, pick, func(s *Seal) bool { return s.Version == 2 }).StampRev = 1
	}},
	{"an open below the floor", "S11", func(h *Past, pick func(int) int) {
		one(h.Opens, pick, func(o *Open) bool { return rightly(o) && viewAt(h.Views, o.Emitted).Floor > 1 }).Rev = 1
	}},
	{"a seal whose stamp was below the floor, whatever the node says", "S11", func(h *Past, pick func(int) int) {
		s := one(h.Seals, pick, func(s *Seal) bool { return s.Version == 2 })
		for _, st := range where(h.Stamps, func(st *Grant) bool { return st.Node == s.Node && st.Sealing && st.Until >= s.Emitted-ms }) {
			st.Rev = 1
		}
	}},
	{"an open whose stamp was below the floor, whatever the node says", "S11", func(h *Past, pick func(int) int) {
		o := one(h.Opens, pick, func(o *Open) bool { return viewAt(h.Views, o.Emitted).Floor > 1 })
		for _, st := range where(h.Stamps, func(st *Grant) bool { return st.Node == o.Node && !st.Sealing && st.Until >= o.Emitted-ms }) {
			st.Rev = 1
		}
	}},
	{"a seal under another version than the stamp's", "S11", func(h *Past, pick func(int) int) {
		one(h.Seals, pick, func(*Seal) bool { return true }).Version += 7
	}},
	{"a seal while the stamp allows none", "S11", func(h *Past, pick func(int) int) {
		s := one(h.Seals, pick, func(*Seal) bool { return true })
		for _, st := range where(h.Stamps, func(st *Grant) bool { return st.Node == s.Node && st.Sealing && st.At <= s.Emitted }) {
			st.Seal = 0
		}
	}},
	{"an open of what the stamp does not open", "S11", func(h *Past, pick func(int) int) {
		o := one(h.Opens, pick, func(*Open) bool { return true })
		for _, st := range where(h.Stamps, func(st *Grant) bool { return st.Node == o.Node && !st.Sealing }) {
			st.Opens, st.Prints = []uint32{77}, nil
		}
	}},
	{"a stamp is kept alive with other rights", "S11", func(h *Past, pick func(int) int) {
		below := where(h.Stamps, func(s *Grant) bool { return viewAtRevision(h.Views, s.Revision).Phase == Published })
		s := below[pick(len(below))]
		s.Rev--
		s.Opens = append(slices.Clone(s.Opens), 77)
		s.Seal = 77
		s.Prints = nil
	}},
	{"a seal without a stamp", "S11", func(h *Past, pick func(int) int) {
		one(h.Seals, pick, func(*Seal) bool { return true }).StampRev = 0
	}},
	{"an open under another incarnation's stamp", "S11", func(h *Past, pick func(int) int) {
		one(h.Opens, pick, rightly).Incarnation = "n1#2"
	}},
	{"a seal after its stamp ran out", "S11", func(h *Past, pick func(int) int) {
		s := one(h.Seals, func(n int) int { return n - 1 }, func(*Seal) bool { return true })
		for _, st := range where(h.Stamps, func(st *Grant) bool { return st.Node == s.Node && st.Sealing && st.Until > s.Emitted }) {
			st.Until = max(st.At, s.Emitted-1)
			s.Received = s.Emitted
		}
	}},
	{"a change without an entry", "S13", func(h *Past, pick func(int) int) {
		one(h.Views[1:], pick, func(*View) bool { return true }).Audit = nil
		rechain(h)
	}},
	{"an entry apart from its change", "S13", func(h *Past, pick func(int) int) {
		one(h.Views[1:], pick, func(*View) bool { return true }).RecordWritten = false
	}},
	{"a change with two entries", "S13", func(h *Past, pick func(int) int) {
		v := one(h.Views[1:], pick, func(*View) bool { return true })
		e := v.Audit[0]
		e.Op += "b"
		v.Audit = append(v.Audit, e)
		rechain(h)
	}},
	{"an entry is edited", "S13", func(h *Past, pick func(int) int) {
		v := one(h.Views, pick, func(*View) bool { return true })
		v.Audit[0].Body = append(slices.Clone(v.Audit[0].Body), '!')
	}},
	{"entries change places", "S13", func(h *Past, pick func(int) int) {
		k := 1 + pick(len(h.Views)-2)
		h.Views[k].Audit, h.Views[k+1].Audit = h.Views[k+1].Audit, h.Views[k].Audit
	}},
	{"a first entry is dropped", "S13", func(h *Past, pick func(int) int) {
		h.Views = h.Views[1:]
	}},
	{"no cause", "S13", entry(func(e *Entry) { e.Cause = "" })},
	{"a constant cause", "S13", entry(func(e *Entry) { e.Cause = "scheduled" })},
	{"a trigger that was never sent", "S13", entry(func(e *Entry) { e.Cause = "trigger:t99" })},
	{"an act that never was", "S13", entry(func(e *Entry) { e.Cause = "operator:a99" })},
	{"a deadline without a name", "S13", entry(func(e *Entry) { e.Cause = "deadline:" })},
	{"no owner", "S13", entry(func(e *Entry) { e.Owner = "" })},
	{"no operation", "S13", entry(func(e *Entry) { e.Op = "" })},
	{"no transition", "S13", entry(func(e *Entry) { e.Transition = "" })},
	{"the same operation twice", "S13", entry(func(e *Entry) { e.Op = "op1" })},
	{"replay gives another phase", "S13", entry(func(e *Entry) {
		if e.Phase = Halted; e.Transition == Halted {
			e.Phase = Idle
		}
	})},
	{"replay gives another version", "S13", entry(func(e *Entry) { e.Next += 3 })},
	{"another's name", "S13", entry(func(e *Entry) { e.Owner = "w9#9" })},
	{"another's fence", "S13", entry(func(e *Entry) { e.Fence += 4 })},
	{"another operation", "S13", entry(func(e *Entry) { e.Op = "forged" })},
	{"the rotation goes on by a trigger for another window", "S13", func(h *Past, pick func(int) int) {
		one(h.Views, pick, func(v *View) bool { return v.Window == "d2" && inFlight(v.Phase) }).Audit[0].Cause = "trigger:t1"
		rechain(h)
	}},
	{"an owner's writes all have one deadline for a cause", "S13", func(h *Past, pick func(int) int) {
		for i := range h.Views {
			if v := &h.Views[i]; i > 0 && !v.starts(&h.Views[i-1]) {
				v.Audit[0].Cause = "deadline:x"
			}
		}
		rechain(h)
	}},
	{"a deadline starts a rotation", "S13", stepBy("deadline:x", starting)},
	{"a deadline commits", "S13", stepBy("deadline:x", committing)},
	{"a deadline sets a rotation forward", "S13", stepBy("deadline:drain", advancing)},
	{"a lifetime ends an ownership", "S13", stepBy("deadline:lifetime", acquiring)},
	{"an owner's lease aborts", "S13", stepBy("deadline:owner-lease", aborting)},
	{"an operator's abort commits", "S13", stepBy("operator:a1", committing)},
	{"an operator's abort starts a rotation", "S13", stepBy("operator:a1", starting)},
	{"a trigger resumes", "S13", func(h *Past, pick func(int) int) {
		k := slices.IndexFunc(h.Views, func(v View) bool { return v.Phase == Verified })
		h.Views[k].Phase, h.Views[k].Audit[0].Phase = Halted, Halted
		rechain(h)
	}},
	{"no fence", "S13", func(h *Past, pick func(int) int) {
		one(h.Views, pick, inPhase(Staged)).Audit[0].Fence = 0
		rechain(h)
	}},
	{"admitted by a trigger for another window", "S13", func(h *Past, pick func(int) int) {
		one(h.Views, pick, func(v *View) bool { return v.Window == "d2" && v.Phase == Intent && v.Fence == 1 }).Audit[0].Cause = "trigger:t1"
		rechain(h)
	}},
	{"a seal that no material opens", "V0", func(h *Past, pick func(int) int) {
		one(h.Seals, pick, func(*Seal) bool { return true }).Sealing = Sealing{}
	}},
	{"a seal under another version than the node says", "V0", func(h *Past, pick func(int) int) {
		one(h.Seals, pick, func(s *Seal) bool { return s.Version == 2 }).Said.Version = 1
	}},
	{"an answer under a stamp of a rev that is not there yet", "V0", func(h *Past, pick func(int) int) {
		one(h.Opens, pick, func(*Open) bool { return true }).Rev = 1000
	}},
	{"an owner that did not write", "V0", func(h *Past, pick func(int) int) {
		one(h.Views, pick, func(v *View) bool { return v.Audit[0].Transition == "ACQUIRED" }).Owner = "w9#1"
	}},
	{"a fence that is lower", "V0", func(h *Past, pick func(int) int) {
		one(h.Views, pick, func(v *View) bool { return v.Fence > 1 }).Fence = 1
	}},
	{"a rev that leaps", "V0", func(h *Past, pick func(int) int) {
		v := one(h.Views[1:], pick, inPhase(Published))
		v.Rev, v.Target = v.Rev+5, v.Rev+5
	}},
	{"a target that is not the rev raised to", "V0", func(h *Past, pick func(int) int) {
		one(h.Views[1:], pick, inPhase(Draining)).Target = 0
	}},
	{"a floor without a barrier", "V0", func(h *Past, pick func(int) int) {
		one(h.Views[1:], pick, inPhase(Published)).Floor++
	}},
	{"a floor that does not go up", "V0", func(h *Past, pick func(int) int) {
		v := one(h.Views[1:], pick, inPhase(Verified))
		v.Floor--
	}},
	{"a highest number without an admission", "V0", func(h *Past, pick func(int) int) {
		one(h.Views[1:], pick, inPhase(Staged)).Highest++
	}},
	{"a version that changes beside its transition", "V0", func(h *Past, pick func(int) int) {
		v := one(h.Views[1:], pick, func(v *View) bool { return v.Phase == Idle && v.version(1).State == Deprecated })
		v.Versions = slices.Clone(v.Versions)
		v.version(1).State = Retiring
	}},
	{"a version that is forgotten", "V0", func(h *Past, pick func(int) int) {
		v := one(h.Views[1:], pick, inPhase(Staged))
		v.Versions = v.Versions[1:]
	}},
	{"material of nobody's making", "V0", func(h *Past, pick func(int) int) {
		v := one(h.Views[1:], pick, inPhase(Staged))
		v.Versions = slices.Clone(v.Versions)
		v.version(v.Next).Print = "another"
	}},
	{"another window than the trigger's", "V0", func(h *Past, pick func(int) int) {
		one(h.Views[1:], pick, func(v *View) bool { return v.Audit[0].Transition == "INTENT" }).Window = "another"
	}},
	{"a rotation under another name half way", "V0", func(h *Past, pick func(int) int) {
		one(h.Views[1:], pick, inPhase(Staged)).Rotation = "another"
	}},
	{"a stamp of another node", "V0", func(h *Past, pick func(int) int) {
		one(h.Stamps, pick, func(*Grant) bool { return true }).By = "n9#1"
	}},
	{"a stamp under a lease of another length", "V0", func(h *Past, pick func(int) int) {
		one(h.Stamps, pick, func(*Grant) bool { return true }).TTL++
	}},
	{"a stamp that opens less than it may", "V0", func(h *Past, pick func(int) int) {
		s := one(h.Stamps, pick, func(s *Grant) bool { return len(s.Opens) > 1 })
		s.Opens, s.Prints = s.Opens[1:], s.Prints[1:]
	}},
	{"an entry that says another thing than its body", "V0", func(h *Past, pick func(int) int) {
		one(h.Views[1:], pick, func(*View) bool { return true }).Audit[0].Transition = "LUNCH"
	}},
	{"a body that is not what is stored", "V0", func(h *Past, pick func(int) int) {
		v := one(h.Views[1:], pick, func(*View) bool { return true })
		v.Stored[0] = v.Stored[0][:40]
	}},
	{"a chain that is longer than it is", "V0", func(h *Past, pick func(int) int) {
		one(h.Views[1:], pick, func(*View) bool { return true }).ChainLength++
	}},
	{"a rotation never comes to rest", "L1", func(h *Past, pick func(int) int) {
		k := slices.IndexFunc(h.Views, func(v View) bool { return v.Phase == Draining })
		h.Views = h.Views[:k+1]
		h.End += 2 * h.SettleBound()
	}},
	{"an abort without a fault", "L1", func(h *Past, pick func(int) int) {
		for _, v := range where(h.Views, func(v *View) bool { return v.caused(byOperator) }) {
			v.Audit[0].Cause = "deadline:publish"
		}
	}},
	{"a halt without a fault", "L1", func(h *Past, pick func(int) int) {
		one(h.Views, pick, func(v *View) bool { return v.Phase == Verified }).Phase = Halted
	}},
	{"an open is turned away for nothing", "L3", func(h *Past, pick func(int) int) {
		one(h.Opens, pick, func(o *Open) bool { return o.Emitted > h.GrantBound() }).Answer = Unavailable
	}},
	{"somebody is told that what was just made is due", "L2", func(h *Past, pick func(int) int) {
		h.Policy.Due = 100 * sec
		rs := reigns(h.Views)
		at := rs[pick(len(rs))].from
		h.Pages = append(h.Pages, Page{Key: "k", Sent: at, At: at, Paged: Paged{Notice: true, Due: true}})
	}},
	{"a halt says nothing", "L4", func(h *Past, pick func(int) int) {
		one(h.Views, pick, func(v *View) bool { return v.Phase == Verified }).Phase = Halted
	}},
	{"a node keeps what is burnt on its disk", "L1", func(h *Past, pick func(int) int) {
		v := one(h.Views, pick, func(v *View) bool { return v.Phase == Aborted })
		h.Starts = append(h.Starts, Start{"n1", "n1#1", 0, v.At + 2*h.ServeBound()})
		h.End = max(h.End, v.At+2*h.ServeBound())
		h.Copies = append(h.Copies, Copy{"k", "n1", v.Versions[len(v.Versions)-1].Print, 0, 0, -1})
	}},
	{"a node has no stamp", "L5", func(h *Past, pick func(int) int) {
		h.Starts = []Start{{"n1", "n1/1", 0, h.End + 3*h.ServeBound()}}
		h.End = h.Starts[0].To
	}},
	{"a halt before the only fault", "L1", func(h *Past, pick func(int) int) {
		one(h.Views, pick, func(v *View) bool { return v.Phase == Verified && v.Window != "d5" }).Phase = Halted // d5 an operator halts
		h.Faults = []Fault{{Kind: "crash", Injected: true, Bites: []time.Duration{0}, From: h.End - 1}}
	}},
	{"a number comes back after an abort", "S8", func(h *Past, pick func(int) int) {
		one(h.Views, pick, func(v *View) bool {
			return v.Window == "d5" && v.Phase == Intent && v.Owner == "w2#1" && v.Audit[0].Transition == "INTENT"
		}).Next = 4
	}},
	{"the highest number goes down", "S8", func(h *Past, pick func(int) int) {
		one(h.Views[5:], pick, func(v *View) bool { return v.Audit[0].Transition != Intent }).Highest--
	}},
	{"a number is skipped", "S8", func(h *Past, pick func(int) int) {
		one(h.Views, pick, func(v *View) bool { return v.Phase == Intent && v.Audit[0].Transition == "INTENT" }).Next++
	}},
	{"a phase is left out", "S9", func(h *Past, pick func(int) int) {
		one(h.Views, pick, inPhase(Verified)).Phase = Published
	}},
	{"DRAINING raises nothing", "S9", func(h *Past, pick func(int) int) {
		v := one(h.Views, pick, inPhase(Draining))
		v.Rev--
		v.Target--
	}},
	{"PUBLISHED moves the revision, and the target stays", "S9", func(h *Past, pick func(int) int) {
		one(h.Views, pick, func(v *View) bool { return v.Phase == Published && v.Audit[0].Transition == "PUBLISHED" }).Target--
	}},
	{"an acquisition raises", "S9", func(h *Past, pick func(int) int) {
		raise(one(h.Views, pick, func(v *View) bool { return v.Audit[0].Transition == "ACQUIRED" }))
	}},
	{"a floor moves by itself", "S9", func(h *Past, pick func(int) int) {
		one(h.Views, pick, func(v *View) bool { return v.Audit[0].Transition == "ACQUIRED" }).Floor += 7
	}},
	{"a floor moves past its target", "S9", func(h *Past, pick func(int) int) {
		one(h.Views, pick, inPhase(Verified)).Floor++
	}},
	{"STAGED before there is material", "S9", func(h *Past, pick func(int) int) {
		m := one(h.Effects, pick, func(e *Effect) bool { return e.Kind == Mint })
		m.Early, m.At = h.End, h.End
		slices.SortStableFunc(h.Effects, func(a, b Effect) int { return cmp.Compare(a.At, b.At) })
	}},
	{"STAGED with another fingerprint", "S9", func(h *Past, pick func(int) int) {
		v := one(h.Views, pick, inPhase(Staged))
		v.Versions[len(v.Versions)-1].Print = "other"
	}},
	{"VERIFIED while a stamp is below target", "S9", staysUntil(Verified, false)},
	{"COMMITTED while a stamp may still seal", "S9", staysUntil(Committed, true)},
	{"ABORTED while a stamp is below target", "S9", staysUntil(Aborted, true)},
	{"VERIFIED while a stamp does not open the next version", "S9", func(h *Past, pick func(int) int) {
		s := stampAt(h, one(h.Views, pick, inPhase(Verified)), pick, false)
		s.Opens, s.Prints = []uint32{1}, nil
	}},
	{"VERIFIED while a stamp has other material", "S9", func(h *Past, pick func(int) int) {
		s := stampAt(h, one(h.Views, pick, inPhase(Verified)), pick, false)
		s.Prints = slices.Clone(s.Prints)
		s.Prints[len(s.Prints)-1] = "other"
	}},
	{"VERIFIED before the publish lead", "S9", func(h *Past, pick func(int) int) {
		h.Policy.PublishLead *= 2
	}},
	{"a barrier that nobody read", "S9", func(h *Past, pick func(int) int) {
		scan := scans(h)[pick(2)].ID // of the first rotation, which has two
		h.Asks = slices.DeleteFunc(h.Asks, func(a Ask) bool { return a.ID == scan })
	}},
	{"a barrier that somebody else read", "S9", func(h *Past, pick func(int) int) {
		scans(h)[pick(2)].By = "w3#1"
	}},
	{"a barrier read but for one stamp", "S9", func(h *Past, pick func(int) int) {
		a := scans(h)[0]
		k := slices.IndexFunc(a.Reads, func(s Seen) bool { return s.Object == "k/stamp/false/n1" })
		a.Reads = slices.Delete(slices.Clone(a.Reads), k, k+1)
	}},
	{"a barrier read before the raise", "S9", func(h *Past, pick func(int) int) {
		scans(h)[pick(2)].Revision = 1
	}},
	{"a barrier whose answer came after the write was sent", "S9", func(h *Past, pick func(int) int) {
		scans(h)[pick(2)].Received += sec
	}},
	{"ABORTED before the material is destroyed", "S9", undestroyed(4)},
	{"a version goes back", "S12", func(h *Past, pick func(int) int) {
		v := &h.Views[len(h.Views)-1]
		v.Versions[pick(2)].State = Pending
	}},
	{"a version is left out of the record", "S12", func(h *Past, pick func(int) int) {
		v := one(h.Views, pick, func(v *View) bool { return v.Active == 3 })
		v.Versions = v.Versions[1:]
	}},
	{"a version is retired within its lifetime", "S12", func(h *Past, pick func(int) int) {
		h.Policy.Lifetime *= 2
	}},
	{"a version is revoked while a stamp opens it", "S12", func(h *Past, pick func(int) int) {
		s := stampAt(h, one(h.Views, pick, inState(1, Revoked)), pick, false)
		s.Opens, s.Prints = []uint32{1, 2, 3, 5}, nil
	}},
	{"a version is revoked while a stamp is below target", "S12", func(h *Past, pick func(int) int) {
		stampAt(h, one(h.Views, func(int) int { return 0 }, inState(1, Revoked)), pick, false).Rev--
	}},
	{"a version is destroyed by the record only", "S12", undestroyed(1)},
	{"destruction is asked for before REVOKED is written", "S12", func(h *Past, pick func(int) int) {
		e := one(h.Effects, pick, func(e *Effect) bool { return e.Kind == Destroy && e.Version == 1 })
		e.Sent = one(h.Views, func(int) int { return 0 }, inState(1, Revoked)).At - 1
	}},
	{"destruction is asked for before the abort's barrier passed", "S12", func(h *Past, pick func(int) int) {
		e := one(h.Effects, pick, func(e *Effect) bool { return e.Kind == Destroy && e.Version == 4 })
		e.Sent = one(h.Views, pick, inPhase(Aborting)).At
	}},
	{"a version in use is destroyed", "S12", func(h *Past, pick func(int) int) {
		one(h.Effects, pick, func(e *Effect) bool { return e.Kind == Destroy }).Version = 5
	}},
	{"another version is destroyed than the operation made", "S12", func(h *Past, pick func(int) int) {
		one(h.Effects, pick, func(e *Effect) bool { return e.Kind == Destroy && e.Version == 1 }).Op = "mint-3"
	}},
	{"what is revoked is opened", "S14", revokedAnswer(Right)},
	{"what is revoked is opened, and to something else", "S14", revokedAnswer(Wrong)},
	{"something is sealed under an aborted version", "S15", func(h *Past, pick func(int) int) {
		one(h.Seals, pick, func(s *Seal) bool { return s.Version == 3 }).Version = 4
	}},
	{"a rotation is aborted after its commit", "S15", func(h *Past, pick func(int) int) {
		one(h.Views, pick, inPhase(Committed)).Phase = Aborted
	}},
	{"ABORTING comes of a commit", "S15", func(h *Past, pick func(int) int) {
		k := pick(1) + slices.IndexFunc(h.Views, inPhasePtr(Committed))
		h.Views[k+1].Phase = Aborting
	}},
	{"the material of an abort stays", "S15", undestroyed(4)},
	{"an aborted number is not burnt", "S15", func(h *Past, pick func(int) int) {
		v := one(h.Views, pick, inPhase(Aborted))
		v.Versions[3].State = Pending
	}},
	{"an aborted version becomes the active one", "S15", func(h *Past, pick func(int) int) {
		h.Views[len(h.Views)-1].Active = 4
	}},
	{"a stamp names an aborted version", "S15", func(h *Past, pick func(int) int) {
		s := one(h.Stamps, pick, func(s *Grant) bool { return slices.Contains(s.Opens, 5) && s.Until > h.End-100*sec })
		s.Opens, s.Prints = []uint32{4}, nil
	}},
	{"the old version is active again", "S16", func(h *Past, pick func(int) int) {
		h.Views[len(h.Views)-1-pick(3)].Active = 2
	}},
	{"the active version changes beside a commit", "S16", func(h *Past, pick func(int) int) {
		one(h.Views, pick, func(v *View) bool { return v.Phase == Verified }).Active = 9
	}},
	{"a commit leaves the active version as it is", "S16", func(h *Past, pick func(int) int) {
		v := one(h.Views, pick, inPhase(Committed))
		v.Active--
	}},
	{"a halted record is written", "S17", func(h *Past, pick func(int) int) {
		k := slices.IndexFunc(h.Views, inPhasePtr(Halted)) + 1
		v := h.Views[k-1]
		v.Revision, v.At, v.Audit = v.Revision+1, v.At+ms, nil
		h.Views = slices.Insert(h.Views, k, v)
	}},
	{"a halt is ended by nobody", "S17", func(h *Past, pick func(int) int) {
		h.Acts = slices.DeleteFunc(h.Acts, func(a Act) bool { return a.Verb == "resume" })
	}},
	{"a halt is ended by an act that was refused", "S17", func(h *Past, pick func(int) int) {
		one(h.Acts, pick, func(a *Act) bool { return a.Verb == "resume" }).Outcome = Refused
	}},
	{"a resume keeps the fence", "S17", func(h *Past, pick func(int) int) {
		one(h.Views, pick, func(v *View) bool { return v.Audit[0].Transition == "RESUMED" }).Fence--
	}},
	{"who has read of a halt sends an effect", "S17", halfway("mint")},
	{"who has read of a halt has something destroyed", "S17", halfway("destroy")},
	{"who has read of a halt pushes to a node", "S17", halfway("push")},
	{"who has read of a halt sends a write", "S17", halfway("txn", "k/record")},
	{"a rotation is started for a caller without the right", "S18", func(h *Past, pick func(int) int) {
		one(h.Triggers, pick, func(g *Trigger) bool { return g.Outcome == Admitted }).Caller = "mallory"
	}},
	{"a caller without the right is told that it was let in", "S18", func(h *Past, pick func(int) int) {
		g := one(h.Triggers, pick, func(g *Trigger) bool { return g.Outcome != Admitted })
		g.Outcome, g.Caller = Admitted, "mallory"
	}},
	{"an act that was refused is carried out", "S18", func(h *Past, pick func(int) int) {
		one(h.Acts, pick, func(*Act) bool { return true }).Outcome = Refused
	}},
	{"an act that nobody asked for is carried out", "S18", func(h *Past, pick func(int) int) {
		h.Acts = slices.DeleteFunc(h.Acts, func(a Act) bool { return a.Verb == "halt" })
	}},
	{"a nonce is used again", "S19", func(h *Past, pick func(int) int) {
		s := one(h.Seals, pick, func(s *Seal) bool { return s.ID > 1 && h.Seals[s.ID-2].Version == s.Version })
		s.Nonce = h.Seals[s.ID-2].Nonce
	}},
	{"a nonce is used again, and nobody was told", "S19", func(h *Past, pick func(int) int) {
		s := one(h.Seals, pick, func(s *Seal) bool { return s.ID > 1 && h.Seals[s.ID-2].Version == s.Version })
		s.Nonce, s.Acked, s.Returned = h.Seals[s.ID-2].Nonce, false, 0
	}},
}

func inPhasePtr(p Phase) func(View) bool { return func(v View) bool { return v.Phase == p } }

func inState(n uint32, s State) func(*View) bool {
	return func(v *View) bool { return v.state(n) == s }
}

// stampAt picks a stamp that is in the store at a view.
func stampAt(h *Past, v *View, pick func(int) int, sealing bool) *Grant {
	return one(h.Stamps, pick, func(s *Grant) bool {
		return s.Sealing == sealing && s.Revision <= v.Revision && (s.Ended > v.Revision || s.Ended == 0 && s.Until >= v.At)
	})
}

// staysUntil has a stamp in the store be one below target when a phase is entered.
func staysUntil(p Phase, sealing bool) func(*Past, func(int) int) {
	return func(h *Past, pick func(int) int) {
		stampAt(h, one(h.Views, func(int) int { return 0 }, inPhase(p)), pick, sealing).Rev--
	}
}

// undestroyed leaves the material of a version in the key service.
func undestroyed(n uint32) func(*Past, func(int) int) {
	return func(h *Past, _ func(int) int) {
		h.Effects = slices.DeleteFunc(h.Effects, func(e Effect) bool { return e.Kind == Destroy && e.Version == n })
	}
}

// revokedAnswer has a node open what is revoked.
func revokedAnswer(a Answer) func(*Past, func(int) int) {
	return func(h *Past, _ func(int) int) { h.Opens[len(h.Opens)-1].Answer = a }
}

// halfway has the process that knows of the halt send something before it ends.
func halfway(verb string, puts ...string) func(*Past, func(int) int) {
	return func(h *Past, pick func(int) int) {
		ended := one(h.Views, pick, func(v *View) bool { return v.Audit[0].Transition == "RESUMED" })
		h.Asks = append(h.Asks, Ask{ID: len(h.Asks) + 1, Key: "k", By: "w2#1", Times: Times{Sent: ended.Sent - 3*ms}, Asked: &Asked{Verb: verb, To: "x", Puts: puts}})
	}
}

// deleted makes one revision delete the record.
func deleted(h *Past, pick func(int) int) {
	k := 1 + pick(len(h.Views))
	p := h.Views[k-1]
	h.Views = slices.Insert(h.Views, k, View{Key: "k", Revision: p.Revision + 1, At: p.At, Sent: p.Sent, By: p.By, RecordWritten: true, Record: Record{Phase: Idle}})
}

// stepBy gives a step another cause, early enough known.
func stepBy(cause string, s step) func(*Past, func(int) int) {
	return func(h *Past, pick func(int) int) {
		for i := range h.Acts {
			h.Acts[i].Called = 0
		}
		var views []*View
		for i := 1; i < len(h.Views); i++ {
			if h.Views[i].step(&h.Views[i-1]) == s {
				views = append(views, &h.Views[i])
			}
		}
		views[pick(len(views))].Audit[0].Cause = cause
		rechain(h)
	}
}

// entry changes one entry other than the first, and closes the chain over it.
func entry(change func(*Entry)) func(*Past, func(int) int) {
	return func(h *Past, pick func(int) int) {
		v := one(h.Views[1:], pick, func(*View) bool { return true })
		change(&v.Audit[0])
		rechain(h)
	}
}

// tb is what testing.T and rapid.T share.
type tb interface {
	Helper()
	Fatalf(string, ...any)
}

func fires(t tb, h *Past, id string) {
	t.Helper()
	r := Check(exact(h), Options{Porcupine: time.Second})
	if len(r.Invalid) > 0 {
		t.Fatalf("invalid: %v", r.Invalid)
	}
	for _, v := range r.Verdicts {
		if v.Invariant == id {
			if v.Count == 0 {
				t.Fatalf("%s did not fire; fired: %v", id, r.Fired())
			}
			for _, x := range v.Violations {
				if x.Sentence == "" || x.Detail == "" || x.Key != "k" || x.Invariant != id {
					t.Fatalf("incomplete violation: %+v", x)
				}
			}
			return
		}
	}
	t.Fatalf("no verdict on %s", id)
}

func TestPlants(t *testing.T) {
	for _, p := range plants {
		t.Run(p.invariant+" "+p.name, func(t *testing.T) {
			h := goodRun(2, 3)
			p.plant(h, func(int) int { return 0 })
			fires(t, h, p.invariant)
		})
	}
}

// Wherever it is planted, and however long the run, it is found.
func TestPlantsAnywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := goodRun(rapid.IntRange(1, 4).Draw(t, "nodes"), rapid.IntRange(1, 8).Draw(t, "traffic"))
		p := rapid.SampledFrom(plants).Draw(t, "plant")
		p.plant(h, func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "place") })
		fires(t, h, p.invariant)
	})
}

func TestEveryInvariantHasPlants(t *testing.T) {
	for _, inv := range All {
		if !slices.ContainsFunc(plants, func(p plant) bool { return p.invariant == inv.ID }) {
			t.Errorf("%s: nothing is planted for it", inv.ID)
		}
	}
}

func TestGoodRuns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := goodRun(rapid.IntRange(1, 5).Draw(t, "nodes"), rapid.IntRange(1, 8).Draw(t, "traffic"))
		r := Check(h, Options{})
		if len(r.Invalid) > 0 || r.Violated() || r.Inconclusive() {
			t.Fatalf("invalid %v, violations %v, linear %+v", r.Invalid, r.Violations(), r.Linear)
		}
		for _, v := range r.Verdicts {
			if short := v.Invariant == "L2" || v.Invariant == "L4" || v.Invariant == "L5"; !v.Judged && !short { // nothing is due or halted in it, and it is soon over
				t.Fatalf("%s was not judged: %s", v.Invariant, v.WhyNot)
			}
		}
		if len(r.Linear) != 4 {
			t.Fatalf("linear: %+v", r.Linear)
		}
	})
}
