package reports

import (
	"cmp"
	"fmt"
)

// Judge is the result of judging a history that comes from elsewhere.
type Judge struct {
	Head
	File       string            `json:"file"` // "-" for standard input
	Engine     string            `json:"engine"`
	Keys       []string          `json:"keys"`
	Facts      int               `json:"facts"`
	Until      string            `json:"until"`     // when the run ended, of the history's time
	Invalid    []string          `json:"invalid"`   // why it cannot be judged; then nothing was
	Missed     []string          `json:"missed"`    // what the observer could not see; then nothing is violated for certain
	Undecided  []string          `json:"undecided"` // what was given up before it was decided
	Invariants []Judged          `json:"invariants"`
	Violations []JudgedViolation `json:"violations"` // the earliest few of each invariant, in the order of time
	Linear     []JudgedObject    `json:"linear"`
}

// A JudgedViolation is one way in which an invariant was broken. Its run cannot be made
// again from a history.
type JudgedViolation struct {
	Invariant string `json:"invariant"`
	Clause    string `json:"clause"` // by name; "": what clients saw of an object, all in all
	Sentence  string `json:"sentence"`
	Detail    string `json:"detail"`
	Key       string `json:"key"`
	At        string `json:"at"`
}

// A JudgedObject says whether what clients saw of an object of a key fits an order of its
// operations.
type JudgedObject struct {
	Object     string `json:"object"`
	Invariant  string `json:"invariant"` // that promises that it does
	Key        string `json:"key"`
	Operations int    `json:"operations"`
	Result     string `json:"result"` // "linearizable", "illegal" or "undecided"
	Detail     string `json:"detail"`
}

// NotJudged says how much of the contract a result does not speak of; "" if it speaks
// of all.
func (j *Judge) NotJudged() string { return notJudged(j.Invariants) }

// Violated are the invariants that are violated, each once, in the order of time.
func (j *Judge) Violated() (ids []string) {
	for _, x := range j.byInvariant() {
		ids = append(ids, x[0].Invariant)
	}
	return ids
}

// byInvariant puts the violations of an invariant together.
func (j *Judge) byInvariant() (all [][]JudgedViolation) {
	place := map[string]int{} // looked up only
	for _, v := range j.Violations {
		i, known := place[v.Invariant]
		if !known {
			i, all = len(all), append(all, nil)
			place[v.Invariant] = i
		}
		all[i] = append(all[i], v)
	}
	return all
}

func (j *Judge) text(p *page) {
	p.heading("Judgement of " + j.name())
	p.say("", fmt.Sprintf("Engine %s, %s in %s.", cmp.Or(j.Engine, "without a name"), Count(j.Facts, "fact"), j.Until))
	p.list("About:", j.Keys, ", ")
	p.blank()
	j.reasons(p, "Why the history is invalid", j.Invalid)
	if len(j.Invalid) > 0 {
		return // nothing else is known
	}
	j.invariants(p)
	j.objects(p)
	j.reasons(p, "What the observer could not see", j.Missed)
	j.reasons(p, "What could not be decided", j.Undecided)
	if len(j.Missed) > 0 && len(j.Violations) > 0 {
		p.heading("What seems broken, and may be what the observer could not see")
	}
	for _, x := range j.byInvariant() {
		j.violations(p, x)
	}
}

// name is what a person calls the file.
func (j *Judge) name() string {
	if j.File == "-" {
		return "standard input"
	}
	return j.File
}

func (j *Judge) reasons(p *page, heading string, all []string) {
	if len(all) == 0 {
		return
	}
	p.heading(heading)
	for _, x := range all {
		p.item(x)
	}
	p.blank()
}

func (j *Judge) invariants(p *page) {
	var judged []string
	for _, x := range j.Invariants {
		if x.Runs > 0 {
			judged = append(judged, x.ID)
		}
	}
	p.heading("Invariants")
	p.list("Judged:             ", judged, ", ")
	gaps(p, j.Invariants)
	p.blank()
}

func (j *Judge) objects(p *page) {
	if len(j.Linear) == 0 {
		return
	}
	p.heading("What clients saw of each object")
	for _, x := range j.Linear {
		p.item(fmt.Sprintf("%s%s (%s): %s, %s", x.Object, j.of(x.Key), x.Invariant, x.Result, Count(x.Operations, "operation")))
	}
	p.blank()
}

// violations tells those of one invariant, and how many more there are.
func (j *Judge) violations(p *page, all []JudgedViolation) {
	p.title(all[0].Invariant, all[0].Sentence)
	told := 0
	for _, v := range all {
		p.say("at "+v.At+j.of(v.Key)+":", v.Detail)
		if v.Clause != "" {
			told++
		}
	}
	if more := j.broken(all[0].Invariant) - told; more > 0 {
		p.say("", fmt.Sprintf("Not told: %s.", Count(more, "later violation")))
	}
	p.blank()
}

// of names a key where there are several.
func (j *Judge) of(key string) string {
	if len(j.Keys) < 2 || key == "" {
		return ""
	}
	return ", key " + printable(key) // it may stand in a label
}

// broken is how often the clauses of an invariant were.
func (j *Judge) broken(id string) (n int) {
	for _, x := range j.Invariants {
		if x.ID != id {
			continue
		}
		for _, c := range x.Clauses {
			n += c.Broken
		}
	}
	return n
}

// failures is what is violated for certain, the first of each invariant.
func (j *Judge) failures() (all []Failure) {
	if j.Verdict != Violation {
		return nil
	}
	for _, x := range j.byInvariant() {
		all = append(all, Failure{Invariant: x[0].Invariant, Sentence: x[0].Sentence, Detail: x[0].Detail})
	}
	return all
}
