package reports

import (
	"fmt"
	"slices"
	"strings"
)

// FoundBefore is what became of what was found in the past. None of its runs counts among those of the
// campaign.
type FoundBefore struct {
	Dir          string        `json:"dir"`
	Given        bool          `json:"given"` // by whoever asked; else it is where repro files go, and was there
	RunsOfEach   int           `json:"runs_of_each"`
	Runs         int           `json:"runs"`
	Fixed        int           `json:"fixed"`
	StillFailing int           `json:"still_failing"`
	Stale        int           `json:"stale"`
	OtherEngines int           `json:"other_engines"`     // skipped
	Beyond       int           `json:"beyond"`            // skipped: what went wrong is beyond what policy covers
	NotReplayed  int           `json:"not_replayed"`      // since there was no time
	Damaged      int           `json:"damaged,omitempty"` // what these had is not known
	Repros       []CorpusRepro `json:"repros"`            // by the name of the file
}

// CorpusRepro is what became of one repro.
type CorpusRepro struct {
	File     string       `json:"file"`
	Engine   string       `json:"engine"`
	Violated []string     `json:"violated"` // when it was found
	Outcome  Recollection `json:"outcome"`
	Why      string       `json:"why"` // "" where the outcome says it all
	Runs     int          `json:"runs"`
	Rebased  string       `json:"rebased"` // the new repro file of what still fails in another run; "" if there is none
	Command  string       `json:"command"` // that replays what still fails
}

// A Recollection is what a repro came to.
type Recollection string

const (
	Mended       Recollection = "fixed"         // the same events violate nothing in any of the runs
	StillFailing Recollection = "still failing" // in its own run, or in another with the same events
	GoneStale    Recollection = "stale"         // its events cannot be tried, or change nothing any more
	OtherEngines Recollection = "another engine"
	BeyondPolicy Recollection = "beyond policy"
	NotReplayed  Recollection = "not replayed"
	Damaged      Recollection = "damaged" // it cannot be read
)

// Recollections are all of them.
var Recollections = []Recollection{Mended, StillFailing, GoneStale, OtherEngines, BeyondPolicy, NotReplayed, Damaged}

// OfCorpus stands for the runs of a repro of the corpus.
func OfCorpus(file string) string { return ofCorpus + file }

const ofCorpus = "corpus "

// Count counts what the repros came to.
func (c *FoundBefore) Count() { c.count(true) }

// count says whether the counts are those of the repros; with set it makes them so.
func (c *FoundBefore) count(set bool) bool {
	n := *c
	n.Runs, n.Fixed, n.StillFailing, n.Stale, n.OtherEngines, n.Beyond, n.NotReplayed, n.Damaged = 0, 0, 0, 0, 0, 0, 0, 0
	of := map[Recollection]*int{Mended: &n.Fixed, StillFailing: &n.StillFailing, GoneStale: &n.Stale, OtherEngines: &n.OtherEngines,
		BeyondPolicy: &n.Beyond, NotReplayed: &n.NotReplayed, Damaged: &n.Damaged} // looked up only
	for i := range c.Repros {
		r := &c.Repros[i]
		n.Runs += r.Runs
		if counter := of[r.Outcome]; counter != nil {
			*counter++
		}
	}
	same := n.Runs == c.Runs && n.Fixed == c.Fixed && n.StillFailing == c.StillFailing && n.Stale == c.Stale &&
		n.OtherEngines == c.OtherEngines && n.Beyond == c.Beyond && n.NotReplayed == c.NotReplayed && n.Damaged == c.Damaged
	if set {
		*c = n
	}
	return same
}

// String sums it up.
func (c *FoundBefore) String() string {
	text := fmt.Sprintf("%s of %s", Count(len(c.Repros), "repro"), c.Dir)
	if !c.Given {
		text += ", the folder of --repro-dir, which was there"
	}
	text += fmt.Sprintf(": %s fixed, %s still failing, %s stale", Number(c.Fixed), Number(c.StillFailing), Number(c.Stale))
	for _, x := range []struct {
		n    int
		what string
	}{{c.OtherEngines, "of other engines"}, {c.Beyond, "of what policy does not cover"}, {c.NotReplayed, "not replayed, for lack of time"}, {c.Damaged, "damaged"}} {
		if x.n > 0 {
			text += fmt.Sprintf(", %s %s", Number(x.n), x.what)
		}
	}
	return text
}

// corpus tells of it. Of what is fixed the counts are enough.
func (c *Check) corpus(p *page) {
	x := c.Corpus
	if x == nil {
		return
	}
	p.heading("What was found in the past")
	p.say("", fmt.Sprintf("%s. %s, none of them among those above.", x, Count(x.Runs, "run")))
	var others []string
	skipped := map[string]int{} // looked up only
	for i := range x.Repros {
		r := &x.Repros[i]
		switch r.Outcome {
		case StillFailing, GoneStale, Damaged:
			r.tell(p)
		case OtherEngines:
			if skipped[r.Engine]++; skipped[r.Engine] == 1 {
				others = append(others, r.Engine)
			}
		}
	}
	slices.Sort(others)
	for i, name := range others {
		others[i] = fmt.Sprintf("%s (%s)", name, Number(skipped[name]))
	}
	if len(others) > 0 {
		p.say("", "Skipped, of other engines: "+strings.Join(others, ", ")+".")
	}
	p.blank()
}

func (r *CorpusRepro) tell(p *page) {
	line := fmt.Sprintf("%s: %s", r.File, r.Outcome)
	if len(r.Violated) > 0 {
		line += ", found by " + strings.Join(r.Violated, ", ")
	}
	if r.Why != "" {
		line += ": " + r.Why
	}
	p.item(line + ".")
	if r.Rebased != "" {
		p.item("it is now " + r.Rebased)
	}
}

// test is the corpus as others count tests.
func (c *FoundBefore) tests(failures []Failure) (all []Test) {
	for i := range c.Repros {
		r := &c.Repros[i]
		t := Test{Suite: CorpusSuite, Name: r.File, Text: r.Why}
		switch r.Outcome {
		case Mended:
			t.Grade, t.Text = Passed, ""
		case StillFailing:
			t.Grade = Broke
			t.Failures = of(failures, func(f *Failure) bool { return f.Scenario == OfCorpus(r.File) })
			t.Text = strings.TrimSpace("It still fails. " + r.Why)
		case Damaged:
			t.Grade, t.Text = NotJudged, "It cannot be read. "+r.Why
		case NotReplayed:
			t.Grade, t.Text = NotJudged, "There was no time to replay it."
		default:
			t.Grade = NotJudged
		}
		all = append(all, t)
	}
	return all
}

// disagreement says where the corpus contradicts itself, or what is told of its failures.
func (c *FoundBefore) disagreement(failures []Failure) string {
	if c == nil {
		return ""
	}
	for i := range c.Repros {
		r := &c.Repros[i]
		told := slices.ContainsFunc(failures, func(f Failure) bool { return f.Scenario == OfCorpus(r.File) })
		switch {
		case !slices.Contains(Recollections, r.Outcome):
			return fmt.Sprintf("corpus.repros[%d].outcome is %.40q, which is none", i, r.Outcome)
		case (r.Outcome == StillFailing) != told:
			return fmt.Sprintf("corpus.repros[%d] is %s, and violations does not tell the same", i, r.Outcome)
		}
	}
	if !c.count(false) {
		return "the counts of corpus are not those of its repros"
	}
	return ""
}
