package reports

import (
	"fmt"
	"slices"
)

// A Failure is one violation, with all that is needed to have it again.
type Failure struct {
	Invariant string   `json:"invariant"`
	Sentence  string   `json:"sentence"` // what must hold
	Detail    string   `json:"detail"`   // what happened instead
	Seed      string   `json:"seed"`     // of the run, decimal
	Scenario  string   `json:"scenario"` // "standard" for a random run
	Run       int      `json:"run"`      // its number in the campaign, from 1; 0 in a replay
	At        string   `json:"at"`       // simulated time
	Faults    []string `json:"faults"`   // that are left: without any of them the invariant holds
	Planned   int      `json:"faults_planned"`
	Story     []Moment `json:"story"`
	Repro     string   `json:"repro"`   // path of the file; "" if it could not be written, or the run did not come back
	Command   string   `json:"command"` // that replays it
}

// A Moment is a line of a failure's story.
type Moment struct {
	At   string `json:"at"`
	Who  string `json:"who"`
	What string `json:"what"`
}

// failures tells one failure of each invariant, and names the others. What broke
// several invariants is told once.
func failures(p *page, all []Failure) {
	var told []*Failure
	for i := range all {
		f := &all[i]
		if slices.ContainsFunc(told, func(x *Failure) bool { return x.Invariant == f.Invariant }) {
			continue
		}
		like := slices.IndexFunc(told, f.likeness)
		p.title(f.Invariant, f.Sentence)
		p.say("", f.Detail)
		if like >= 0 {
			p.say("", fmt.Sprintf("This is the run told under %s.", told[like].Invariant))
		} else {
			f.tell(p)
		}
		f.replay(p)
		f.alike(p, all)
		p.blank()
		told = append(told, f)
	}
}

// likeness says that another failure is the same run with the same faults.
func (f *Failure) likeness(x *Failure) bool {
	return x.Seed == f.Seed && x.Scenario == f.Scenario && slices.Equal(x.Faults, f.Faults)
}

func (f *Failure) tell(p *page) {
	p.say("", f.where())
	p.blank()
	p.say("", f.Left())
	for _, x := range f.Faults {
		p.item(x)
	}
	p.blank()
	tellStory(p, f.Story)
}

func (f *Failure) replay(p *page) {
	if f.Command != "" {
		p.blank()
		p.say("", "Replay it:")
		p.command(f.Command)
	}
}

// alike names the other failures of an invariant.
func (f *Failure) alike(p *page, all []Failure) {
	for i := range all {
		if x := &all[i]; x != f && x.Invariant == f.Invariant && x.Command != "" {
			p.say("", fmt.Sprintf("Run %d fails alike:", x.Run))
			p.command(x.Command)
		}
	}
}

func (f *Failure) where() string {
	what := "Scenario " + f.Scenario
	if f.Scenario == "standard" {
		what = "A random run"
	}
	if f.Run > 0 {
		what += fmt.Sprintf(" (run %s)", Number(f.Run))
	}
	return fmt.Sprintf("%s, run seed %s, at %s of simulated time.", what, f.Seed, f.At)
}

// Left says which faults it takes; they are listed after it.
func (f *Failure) Left() string {
	switch n := len(f.Faults); {
	case n == 0:
		return "It takes no fault at all."
	case n == 1 && f.Planned == 1:
		return "It takes this fault:"
	case n == f.Planned:
		return fmt.Sprintf("It takes all of these %d faults:", n)
	default:
		return fmt.Sprintf("Of %d faults it takes only:", f.Planned)
	}
}

// tellStory writes what led to an end, and the end.
func tellStory(p *page, story []Moment) {
	at, who := 0, 0
	for _, m := range story {
		at, who = max(at, len(m.At)), max(who, len(m.Who))
	}
	for i, m := range story {
		line := margin + fmt.Sprintf("%*s  %-*s  ", at, m.At, who, m.Who)
		if i == len(story)-1 {
			p.hang(line, m.What, p.bad)
		} else {
			p.hang(line, m.What, p.as)
		}
	}
}
