package checker

import (
	"fmt"
	"slices"
	"time"
)

// facts says how the log contradicts itself, fact by fact.
func (r *reasons) facts(h *History) {
	r.unless(h.End >= 0 && h.CallTimeout >= 0, "the run ended at %v, with calls of %v", h.End, h.CallTimeout)
	r.policy(&h.Policy)
	for i, m := range h.Machines {
		r.unless(m.Name != "" && m.Duty.known(), "machine %d, %q, has the unknown duty %q", i, m.Name, m.Duty)
	}
	revision, applied, key := int64(0), time.Duration(0), ""
	for i := range h.Facts {
		if len(*r) == enough {
			return
		}
		f := &h.Facts[i]
		if f.Key != key { // runs of one key are the rule
			if key = f.Key; key != "" && !slices.Contains(h.Keys, key) {
				r.say("fact %d: it is about the unknown key %q", i+1, key)
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

func (r *reasons) policy(p *Policy) {
	for _, d := range [...]time.Duration{p.SealLease, p.OpenLease, p.OwnerLease, p.PublishLead, p.PublishDeadline, p.DrainDeadline, p.Lifetime, p.Period, p.Emission, p.Backoff} {
		r.unless(d >= 0 && d <= longest, "a duration of the policy is %v", d)
	}
	r.unless(p.DriftPPM >= 0 && p.DriftPPM <= 1_000_000, "the policy's drift bound is %d ppm", p.DriftPPM)
}

// longest is longer than any run or lease, and short enough to be added up.
const longest = 100 * 365 * 24 * time.Hour

// wrong is what is wrong with a fact by itself; empty if nothing is.
func (f *Fact) wrong(i int) string {
	switch {
	case f.ID != i+1:
		return fmt.Sprintf("its id is %d", f.ID)
	case f.Cause < 0 || f.Cause >= f.ID:
		return fmt.Sprintf("its cause is fact %d", f.Cause)
	case f.Revision < 0:
		return fmt.Sprintf("its revision is %d", f.Revision)
	}
	if t := &f.Times; min(t.Sent, t.Arrived, t.Early, t.At, t.Received) < 0 || max(t.Sent, t.Arrived, t.At, t.Received) > longest {
		return fmt.Sprintf("one of its times is out of range: %+v", *t)
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

func oneOf[T comparable](what string, x T, known ...T) string {
	if slices.Contains(known, x) {
		return ""
	}
	return fmt.Sprintf("%s is %v; there are %v", what, x, known)
}

func (d Duty) known() bool {
	return oneOf("", d, NodeDuty, WorkerDuty, ClientDuty, StoreDuty, KeysDuty, OperatorDuty) == ""
}

func (w *Wrote) wrong() string {
	said := 0
	for _, set := range [...]bool{w.Record != nil, w.Entry != nil, w.Stamp != nil, w.TurnedAway != nil} {
		if set {
			said++
		}
	}
	switch {
	case w.Object == "":
		return "no key of the store is named"
	case said > 1 || w.Deleted && said > 0:
		return "a value that means several things, or that was deleted and means one"
	case w.Stamp != nil && len(w.Stamp.Prints) > 0 && len(w.Stamp.Prints) != len(w.Stamp.Opens):
		return fmt.Sprintf("a stamp that opens %s with %s", many(len(w.Stamp.Opens), "version"), many(len(w.Stamp.Prints), "fingerprint"))
	}
	return ""
}

func (w *Leased) wrong() string {
	if w.TTL < 0 || w.TTL > longest {
		return fmt.Sprintf("a lease of %v", w.TTL)
	}
	return oneOf("what became of the lease", w.Did, LeaseGranted, LeaseExtended, LeaseExpired, LeaseRevoked)
}

func (w *Asked) wrong() string {
	return oneOf("the answer", w.Reply, NoReply, Done, NotHeld, Failed, Rejected)
}

func (w *Outside) wrong() string {
	if w.Made && !w.Accepted {
		return "it was refused, and yet changed something"
	}
	if !w.Kind.known() {
		return fmt.Sprintf("the kind of effect is %q", w.Kind)
	}
	return ""
}

func (w *Emitted) wrong() string { return "" }
func (w *Denied) wrong() string  { return "" }

func (w *Opened) wrong() string {
	if !w.Answer.known() {
		return fmt.Sprintf("the answer is %q", w.Answer)
	}
	return ""
}

func (w *Requested) wrong() string {
	if w.ID == "" || !w.Outcome.known() {
		return fmt.Sprintf("trigger %q has the outcome %q", w.ID, w.Outcome)
	}
	return ""
}

func (w *Acted) wrong() string {
	if w.ID == "" || !w.Outcome.known() {
		return fmt.Sprintf("act %q has the outcome %q", w.ID, w.Outcome)
	}
	return ""
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
	return oneOf("what became of the machine", w.Did, Starts, Crashes, Pauses, Resumes)
}

func (w *OnDisk) wrong() string {
	return oneOf("what was done on the disk", w.Did, DiskWrite, DiskRemove, DiskSync, DiskRevert, DiskTear, DiskWipe)
}
