package checker

import (
	"fmt"
	"slices"
	"time"
)

// reasons gathers why a history cannot be judged; a few are enough.
type reasons []string

const enough = 10

func (r *reasons) say(format string, args ...any) {
	if len(*r) < enough {
		*r = append(*r, fmt.Sprintf(format, args...))
	}
}

// unless is for what is looked at seldom: its arguments cost something even if
// all is well.
func (r *reasons) unless(ok bool, format string, args ...any) {
	if !ok {
		r.say(format, args...)
	}
}

// validate says how a history contradicts itself. Judges rely on all of it: an
// answer before its call would make any order of events possible, and a
// duplicate id would let one event hide another.
func validate(h *Past) []string {
	var r reasons
	r.keys(h)
	r.senses(h.History)
	r.facts(h.History)
	if len(r) > 0 { // else all that follows from it is told as well
		return r
	}
	r.known(h)
	r.seals(h)
	r.opens(h)
	r.views(h)
	r.stamps(h)
	r.effects(h)
	r.keeping(h)
	r.requests(h)
	r.faults(h)
	return r
}

func (r *reasons) keys(h *Past) {
	r.unless(len(h.Keys) > 0, "Keys is empty; want each key that the history is about")
	for i, k := range h.Keys {
		r.unless(k != "", "%s is empty", nth("Keys", i))
		r.unless(!slices.Contains(h.Keys[:i], k), "%s is %q, and so is an earlier one", nth("Keys", i), k)
	}
}

// known rejects what happened to a key that nobody named: split would lose it.
func (r *reasons) known(h *Past) {
	last := ""
	check := func(what string, i int, key string) {
		if key == last && key != "" { // runs of one key are the rule
			return
		}
		if last = key; !slices.Contains(h.Keys, key) {
			r.say("%s %d is about the key %q, which is none of Keys", what, i+1, key)
		}
	}
	for i := range h.Seals {
		check("seal", i, h.Seals[i].Key)
	}
	for i := range h.Denials {
		check("denial", i, h.Denials[i].Key)
	}
	for i := range h.Opens {
		check("open", i, h.Opens[i].Key)
	}
	for i := range h.Forged {
		check("open of what is forged", i, h.Forged[i].Key)
	}
	for i := range h.Views {
		check("view", i, h.Views[i].Key)
	}
	for i := range h.Stamps {
		check("stamp", i, h.Stamps[i].Key)
	}
	for i := range h.Keeps {
		check("kept text", i, h.Keeps[i].Key)
	}
	for i := range h.Lodges {
		check("request to keep", i, h.Lodges[i].Key)
	}
	for i := range h.Recalls {
		check("request for what is kept", i, h.Recalls[i].Key)
	}
	for i := range h.Effects {
		check("effect", i, h.Effects[i].Key)
	}
	for i := range h.Triggers {
		check("trigger", i, h.Triggers[i].Key)
	}
	for i := range h.Acts {
		check("act", i, h.Acts[i].Key)
	}
	for i := range h.Pages {
		check("page", i, h.Pages[i].Key)
	}
	for i := range h.Refusals {
		check("refusal", i, h.Refusals[i].Key)
	}
}

func (r *reasons) seals(h *Past) {
	ids := newSealIndex(h.Seals)
	for i := range h.Seals {
		s := &h.Seals[i]
		if ids.find(s.ID) != s {
			r.say("seal id %d is used twice", s.ID)
		}
		if s.Version == 0 && (s.Said.Version == 0 || s.Print != "") { // of no material; V0 sees to that
			r.say("seal %d is under version 0", s.ID)
		}
		if s.Called < 0 || s.Received < s.Called || s.Emitted < s.Received {
			r.say("seal %d: called %v, received %v, emitted %v", s.ID, s.Called, s.Received, s.Emitted)
		}
		if s.Acked && s.Returned < s.Emitted {
			r.say("seal %d returned at %v, before it was emitted at %v", s.ID, s.Returned, s.Emitted)
		}
	}
}

func (r *reasons) opens(h *Past) {
	seals := newSealIndex(h.Seals)
	seen := make(idSet, 0, len(h.Opens)+len(h.Forged))
	for o := range h.EachOpen {
		seen = append(seen, o.ID)
		if s := seals.find(o.Seal); s == nil || s.Key != o.Key && o.Forged == "" {
			r.say("open %d is of seal %d, which %s does not have", o.ID, o.Seal, o.Key)
		}
		if !slices.Contains(knownAnswers, o.Answer) {
			r.say("open %d has the unknown answer %q", o.ID, o.Answer)
		}
		if (o.Answer == Lost) != (o.Emitted == 0) {
			r.say("open %d is answered %q, emitted %v", o.ID, o.Answer, o.Emitted)
		}
		if !inOrder(o.Called, o.Received, o.Emitted, o.Returned) {
			r.say("open %d: called %v, received %v, emitted %v, returned %v", o.ID, o.Called, o.Received, o.Emitted, o.Returned)
		}
	}
	if id, twice := seen.duplicate(); twice {
		r.say("open id %d is used twice", id)
	}
}

// inOrder says that the times that are set do not decrease, and that nothing
// comes after a step that never came about.
func inOrder(first time.Duration, rest ...time.Duration) bool {
	last, missing := first, false
	for _, t := range rest {
		switch {
		case t == 0:
			missing = true
		case missing || t < last:
			return false
		default:
			last = t
		}
	}
	return first >= 0
}

func (r *reasons) views(h *Past) {
	if two := h.twoRecords; two != nil {
		r.say("from revision %d on the record of %s stands twice, at %q and at %q; want one stored key whose every write says what the record is from then on, and Describe to return false for what led to it, such as the lines of a journal",
			two.revision, two.key, two.at[0], two.at[1])
	}
	for i := range h.Views {
		v := &h.Views[i]
		if v.RecordWritten && !slices.Contains(Phases, v.Phase) {
			r.say("revision %d has the unknown phase %q", v.Revision, v.Phase)
		}
		if v.From != "" && !slices.Contains(Phases, v.From) {
			r.say("revision %d comes from the unknown phase %q", v.Revision, v.From)
		}
		if v.Sent < 0 || v.Sent > v.At {
			r.say("revision %d was applied at %v, sent at %v", v.Revision, v.At, v.Sent)
		}
		for k := range v.Versions {
			if ver := &v.Versions[k]; !knownState(ver.State) {
				r.say("revision %d: version %d has the unknown state %q", v.Revision, ver.N, ver.State)
			}
		}
		if i == 0 {
			continue
		}
		p := &h.Views[i-1]
		// Two keys may change in one transaction; one key has one view of it.
		if p.Revision > v.Revision || p.Revision == v.Revision && p.Key == v.Key {
			r.say("revision %d of %s comes after revision %d", v.Revision, v.Key, p.Revision)
		}
		if p.At > v.At {
			r.say("revision %d was applied at %v, before revision %d at %v", v.Revision, v.At, p.Revision, p.At)
		}
	}
}

func (r *reasons) stamps(h *Past) {
	for i := range h.Stamps {
		s := &h.Stamps[i]
		if s.At < 0 || s.Until < s.At {
			r.say("the stamp of %s at revision %d stands from %v until %v", s.Node, s.Revision, s.At, s.Until)
		}
		if len(s.Prints) > 0 && len(s.Prints) != len(s.Opens) {
			r.say("the stamp of %s at revision %d opens %s with %s", s.Node, s.Revision, many(len(s.Opens), "version"), many(len(s.Prints), "fingerprint"))
		}
		if i == 0 {
			continue
		}
		if p := &h.Stamps[i-1]; s.Revision < p.Revision || s.At < p.At {
			r.say("the stamp at revision %d, %v, comes after revision %d, %v", s.Revision, s.At, p.Revision, p.At)
		}
	}
}

func (r *reasons) effects(h *Past) {
	for i := range h.Effects {
		e := &h.Effects[i]
		r.unless(slices.Contains(knownEffects, e.Kind), "effect %d has the unknown kind %q", i+1, e.Kind)
		r.unless(0 <= e.Sent && e.Sent <= e.At, "%s %s took effect at %v, sent at %v", e.Kind, e.Op, e.At, e.Sent)
		r.unless(!e.Made || e.Accepted, "%s %s was refused, and yet changed something", e.Kind, e.Op)
		r.unless(i == 0 || h.Effects[i-1].At <= e.At, "effect %d at %v comes after one at %v", i+1, e.At, h.Effects[max(i-1, 0)].At)
	}
}

func (r *reasons) keeping(h *Past) {
	for i := range h.Lodges {
		l := &h.Lodges[i]
		r.unless(0 <= l.Called && (l.Emitted == 0 || l.Called <= l.Emitted) && (l.Emitted != 0 || l.Answer == NoReply),
			"request %d to keep %s: called %v, emitted %v, answered %q", l.ID, l.Name, l.Called, l.Emitted, l.Answer)
	}
	for i := range h.Recalls {
		c := &h.Recalls[i]
		r.unless(0 <= c.Called && (c.Emitted == 0 || c.Called <= c.Emitted) && (c.Emitted == 0) == (c.Answer == RecallLost),
			"request %d for what is kept as %s: called %v, emitted %v, answered %q", c.ID, c.Name, c.Called, c.Emitted, c.Answer)
	}
	for i := range h.Keeps {
		r.unless(i == 0 || h.Keeps[i-1].Revision <= h.Keeps[i].Revision && h.Keeps[i-1].At <= h.Keeps[i].At, "what is kept at revision %d, %v, comes after revision %d, %v",
			h.Keeps[i].Revision, h.Keeps[i].At, h.Keeps[max(i-1, 0)].Revision, h.Keeps[max(i-1, 0)].At)
	}
}

func (r *reasons) requests(h *Past) {
	for i := range h.Triggers {
		t := &h.Triggers[i]
		r.unless(t.ID != "", "trigger %d has no id", i+1)
		r.unless(slices.Contains(knownOutcomes, t.Outcome), "trigger %s has the unknown outcome %q", t.ID, t.Outcome)
		r.unless(t.Called >= 0 && (t.Outcome == Unknown || t.Called <= t.Returned),
			"trigger %s returned at %v, before its call at %v", t.ID, t.Returned, t.Called)
	}
	asked := make(map[string]bool, len(h.Acts)) // looked up only
	for i := range h.Acts {
		a := &h.Acts[i]
		r.unless(a.ID != "" && !asked[a.ID], "act id %q is missing or used twice", a.ID)
		asked[a.ID] = true
		r.unless(slices.Contains(knownOutcomes, a.Outcome), "act %s has the unknown outcome %q", a.ID, a.Outcome)
		r.unless(a.Called >= 0 && (a.Outcome == Unknown || a.Called <= a.Returned),
			"act %s returned at %v, before its call at %v", a.ID, a.Returned, a.Called)
	}
}

func (r *reasons) faults(h *Past) {
	for i := range h.Faults {
		f := &h.Faults[i]
		r.unless(len(f.Between) == 0 || len(f.Between) == len(f.Bites), "fault %d bit %s, and %s between machines", i+1, many(len(f.Bites), "time"), many(len(f.Between), "time"))
		r.unless(f.Injected || len(f.Bites) == 0, "fault %d bit without being injected", i+1)
	}
}

func knownState(s State) bool {
	switch s {
	case Pending, Active, Deprecated, Retiring, Revoked, Destroyed, Burnt:
		return true
	}
	return false
}
