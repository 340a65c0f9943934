package checker

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// facts says how the log contradicts itself, fact by fact.
func (r *reasons) facts(h *History) {
	r.unless(h.End >= 0 && h.CallTimeout >= 0, "End is %v and CallTimeout %v; want 0 or more", h.End, h.CallTimeout)
	r.policy("Policy", &h.Policy)
	if h.NewPolicy != nil {
		r.policy("NewPolicy", h.NewPolicy)
	}
	for i := range h.Machines {
		if why := h.Machines[i].wrong(); why != "" {
			r.say("%s.%s", nth("Machines", i), why)
		}
	}
	revision, applied, key := int64(0), time.Duration(0), ""
	for i := range h.Facts {
		if len(*r) == enough {
			return
		}
		f := &h.Facts[i]
		if f.Key != key { // runs of one key are the rule
			if key = f.Key; key != "" && !slices.Contains(h.Keys, key) {
				r.say("fact %d: Key is %q, which is none of Keys", i+1, key)
			}
		}
		if why := f.wrong(i); why != "" {
			r.say("fact %d: %s", i+1, why)
			continue
		}
		if _, is := f.What.(*Wrote); is {
			if f.Revision < revision || f.At < applied {
				r.say("fact %d: revision %d at %v comes after revision %d at %v", i+1, f.Revision, f.At, revision, applied)
			}
			revision, applied = f.Revision, f.At
		}
	}
}

func (r *reasons) policy(which string, p *Policy) {
	for _, d := range [...]struct {
		field string
		is    time.Duration
	}{
		{"SealLease", p.SealLease}, {"OpenLease", p.OpenLease}, {"OwnerLease", p.OwnerLease}, {"PublishLead", p.PublishLead},
		{"PublishDeadline", p.PublishDeadline}, {"DrainDeadline", p.DrainDeadline}, {"Lifetime", p.Lifetime}, {"Period", p.Period}, {"Due", p.Due},
		{"Emission", p.Emission}, {"WallSkew", p.WallSkew}, {"KeyLife", p.KeyLife}, {"Backoff", p.Backoff},
	} {
		if d.is < 0 || d.is > longest {
			r.say("%s.%s is %v; want 0 to %v", which, d.field, d.is, longest)
		}
	}
	r.unless(p.DriftPPM >= 0 && p.DriftPPM <= 1_000_000, "%s.DriftPPM is %d; want 0 to 1000000", which, p.DriftPPM)
}

// longest is longer than any run or lease, and short enough to be added up.
const longest = 100 * 365 * 24 * time.Hour

// wrong is what is wrong with a fact by itself; empty if nothing is.
func (f *Fact) wrong(i int) string {
	switch {
	case f.ID != i+1:
		return fmt.Sprintf("ID is %d; want %d, the place in Facts", f.ID, i+1)
	case f.Cause < 0 || f.Cause >= f.ID:
		return fmt.Sprintf("Cause is %d; want an earlier fact, or 0 for none", f.Cause)
	case f.Revision < 0:
		return fmt.Sprintf("Revision is %d; want 0 or more", f.Revision)
	}
	if t := &f.Times; min(t.Sent, t.Arrived, t.Early, t.At, t.Received) < 0 || max(t.Sent, t.Arrived, t.At, t.Received) > longest {
		return fmt.Sprintf("one of its times is not from 0 to %v: Sent %v, Arrived %v, Early %v, At %v, Received %v", longest, t.Sent, t.Arrived, t.Early, t.At, t.Received)
	}
	if f.Early > f.At {
		return fmt.Sprintf("it took effect no earlier than %v and no later than %v", f.Early, f.At)
	}
	if f.Arrived != 0 && f.Arrived < f.Sent || f.At != 0 && f.At < f.Arrived || f.Received != 0 && f.Received < max(f.Sent, f.Early) {
		return fmt.Sprintf("sent %v, arrived %v, took effect %v to %v, answered %v", f.Sent, f.Arrived, f.Early, f.At, f.Received)
	}
	if f.What == nil {
		return "it says nothing"
	}
	return f.What.wrong()
}

// nth is the place of something in a list.
func nth(list string, i int) string { return fmt.Sprintf("%s #%d", list, i+1) }

// oneOf says what is wrong with a field that is to be one of some words.
func oneOf[T ~string](field string, x T, known ...T) string {
	if slices.Contains(known, x) {
		return ""
	}
	words := make([]string, len(known))
	for i, k := range known {
		words[i] = strconv.Quote(string(k))
	}
	want := strings.Join(words, ", ")
	if len(words) > 1 {
		want = "one of " + want
	}
	return fmt.Sprintf("%s is %q; want %s", field, x, want)
}

func (m *Machine) wrong() string {
	if m.Name == "" {
		return "Name is empty"
	}
	return oneOf("Duty", m.Duty, NodeDuty, WorkerDuty, ClientDuty, RelyingDuty, StoreDuty, KeysDuty, OperatorDuty, OutsideDuty)
}

func (w *Wrote) wrong() string {
	said := 0
	for _, set := range [...]bool{w.Record != nil, w.Entry != nil, w.Stamp != nil, w.TurnedAway != nil, w.Kept != nil} {
		if set {
			said++
		}
	}
	switch {
	case w.Object == "":
		return "Wrote.Object is empty"
	case said > 1 || w.Deleted && said > 0:
		return "a value that means several things, or that was deleted and means one"
	case w.Holds != nil && w.Kept == nil:
		return "a value that is no kept text, and holds one"
	case w.Stamp != nil && len(w.Stamp.Prints) > 0 && len(w.Stamp.Prints) != len(w.Stamp.Opens):
		return fmt.Sprintf("a stamp that opens %s with %s", many(len(w.Stamp.Opens), "version"), many(len(w.Stamp.Prints), "fingerprint"))
	case w.Was != "":
		return oneOf("Wrote.Was", w.Was, RecordLoss, EntryLoss)
	}
	return ""
}

func (w *Leased) wrong() string {
	if w.TTL < 0 || w.TTL > longest {
		return fmt.Sprintf("a lease of %v", w.TTL)
	}
	return oneOf("Leased.Did", w.Did, LeaseGranted, LeaseExtended, LeaseExpired, LeaseRevoked)
}

func (w *Asked) wrong() string {
	return oneOf("Asked.Reply", w.Reply, NoReply, Done, NotHeld, Failed, Rejected)
}

func (w *Outside) wrong() string {
	if w.Made && !w.Accepted {
		return "it was refused, and yet changed something"
	}
	return oneOf("Effect.Kind", w.Kind, knownEffects...)
}

func (w *Emitted) wrong() string { return "" }
func (w *Denied) wrong() string  { return "" }

func (w *Opened) wrong() string {
	return oneOf("Opened.Answer", w.Answer, knownAnswers...)
}

func (w *Lodged) wrong() string { return oneOf("Lodged.Answer", w.Answer, NoReply, Done, Failed) }

func (w *Recalled) wrong() string {
	return oneOf("Recalled.Answer", w.Answer, RecallText, RecallNothing, RecallUnknownKey, RecallUnavailable, RecallLost)
}

func (w *Requested) wrong() string {
	if w.ID == "" {
		return "Requested.ID is empty"
	}
	return oneOf("Requested.Outcome", w.Outcome, knownOutcomes...)
}

func (w *Acted) wrong() string {
	if w.ID == "" {
		return "Acted.ID is empty"
	}
	return oneOf("Acted.Outcome", w.Outcome, knownOutcomes...)
}

func (w *Paged) wrong() string { return "" }

func (w *Fault) wrong() string {
	switch {
	case w.From < 0 || w.To < w.From && w.Injected || w.To > longest:
		return fmt.Sprintf("a fault in force from %v to %v", w.From, w.To)
	case !w.Injected && len(w.Bites) > 0:
		return "a fault that bit without being injected"
	}
	return ""
}

func (w *Ran) wrong() string {
	return oneOf("Ran.Did", w.Did, Starts, Crashes, Pauses, Resumes)
}

func (w *OnDisk) wrong() string {
	return oneOf("OnDisk.Did", w.Did, DiskWrite, DiskRemove, DiskSync, DiskRevert, DiskTear, DiskWipe)
}

func (w *PutBack) wrong() string { return "" }
