package source

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Each operator by one mutant of the sample: where, what, and the text that is
// compiled for it when it is the only one.
var operators = []struct{ function, operator, change, text string }{
	{"condition", "negated condition", "ready → !(ready)", "if pawlNot(pawlMutant(1), ready) {"},
	{"condition", "condition left out", "ready → true", "if (pawlMutant(1) || (ready)) {"},
	{"condition", "branch left out", "ready → false", "if (!pawlMutant(1) && (ready)) {"},
	{"condition", "branch left out", "{ floor = 4 } → else {}", "} else if !pawlMutant(1) {"},
	{"condition", "statement left out", "floor = 4 → nothing", "if !pawlMutant(1) { floor = 4\n}"},
	{"condition", "statement left out", "return 1 → nothing", "if !pawlMutant(1) { return 1\n}"},
	{"compare", "comparison turned", "a < b → a >= b", "return pawlNot[bool](pawlMutant(1), a < b)"},
	{"compare", "comparison off by one", "a < b → a <= b", "return pawlLess(pawlMutant(1), a, b)"},
	{"same", "comparison turned", "err == nil → err != nil", "return pawlNot[bool](pawlMutant(1), err == nil)"},
	{"both", "operand left out", "a → b", "return (pawlMutant(1) || (a)) && b"},
	{"both", "operand left out", "b → a", "return a && (pawlMutant(1) || (b))"},
	{"either", "operand left out", "a → b", "return (!pawlMutant(1) && (a)) || b"},
	{"sum", "arithmetic swapped", "a + b → a - b", "return pawlSum(pawlMutant(1), a, b)"},
	{"shift", "arithmetic swapped", "a << by → a >> by", "return pawlLeft(pawlMutant(1), a, by)"},
	{"count", "arithmetic swapped", "n++ → n--", "if pawlMutant(1) { n--\n} else { n++\n}"},
	{"count", "arithmetic swapped", "n += 10 * x → n -= 10 * x", "if pawlMutant(1) { n -= 10 * x\n} else { n += 10 * x\n}"},
	{"count", "branch left out", "i < 3 → false", "i := 0; (!pawlMutant(1) && (i < 3)); i++"},
	{"count", "loop left out", "for _, x := range []int{5, 6} → no round of it", "for _, x := range []int{5, 6} { if pawlMutant(1) { break };"},
	{"count", "element left out", "6 → nothing", "for _, x := range pawlWithout(pawlMutant(1), 1, []int{5, 6}) {"},
	{"", "number off by one", "3 → 4", "var floor = pawlPlus[int](pawlMutant(1), 1, 3)"},
	{"", "number off by one", "3 → 2", "var floor = pawlMinus[int](pawlMutant(1), 1, 3)"},
	{"list", "returned at once", "func list → return nil", "func list(more []int) []int { if pawlMutant(1) { return nil };"},
	{"list", "element left out", "3 → nothing", "all := pawlTaken(pawlMutant(1), 2, append([]int{1, 2}, 3, 4))"},
	{"list", "element left out", "more → nothing", "return pawlAppend(pawlMutant(1), all, more)"},
	{"fields", "field zeroed", "7 → zero", "return pair{a: pawlZero[int](pawlMutant(1), 7), b: 0,"},
	{"fields", "field zeroed", `errors.New("words") → zero`, `err: pawlZero[error](pawlMutant(1), errors.New("words"))}`},
	{"which", "case left out", "case low → nothing", "case pawlOther(pawlMutant(1), l, low):"},
	{"which", "condition left out", `word == "x" → true`, `case (pawlMutant(1) || (word == "x")):`},
	{"kind", "case left out", `what = "int" floor = 9 → nothing`, "if !pawlMutant(1) { what = \"int\"\n\t\tfloor = 9\n}"},
	{"fails", "error swallowed", `fmt.Errorf("%d is more than %d", n, 5) → nil`, `return 0, pawlZero[error](pawlMutant(1), fmt.Errorf("%d is more than %d", n, 5))`},
	{"flags", "truth flipped", "true → false", "return pawlNot[bool](pawlMutant(1), true)"},
}

func TestOperators(t *testing.T) {
	p := sample(t)
	all := p.Mutants()
	for _, c := range operators {
		i := slices.IndexFunc(all, func(m Mutant) bool {
			return m.Function == c.function && m.Operator == c.operator && m.Before+" → "+m.After == c.change
		})
		if i < 0 {
			t.Errorf("no mutant in %q: %s: %s", c.function, c.operator, c.change)
			continue
		}
		text := p.rewritten(p.files[0], all[i:i+1])
		if !strings.Contains(text, c.text) {
			t.Errorf("%s: %s: %s: no %q in\n%s", c.function, c.operator, c.change, c.text, text)
		}
		if !p.compiles(all[i : i+1]) {
			t.Errorf("%s: %s: %s does not compile", c.function, c.operator, c.change)
		}
	}
	for _, m := range all {
		if !slices.ContainsFunc(operators, func(c struct{ function, operator, change, text string }) bool { return c.operator == m.Operator }) {
			t.Errorf("%q has no case here", m.Operator)
		}
	}
}

// What is wording is left alone.
func TestWordingIsLeftOut(t *testing.T) {
	for _, m := range sample(t).Mutants() {
		if strings.HasSuffix(m.Function, "String") {
			t.Errorf("%s: %s is for people", m.Place(), m.Function)
		}
		if m.Line == 94 && m.Before == "5" {
			t.Errorf("%s: %s is an argument of fmt.Errorf", m.Place(), m.Before)
		}
		if m.Before == "12" {
			t.Errorf("%s: %s is how much room there is, or how a number is written", m.Place(), m.Before)
		}
		if m.Operator == "field zeroed" && (m.Before == `"words"` || strings.HasPrefix(m.Before, "func")) {
			t.Errorf("%s: %s is no field to be zeroed", m.Place(), m.Before)
		}
	}
}

// A mutant keeps its id when lines move, and gives it up when it changes.
func TestIDsAreOfTheChange(t *testing.T) {
	p := sample(t)
	before := ids(p.Mutants())
	if len(before) != len(p.Mutants()) {
		t.Errorf("%d ids of %d mutants", len(before), len(p.Mutants()))
	}
	dir := copied(t)
	replace(t, dir, "var floor = 3", "\n// Below is a floor.\n\nvar floor = 3")
	if after := ids(loaded(t, dir).Mutants()); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Error("ids have changed with the lines")
	}
	replace(t, dir, "return a + b }", "return b + a }")
	changed := 0
	after := ids(loaded(t, dir).Mutants())
	for id, m := range before {
		if after[id] == "" {
			changed++
			if !strings.HasPrefix(m, "sum") {
				t.Errorf("the id of %s has changed", m)
			}
		}
	}
	if changed == 0 {
		t.Error("no id has changed with the source")
	}
}

func ids(all []Mutant) map[string]string {
	m := map[string]string{}
	for _, x := range all {
		m[x.ID] = x.Function + ": " + x.Operator
	}
	return m
}
