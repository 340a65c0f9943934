package controls

import (
	"fmt"
	"regexp"
	"strings"
)

// A Relation says what a result is to some controls of a framework.
type Relation struct {
	Framework string
	Controls  []string // identifiers; the same holds of each
	Strength  Strength
	Claim     string // in our own words, with placeholders; "" where nothing is claimed
	Passed    bool   // it holds only of a result whose verdict is a pass
	Never     string // what is not claimed, whatever the runs say

	Invariants []string // that are judged, and not violated
	Scenarios  []string // that are run, and passed
	Figures    []string // that are measured
}

// Strength is how much a result is to a control.
type Strength string

// The strengths.
const (
	Primary    Strength = "P"
	Supporting Strength = "S"
	None       Strength = "X"
)

// Strengths are all of them, in words.
var Strengths = []struct {
	Strength Strength
	Name     string
	Text     string
}{
	{Primary, "primary", "Evidence of the thing itself that a part of the control asks for."},
	{Supporting, "supporting", "Evidence of a part of it, in simulation, that needs other evidence beside it."},
	{None, "none", "Nothing is claimed, and no result of this harness is evidence of it."},
}

// Name is a strength in a word.
func (s Strength) Name() string {
	for _, x := range Strengths {
		if x.Strength == s {
			return x.Name
		}
	}
	return string(s)
}

// A Gloss is a name, and what it stands for.
type Gloss struct{ Name, Text string }

// Placeholders can stand in claims, in braces.
var Placeholders = []Gloss{
	{"runs", "in how many runs within the assumptions all that is behind the claim was judged, with the word"},
	{"engine", "what the engine is called"},
	{"revision", "of the source that was tested"},
	{"fault_model", "the digest of the faults that there are"},
	{"policy", "the digest of the policy that is not drawn"},
	{"scenarios", "how many scenarios were run"},
	{"verdict", "what the campaign came to"},
}

// Figures can stand behind claims.
var Figures = []Gloss{
	{"bound", "the bound on the chance that a run fails"},
	{"matrix", "who felt which fault in which phase"},
	{"single-faults", "every single fault at every moment of a small cluster"},
	{"wrong-engines", "engines that must fail, and whether they were caught"},
	{"determinism", "runs that were made twice"},
	{"identity", "the digests of what was tested"},
}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// Filled is a claim with something in place of its placeholders.
func (r *Relation) Filled(value func(name string) string) string {
	return placeholder.ReplaceAllStringFunc(r.Claim, func(s string) string { return value(strings.Trim(s, "{}")) })
}

// String names the controls.
func (r *Relation) String() string {
	return fmt.Sprintf("%s %s", r.Framework, strings.Join(r.Controls, ", "))
}
