package reports

import (
	"fmt"
	"slices"
	"strings"
)

// A Failure is one violation, with all that is needed to have it again.
type Failure struct {
	Invariant string   `json:"invariant"`
	Sentence  string   `json:"sentence"`      // what must hold
	Detail    string   `json:"detail"`        // what happened instead
	Seed      string   `json:"seed"`          // of the run, decimal
	Scenario  string   `json:"scenario"`      // "standard" for a random run; for one of exhaust, the verb and what it exhausts; see Filling
	Run       int      `json:"run"`           // its number in the campaign, or that of its cell, from 1; 0 where it has none
	Key       string   `json:"key,omitempty"` // that it is about, of several
	At        string   `json:"at"`            // simulated time
	Faults    []string `json:"faults"`        // and whatever else was drawn, that are left: without any of them the invariant holds
	Actors    []string `json:"actors"`        // who has each of them happen: "fault", "operator", "scheduler"
	Planned   int      `json:"faults_planned"`
	Shrunk    *Shrunk  `json:"shrunk"` // how the run was made small; null if it was not
	Story     []Moment `json:"story"`
	Repro     string   `json:"repro"`   // path of the file; "" if it could not be written, or the run did not come back
	Command   string   `json:"command"` // that replays it

	Source *SourceLine `json:"source"` // of what judges the invariant; null if that is not known
}

// failures tells one failure of each invariant, the first, with how often it was
// violated. What broke several invariants is told once; in a replay that is asked for
// again nobody needs to hear how.
func failures(p *page, all []Failure, violated map[string]int, replay bool) {
	var told []*Failure
	for i := range all {
		f := &all[i]
		if slices.ContainsFunc(told, func(x *Failure) bool { return x.Invariant == f.Invariant }) {
			continue
		}
		p.title(f.Invariant, f.Sentence)
		p.say("", f.Detail)
		f.tell(p, told)
		if replay {
			f.replay(p)
			f.alike(p, all, violated[f.Invariant])
		}
		p.blank()
		told = append(told, f)
	}
}

// likeness says that another failure is the same run with the same faults, about the
// same key: one run can be made small in several ways.
func (f *Failure) likeness(x *Failure) bool {
	return x.Repro == f.Repro && x.Key == f.Key && x.Seed == f.Seed && x.Scenario == f.Scenario && slices.Equal(x.Faults, f.Faults)
}

// tell tells the run, unless another failure of it has: then only what was not told
// there.
func (f *Failure) tell(p *page, told []*Failure) {
	like := slices.IndexFunc(told, f.likeness)
	switch {
	case like < 0:
		p.say("", f.where())
		p.blank()
		f.takes(p)
		if f.Shrunk != nil {
			p.say("", f.Shrunk.Line())
		}
		p.blank()
		tellStory(p, f.Story)
	default:
		p.say("", fmt.Sprintf("This is the run told under %s.", told[like].Invariant))
		if more := f.beyond(told[like]); more != nil {
			p.say("", "What else led here:")
			p.blank()
			tellStory(p, more)
		}
	}
}

// beyond is the part of a story that is not in that of another failure; nil if
// nothing happens in it.
func (f *Failure) beyond(x *Failure) []Moment {
	var more []Moment
	happens := false
	for _, m := range f.Story {
		if m.Kind != Gap && !slices.ContainsFunc(x.Story, m.saidBy) {
			more, happens = append(more, m), happens || m.Kind == ""
		}
	}
	if !happens {
		return nil
	}
	return more
}

// takes lists what is left of the plan, with who has it happen where it is not all
// faults.
func (f *Failure) takes(p *page) {
	p.say("", f.Left())
	for _, x := range f.Takes() {
		p.item(x)
	}
}

// Takes are the events that are left, as they are listed.
func (f *Failure) Takes() []string {
	if f.onlyFaults() {
		return f.Faults
	}
	var all []string
	for i, x := range f.Faults {
		all = append(all, f.Actors[i]+": "+x)
	}
	return all
}

func (f *Failure) onlyFaults() bool {
	return len(f.Actors) != len(f.Faults) || !slices.ContainsFunc(f.Actors, func(who string) bool { return who != "fault" })
}

func (f *Failure) replay(p *page) {
	if f.Command != "" {
		p.blank()
		p.say("", "Replay it:")
		p.command(f.Command)
	}
}

// alike says how many other failures of an invariant there are, and how many of them
// are kept.
func (f *Failure) alike(p *page, all []Failure, violated int) {
	kept := 0
	for i := range all {
		if x := &all[i]; x != f && x.Invariant == f.Invariant && x.Command != "" {
			kept++
		}
	}
	if violated > 1 {
		p.say("", fmt.Sprintf("%s violated %s; %s kept beside it.", Count(violated-1, "more run"), f.Invariant, ofThem(kept)))
	}
}

func ofThem(n int) string {
	switch n {
	case 0:
		return "none of them is"
	case 1:
		return "1 of them is"
	}
	return Number(n) + " of them are"
}

// Exhausting stands for the runs of exhaust: what a user types to have them.
func Exhausting(subject string) string { return "exhaust " + subject }

// ExhaustingPairs stands for the runs of pairs.
func ExhaustingPairs(subject string) string { return Exhausting(subject) + ofPairs }

const ofPairs = " --faults 2"

// Filling stands for the runs on a cluster in which cells of the faults' matrix are filled.
func Filling(cluster string) string { return filling + cluster }

const filling = "filling "

func (f *Failure) where() string {
	what, number := "Scenario "+f.Scenario, "run"
	switch {
	case f.Scenario == "standard":
		what = "A random run"
	case strings.HasPrefix(f.Scenario, Exhausting("")) && strings.HasSuffix(f.Scenario, ofPairs):
		what, number = "A run of "+f.Scenario, "pair"
	case strings.HasPrefix(f.Scenario, Exhausting("")):
		what, number = "A run of "+f.Scenario, "cell"
	case strings.HasPrefix(f.Scenario, ofCorpus):
		what = "A run of what " + strings.TrimPrefix(f.Scenario, ofCorpus) + " was found by"
	case strings.HasPrefix(f.Scenario, filling):
		what = "A run of the cluster " + strings.TrimPrefix(f.Scenario, filling) + ", in which empty cells of the faults' matrix are filled"
	}
	if f.Run > 0 {
		what += fmt.Sprintf(" (%s %s)", number, Number(f.Run))
	}
	if f.Key != "" {
		what += ", key " + f.Key
	}
	return fmt.Sprintf("%s, run seed %s, at %s of simulated time.", what, f.Seed, f.At)
}

// Left says which events it takes; they are listed after it.
func (f *Failure) Left() string {
	what := "fault"
	if !f.onlyFaults() {
		what = "event"
	}
	switch n := len(f.Faults); {
	case n == 0:
		return "It takes no fault at all."
	case n == 1 && f.Planned == 1:
		return fmt.Sprintf("It takes this %s:", what)
	case n == f.Planned:
		return fmt.Sprintf("It takes all of these %d %ss:", n, what)
	default:
		return fmt.Sprintf("Of %d %ss it takes only %d:", f.Planned, what, n)
	}
}

// FailuresOf are those that a result tells of, each with its repro.
func FailuresOf(r Result) []Failure {
	switch r := r.(type) {
	case *Check:
		return r.Violations
	case *Exhaust:
		return r.Violations
	}
	return nil
}

// Broken are what some failures violate, each once.
func Broken(all []Failure) []string {
	ids := []string{}
	for _, f := range all {
		if !slices.Contains(ids, f.Invariant) {
			ids = append(ids, f.Invariant)
		}
	}
	return ids
}
