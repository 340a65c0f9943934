package camera

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pawl/checker"
	"pawl/faults"
	"pawl/sim"
	"pawl/sim/deploy"
)

// A teller says in words what an event of a trace is; of a message, f is what the history has of
// it, if anything.
type teller func(c *camera, e *sim.Event, f *checker.Fact) string

// tellers are what there is in a trace. What is not here is told as it stands.
var tellers = map[string]teller{ // looked up only
	deploy.Sent:       (*camera).asks,
	deploy.Replied:    (*camera).replies,
	deploy.Written:    (*camera).wrote,
	deploy.Sealed:     says("seals for %[1]s under version %[2]d"),
	deploy.Denied:     says("refuses to seal for %[1]s"),
	deploy.Opened:     says("has tried to open what was sealed for %[1]s under version %[2]d"),
	deploy.KeptFor:    says("answers %[1]s, who asked for a text that is kept"),
	deploy.Expired:    says("lease %[2]d has run out%.0[1]s"),
	deploy.Started:    (*camera).started,
	deploy.Crashed:    says("crashes%.0[1]s%.0[2]d"),
	deploy.Paused:     says("stands still%.0[1]s%.0[2]d"),
	deploy.Resumed:    says("goes on%.0[1]s%.0[2]d"),
	deploy.Hung:       says("one of its processes hangs: %[1]s%.0[2]d"),
	deploy.OnDisk:     says("%[1]s%.0[2]d on its disk"),
	deploy.Planned:    says("is to happen: %[1]s%.0[2]d"),
	deploy.PutBack:    says("is put back to an older copy, and goes on from revision %[2]d%.0[1]s"),
	deploy.Compacted:  says("forgets what was before revision %[2]d%.0[1]s"),
	deploy.Elsewhere:  says("others have written to it, up to revision %[2]d%.0[1]s"),
	deploy.Broken:     says("breaks its %[2]d watches%.0[1]s"),
	deploy.Leaderless: (*camera).leaderless,
	deploy.Led:        says("has a leader again%.0[1]s%.0[2]d"),
	deploy.ByHand:     says("somebody does something to %[1]s by hand, version %[2]d"),
}

// says tells an event by its detail and its first number.
func says(format string) teller {
	return func(_ *camera, e *sim.Event, _ *checker.Fact) string { return fmt.Sprintf(format, e.Detail, e.A) }
}

// tell says what an event is.
func (c *camera) tell(e *sim.Event, f *checker.Fact) string {
	if t := tellers[e.What]; t != nil {
		return t(c, e, f)
	}
	return strings.TrimSpace(e.What + " " + e.Detail)
}

func (c *camera) started(e *sim.Event, _ *checker.Fact) string {
	text := fmt.Sprintf("starts, as %s#%d", e.Actor, e.A)
	if e.B == 1 {
		text += ", under the new policy"
	}
	return text
}

func (c *camera) leaderless(e *sim.Event, _ *checker.Fact) string {
	return "has no leader for " + faults.PrintDuration(time.Duration(e.A))
}

// called is a request in words.
func called(label string) string {
	if k, known := faults.Lookup(label); known {
		return label + " (" + k.Step.Text + ")"
	}
	return label
}

func (c *camera) asks(e *sim.Event, f *checker.Fact) string {
	text := fmt.Sprintf("asks %s: %s", c.machine(e.A), called(e.Detail))
	if f == nil {
		return text
	}
	switch w := f.What.(type) {
	case *checker.Asked:
		if w.Version != 0 {
			text += fmt.Sprintf(", version %d", w.Version)
		}
		if w.Fence != 0 {
			text += fmt.Sprintf(", fence %d", w.Fence)
		}
		if w.Step == "" && len(w.Puts) > 0 {
			text += ", which writes " + listed(w.Puts)
		}
	case *checker.Opened:
		text += fmt.Sprintf(", of seal %d under version %d", w.Seal, w.Version)
	case *checker.Requested:
		text += fmt.Sprintf(" %s, window %s", w.ID, w.Window)
	case *checker.Acted:
		text += fmt.Sprintf(" %s, %s", w.ID, w.Verb)
	case *checker.Lodged:
		text += " " + w.Name
	case *checker.Recalled:
		text += " " + w.Name
	}
	return text
}

// listed are some names, not more than a line holds.
func listed(all []string) string {
	const most = 2
	if len(all) > most {
		return strings.Join(all[:most], ", ") + fmt.Sprintf(" and %d more", len(all)-most)
	}
	return strings.Join(all, " and ")
}

func (c *camera) replies(e *sim.Event, f *checker.Fact) string {
	text := "answers " + e.Detail
	if f == nil {
		return text
	}
	switch w := f.What.(type) {
	case *checker.Asked:
		text += " of " + deploy.MachineOf(f.Actor)
		if f.At == e.At {
			text += ": " + answered(w, f.Revision)
		}
	case *checker.Emitted:
		text += fmt.Sprintf(" of %s: sealed under version %d", w.Client, w.Said.Version)
	case *checker.Denied:
		text += fmt.Sprintf(" of %s: %s", w.Client, w.Why)
	case *checker.Opened:
		text += fmt.Sprintf(" of %s: %s", w.Client, w.Answer)
	case *checker.Requested:
		text += fmt.Sprintf(" %s: %s", w.ID, w.Outcome)
	case *checker.Acted:
		text += fmt.Sprintf(" %s: %s", w.ID, w.Outcome)
	}
	return text
}

// answered is how a request of an engine's process was answered.
func answered(a *checker.Asked, revision int64) string {
	said := map[checker.Reply]string{ // looked up only
		checker.Done: "done", checker.NotHeld: "its conditions do not hold", checker.Failed: "an error, nothing is done", checker.Rejected: "rejected", checker.NoReply: "an error that tells nothing",
	}[a.Reply]
	if revision != 0 {
		said += fmt.Sprintf(", as of revision %d", revision)
	}
	return said
}

// wrote is one key of the store written.
func (c *camera) wrote(e *sim.Event, _ *checker.Fact) string {
	f := c.facts.wrote[write{stood{e.A, e.At}, e.Detail}]
	if f == nil {
		return fmt.Sprintf("%s is written (revision %d)", e.Detail, e.A)
	}
	w := f.What.(*checker.Wrote)
	what := c.written(f, w)
	return fmt.Sprintf("%s (revision %d, by %s)", what, e.A, f.Actor)
}

func (c *camera) written(f *checker.Fact, w *checker.Wrote) string {
	switch {
	case w.Deleted:
		return w.Object + " is deleted"
	case w.Record != nil:
		return c.moved(f)
	case w.Entry != nil:
		return fmt.Sprintf("entry %d of the audit of %s: %s", w.Entry.Seq, f.Key, w.Entry.Transition)
	case w.Stamp != nil:
		return stamped(w.Stamp)
	case w.TurnedAway != nil:
		return fmt.Sprintf("notes that %s was turned away: %s", w.TurnedAway.ID, w.TurnedAway.Why)
	case w.Kept != nil:
		return fmt.Sprintf("%s is kept under version %d", w.Kept.Name, w.Kept.Version)
	}
	return w.Object + " is written"
}

// stamped is a stamp in words.
func stamped(s *checker.Stamp) string {
	switch {
	case s.Sealing && s.Seal == 0:
		return fmt.Sprintf("stamp of %s: it may not seal, rev %d", s.Node, s.Rev)
	case s.Sealing:
		return fmt.Sprintf("stamp of %s: it may seal under version %d, rev %d", s.Node, s.Seal, s.Rev)
	case len(s.Opens) == 0:
		return fmt.Sprintf("stamp of %s: it may open nothing, rev %d", s.Node, s.Rev)
	}
	return fmt.Sprintf("stamp of %s: it may open %s, rev %d", s.Node, numbers(s.Opens), s.Rev)
}

// numbers are some versions.
func numbers(all []uint32) string {
	var words []string
	for _, n := range all {
		words = append(words, fmt.Sprint(n))
	}
	return strings.Join(words, ", ")
}

// moved is a record in words: what is another than in the one before it.
func (c *camera) moved(f *checker.Fact) string {
	v := c.facts.views[viewed{stood{f.Revision, f.At}, f.Key}]
	if v == nil {
		return "the record of " + f.Key + " is written"
	}
	prev := c.record[f.Key]
	c.record[f.Key] = v
	if prev == nil {
		prev = &checker.View{}
	}
	var did []string
	if v.Phase != prev.Phase {
		did = append(did, "phase "+v.Phase)
	}
	if v.Fence != prev.Fence {
		owner := v.Owner
		if owner == "" {
			owner = "nobody"
		}
		did = append(did, fmt.Sprintf("%s owns it with fence %d", owner, v.Fence))
	}
	if v.Active != prev.Active {
		did = append(did, fmt.Sprintf("version %d is the active one", v.Active))
	}
	if v.Target != prev.Target {
		did = append(did, fmt.Sprintf("target %d", v.Target))
	}
	for _, ver := range v.Versions {
		if i := slices.IndexFunc(prev.Versions, func(x checker.Version) bool { return x.N == ver.N }); i < 0 || prev.Versions[i].State != ver.State {
			did = append(did, fmt.Sprintf("version %d %s", ver.N, ver.State))
		}
	}
	if len(did) == 0 {
		did = []string{"written, nothing of it moved"}
	}
	return "the record of " + f.Key + ": " + strings.Join(did, ", ")
}
