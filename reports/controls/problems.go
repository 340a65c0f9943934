package controls

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// There says what exists, that claims can stand on.
type There struct{ Invariants, Scenarios []string }

// within is what every claim says of itself.
const within = "within the assumptions"

// Problems says what is wrong with claims: a boundary that is not named, nothing behind them, something behind them that there
// is not, words that promise too much, something to fill in that nobody fills in, and the same
// control twice.
func Problems(all []Relation, there There) (problems []string) {
	seen := map[string]string{} // looked up only
	for i := range all {
		r := &all[i]
		wrong := func(format string, args ...any) {
			problems = append(problems, r.String()+": "+fmt.Sprintf(format, args...))
		}
		for _, c := range r.Controls {
			if id := r.Framework + " " + c; seen[id] != "" {
				wrong("%s is here a second time", c)
			} else {
				seen[id] = r.String()
			}
		}
		if r.Strength != None && len(r.Invariants)+len(r.Scenarios) == 0 {
			wrong("no invariant and no scenario is behind its claim, so that no run can be")
		}
		for _, id := range r.Invariants {
			if !slices.Contains(there.Invariants, id) {
				wrong("there is no invariant %s", id)
			}
		}
		for _, name := range r.Scenarios {
			if !slices.Contains(there.Scenarios, name) {
				wrong("there is no scenario %s", name)
			}
		}
		for _, match := range placeholder.FindAllStringSubmatch(r.Claim, -1) {
			if !slices.Contains(names(Placeholders), match[1]) {
				wrong("nobody fills in {%s}; want one of %s", match[1], strings.Join(names(Placeholders), ", "))
			}
		}
		if r.Strength != None && !strings.Contains(strings.ToLower(r.Claim), within) {
			wrong("its claim does not say %q: beyond them nothing is held against an engine, and so nothing can be claimed", within)
		}
		for _, word := range Overclaims(r.Claim) {
			wrong("its claim says %q, which is more than runs can show", word)
		}
		if strings.Contains(strings.ToLower(r.Claim), "production") {
			wrong("its claim speaks of production, where nothing was tested")
		}
	}
	return problems
}

// tooMuch are words that promise what no number of simulated runs can keep, or that are the
// assessor's to say. Each is a pattern for its whole words.
var tooMuch = []string{
	`compl(iant|ies with|y with)`, `certif\w*`, `accredit\w*`, `guarant\w*`, `prove[sdn]?`, `proving`, `proofs?`, `ensur\w*`, `assures?`,
	`secure[sd]?`, `unbreakable`, `validat(ed|es) by`, `always`, `never fails?`, `cannot fail`, `impossible`, `fully`, `completely`,
	`error-free`, `bug-free`, `fail-?safe`, `100 ?%`, `zero risk`, `risk-free`, `all possible`, `production-ready`, `approved by`,
	`meets? (the|all) requirements?`, `satisf(y|ies)`, `best`,
}

var tooMuchSaid = regexp.MustCompile(`(?i)(^|[^\w-])(` + strings.Join(tooMuch, "|") + `)($|[^\w-])`)

// Overclaims are the words of a text that promise too much, in its order.
func Overclaims(text string) (words []string) {
	for {
		at := tooMuchSaid.FindStringSubmatchIndex(text)
		if at == nil {
			return words
		}
		words = append(words, strings.ToLower(text[at[4]:at[5]]))
		text = text[at[5]:] // what follows may begin with the same space
	}
}
