package reports

import (
	"fmt"
	"slices"
	"strings"
)

// Mutation is the result of changing the source of a package.
type Mutation struct {
	Head
	Package string   `json:"package"`
	Judge   string   `json:"judge"`  // "runs" or "tests"
	Main    string   `json:"main"`   // of the command that made the runs
	Engine  string   `json:"engine"` // "" is the one that the command checks
	Tests   []string `json:"tests"`  // packages

	Seed         string  `json:"seed"`
	Again        string  `json:"again"`       // the command that tries the same mutants
	Interrupted  bool    `json:"interrupted"` // before all were tried
	Sites        int     `json:"sites"`       // mutants that there are
	Broken       int     `json:"broken"`      // looked at, and left out: they would not compile
	Sampled      int     `json:"sampled"`
	MaxRuns      int     `json:"max_runs"` // random ones, for each mutant
	Runs         int     `json:"runs"`     // made in all
	BuildSeconds float64 `json:"build_seconds"`
	WallSeconds  float64 `json:"wall_seconds"`

	Killed     int `json:"killed"`
	Survived   int `json:"survived"`
	Equivalent int `json:"equivalent"` // said to be, and not noticed
	Disproved  int `json:"disproved"`  // said to be equivalent, and noticed
	NeverRan   int `json:"never_ran"`
	// Score is how many were killed of those that ran and are not equivalent, and
	// ByInvariant how many by an invariant's own firing, in percent.
	Score       float64  `json:"score"`
	ByInvariant float64  `json:"by_invariant"`
	MinScore    *float64 `json:"min_score"` // null: every survivor needs a reason

	How     []Tally   `json:"how"`     // they were killed
	By      []Tally   `json:"by"`      // which invariant, test…
	Mutants []Mutated `json:"mutants"` // that were tried
}

// A Tally says how many mutants.
type Tally struct {
	Name    string `json:"name"`
	Mutants int    `json:"mutants"`
}

// A Kill is how a mutant was noticed.
type Kill string

const (
	ByInvariant   Kill = "invariant"
	ByProgram     Kill = "program"
	ByExpectation Kill = "expectation"
	ByGoal        Kill = "goal"
	ByChance      Kill = "nondeterminism"
	ByInvalid     Kill = "invalid history"
	ByDoubt       Kill = "inconclusive"
	ByTest        Kill = "test"
	ByDeath       Kill = "died"
	ByTimeout     Kill = "timeout"
)

// Kills are all of them, with what they mean.
var Kills = []Definition{
	{string(ByInvariant), "an invariant fired"},
	{string(ByProgram), "a process of the engine panicked, or did not come back"},
	{string(ByExpectation), "a scenario did not go as expected"},
	{string(ByGoal), "what must happen sometimes never did"},
	{string(ByChance), "a run was not the same when it was made again"},
	{string(ByInvalid), "a history could not be judged"},
	{string(ByDoubt), "nothing was violated, and a run was not passed"},
	{string(ByTest), "a test failed"},
	{string(ByDeath), "the process ended by itself"},
	{string(ByTimeout), "the process had to be ended"},
}

// Mutated is one mutant, and what became of it.
type Mutated struct {
	ID         string   `json:"id"`
	File       string   `json:"file"`
	Line       int      `json:"line"`
	Column     int      `json:"column"`
	Function   string   `json:"function"`
	Operator   string   `json:"operator"`
	Before     string   `json:"before"`
	After      string   `json:"after"`
	Change     string   `json:"change"` // all three in one line, as the file of equivalents has it
	Ran        bool     `json:"ran"`    // the changed place was reached
	Killed     bool     `json:"killed"`
	How        Kill     `json:"how"` // "" if it was not
	By         []string `json:"by"`
	Stage      string   `json:"stage"`
	Runs       int      `json:"runs"`       // made until it was noticed, or in all
	Equivalent string   `json:"equivalent"` // the reason; "" if none is given
}

// An Upshot is what became of a mutant.
type Upshot string

const (
	Killed     Upshot = "killed"
	Survived   Upshot = "survived"
	NeverRan   Upshot = "never ran"
	Equivalent Upshot = "equivalent"
	Disproved  Upshot = "disproved"
)

// Upshot is what became of it.
func (x *Mutated) Upshot() Upshot {
	switch {
	case x.Killed && x.Equivalent != "":
		return Disproved
	case x.Killed:
		return Killed
	case x.Equivalent != "":
		return Equivalent
	case !x.Ran:
		return NeverRan
	}
	return Survived
}

// Count fills in what follows from the mutants.
func (m *Mutation) Count() {
	m.Runs, m.How, m.By = 0, []Tally{}, []Tally{}
	upshots, how := map[Upshot]int{}, map[Kill]int{} // looked up only
	for i := range m.Mutants {
		x := &m.Mutants[i]
		m.Runs += x.Runs
		upshots[x.Upshot()]++
		if !x.Killed {
			continue
		}
		how[x.How]++
		if x.How == ByDeath {
			continue // last words are all different
		}
		for _, name := range x.By {
			m.By = tallied(m.By, name)
		}
	}
	for _, k := range Kills {
		if n := how[Kill(k.Name)]; n > 0 {
			m.How = append(m.How, Tally{k.Name, n})
		}
	}
	slices.SortStableFunc(m.By, func(a, b Tally) int { return b.Mutants - a.Mutants })
	m.Survived, m.NeverRan, m.Equivalent, m.Disproved = upshots[Survived], upshots[NeverRan], upshots[Equivalent], upshots[Disproved]
	m.Killed = upshots[Killed] + m.Disproved
	m.Score = percent(m.Killed, m.Killed+m.Survived)
	m.ByInvariant = percent(how[ByInvariant], m.Killed+m.Survived)
}

func tallied(all []Tally, name string) []Tally {
	for i := range all {
		if all[i].Name == name {
			all[i].Mutants++
			return all
		}
	}
	return append(all, Tally{name, 1})
}

// percent is how much n is of a whole, to a tenth; of nothing, it is nothing.
func percent(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n*1000/of) / 10
}

// mostTallies is after how many of what killed a list says nothing more.
const mostTallies = 12

func (m *Mutation) text(p *page) {
	p.heading(fmt.Sprintf("Mutation of %s, seed %s", m.Package, m.Seed))
	p.say("", fmt.Sprintf("%d of %s, judged by %s: %s in %.1f s, of which %.1f s for the build and for what is not changed.",
		len(m.Mutants), Count(m.Sites, "mutant"), m.judge(), m.made(), m.WallSeconds, m.BuildSeconds))
	p.blank()
	if len(m.Mutants) == 0 {
		return
	}
	m.kills(p)
	m.list(p, Disproved, "Said to be equivalent, and noticed")
	m.list(p, Survived, "Survived: each is a change that nobody noticed")
	m.list(p, NeverRan, "Never ran: the changed place was not reached")
	p.say("", m.score())
	p.blank()
}

func (m *Mutation) judge() string {
	if m.Judge == "tests" {
		return "the tests of " + strings.Join(m.Tests, ", ")
	}
	engine := "its engine"
	if m.Engine != "" {
		engine = m.Engine
	}
	return fmt.Sprintf("runs of %s: every scenario, and at most %s for each", engine, Count(m.MaxRuns, "random one"))
}

func (m *Mutation) made() string {
	if m.Judge == "tests" {
		return Count(m.Runs, "run") + " of test binaries"
	}
	return Count(m.Runs, "run")
}

func (m *Mutation) kills(p *page) {
	if len(m.How) == 0 {
		return
	}
	var rows [][]string
	for _, k := range Kills {
		for _, t := range m.How {
			if t.Name == k.Name {
				rows = append(rows, []string{t.Name, fmt.Sprint(t.Mutants), k.Text})
			}
		}
	}
	p.table([]column{{name: "killed by"}, {name: "mutants", right: true}, {name: "which means", spare: true}}, rows)
	var names []string
	for _, t := range m.By[:min(len(m.By), mostTallies)] {
		names = append(names, fmt.Sprintf("%s %d", t.Name, t.Mutants))
	}
	if more := len(m.By) - mostTallies; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	if len(names) > 0 {
		p.say("by", strings.Join(names, ", "))
		p.blank()
	}
}

// list tells the mutants of one upshot.
func (m *Mutation) list(p *page, of Upshot, heading string) {
	if !slices.ContainsFunc(m.Mutants, func(x Mutated) bool { return x.Upshot() == of }) {
		return
	}
	p.heading(heading)
	for i := range m.Mutants {
		x := &m.Mutants[i]
		if x.Upshot() != of {
			continue
		}
		text := x.Change
		if of == Disproved {
			text += ", by " + strings.Join(x.By, " ")
		}
		p.hang(margin, fmt.Sprintf("%s:%d:%d  %s  in %s", x.File, x.Line, x.Column, x.ID, x.where()), p.as)
		p.item(text)
	}
	p.blank()
}

func (x *Mutated) where() string {
	if x.Function == "" {
		return "a variable"
	}
	return x.Function
}

func (m *Mutation) score() string {
	rest := fmt.Sprintf(" Never ran: %d; equivalent: %d.", m.NeverRan, m.Equivalent)
	if m.Killed+m.Survived == 0 {
		return "No mutant ran that is not equivalent." + rest
	}
	text := fmt.Sprintf("Noticed: %d of %s, but for those that never ran or are equivalent: %.1f %%", m.Killed, Count(m.Killed+m.Survived, "mutant"), m.Score)
	if m.Judge != "tests" {
		text += fmt.Sprintf(", %.1f %% by an invariant's own firing", m.ByInvariant)
	}
	return text + "." + rest
}
