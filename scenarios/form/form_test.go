package form

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// recipe is something that this package knows nothing about.
type recipe struct {
	name  string
	serve int
	cold  *bool
	with  []string
	needs []Named[int]
	step  []step
	unit  unit
}

type unit string

type step struct {
	kind string
	stir int
	bake string
}

var recipes = Form[recipe]{What: "the recipe", Fields: []Field[recipe]{
	Need("name", "What it is called.", Matching(`^[a-z]+$`, "small letters"), func(r *recipe) *string { return &r.name }),
	One("serve", "How many it feeds.", Integer(1, 12), func(r *recipe) *int { return &r.serve }),
	One("cold", "Whether it is eaten cold.", Maybe(YesOrNo()), func(r *recipe) **bool { return &r.cold }),
	One("with", "What goes with it.", Set(Prose(10), 3), func(r *recipe) *[]string { return &r.with }),
	One("needs", "How much of what.", Table(Prose(10), Integer(1, 1000), 3), func(r *recipe) *[]Named[int] { return &r.needs }),
	One("unit", "In which unit.", Word[unit]("gram", "ounce"), func(r *recipe) *unit { return &r.unit }),
	One("steps", "What to do.", List(steps, 3), func(r *recipe) *[]step { return &r.step }),
}, Hints: map[string]string{"guests": "want serve"}}

var steps = Choice("a step", func(s *step) *string { return &s.kind },
	Form[step]{What: "the step", Mark: "stir", Fields: []Field[step]{
		Need("stir", "For how many minutes.", Integer(1, 60), func(s *step) *int { return &s.stir })}},
	Form[step]{What: "the step", Mark: "bake", Fields: []Field[step]{
		Need("bake", "Where.", As(Prose(9), strings.ToUpper), func(s *step) *string { return &s.bake })}},
)

// sameLetters takes a word for the one that begins alike.
func sameLetters(word string, known []string) string {
	for _, k := range known {
		if word != "" && word[0] == k[0] {
			return fmt.Sprintf("did you mean %q?", k)
		}
	}
	return ""
}

var cooking = Format{What: "recipe", TooLong: "leave the stories out", Meant: sameLetters}

func read(text string, rules ...Rule[recipe]) (recipe, error) {
	var r recipe
	err := Read(cooking, "x", []byte(text), recipes, &r, rules...)
	return r, err
}

func TestEveryShapeIsRead(t *testing.T) {
	r, err := read("name: stew\nserve: 4\ncold: false\nwith: [bread, 'red  wine']\nneeds: {salt: 3, beef: 900}\nunit: gram\n" +
		"steps:\n  - stir: 5\n  - bake: oven\n")
	if err != nil {
		t.Fatal(err)
	}
	if r.name != "stew" || r.serve != 4 || r.cold == nil || *r.cold || r.with[1] != "red wine" || r.unit != "gram" ||
		r.needs[1] != (Named[int]{"beef", 900}) || r.step[0] != (step{kind: "stir", stir: 5}) || r.step[1] != (step{kind: "bake", bake: "OVEN"}) {
		t.Errorf("read %+v", r)
	}
}

func TestProblemsNameThePlaceAndWhatIsRight(t *testing.T) {
	for text, want := range map[string]string{
		"":                               `x: the file is empty; want a recipe, which begins with "name"`,
		"serve: 2\n":                     `x:1:1: "name" is missing from the recipe; want name: what it is called`,
		"nam: a\n":                       "x:1:1: unknown field \"nam\"; did you mean \"name\"?\nx:1:1: \"name\" is missing from the recipe; want name: what it is called",
		"name: a\nguests: 3\n":           `x:2:1: unknown field "guests"; want serve`,
		"name: A\n":                      `x:1:7: "A" is not right; want small letters`,
		"name: a\nserve: 13\n":           "x:2:8: 13 is out of range; want a whole number from 1 to 12",
		"name: a\nserve: [1]\n":          "x:2:8: a list is here; want a whole number from 1 to 12",
		"name: a\nunit: grain\n":         `x:2:7: "grain" is not known here; did you mean "gram"?`,
		"name: a\nunit: pound\n":         `x:2:7: "pound" is not known here; want one of gram, ounce`,
		"name: a\nwith: [b, b]\n":        `x:2:11: "b" is here a second time; want it once`,
		"name: a\nsteps: [{}]\n":         "x:2:9: nothing happens here; want one of stir, bake",
		"name: a\nsteps: [{burn: 1}]\n":  `x:2:10: unknown field "burn"; did you mean "bake"?`,
		"name: *a\n":                     "x:1:7: an alias (*); a recipe is plain YAML: write out what is meant",
		"name: a\n---\nname: b\n":        "x:2:1: a second document; want one recipe a file",
		"name: the second, #2\n":         `x:1:19: in YAML, "#2" begins a comment; put the whole text in quotes`,
		strings.Repeat("# much\n", 4e4):  "x: the file has more than 262144 bytes; leave the stories out",
		"name: a\nneeds: {a: 1, 'b': x}": "x:2:20: \"x\" is here; want a whole number from 1 to 1000",
	} {
		if _, err := read(text); err == nil || err.Error() != want {
			t.Errorf("%.60q:\n got %v\nwant %s", text, err, want)
		}
	}
}

func TestProblemsAreFound(t *testing.T) {
	_, err := read("nam: a\n")
	var p *Problem
	if !errors.As(err, &p) || p.Line != 1 || p.Column != 1 || p.What == "" || p.Want == "" {
		t.Errorf("no problem with a place in %v", err)
	}
	_, err = read(strings.Repeat("a", 3) + ": 1\n" + "steps: [{}, {}, {}]\n" + lines(40))
	var all Problems
	if !errors.As(err, &all) || len(all) != mostProblems {
		t.Errorf("%d problems, want %d", len(all), mostProblems)
	}
}

// lines are so many fields that nobody knows.
func lines(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("z", i+1) + ": 1\n")
	}
	return b.String()
}

// A rule sees values and their places, and is asked only when all of them are right.
func TestRules(t *testing.T) {
	rule := func(r *Reader, x *recipe) {
		if r.Gave(&x.serve) && x.serve > 2 {
			r.Complain(r.Place(&x.serve), "too many", "want a table for two")
		}
	}
	if _, err := read("name: a\n", rule); err != nil {
		t.Error(err)
	}
	if _, err := read("name: a\nserve: 3\n", rule); err == nil || err.Error() != "x:2:8: too many; want a table for two" {
		t.Errorf("got %v", err)
	}
	if _, err := read("name: A\nserve: 3\n", rule); err == nil || strings.Contains(err.Error(), "too many") {
		t.Errorf("got %v", err)
	}
}

// A hostile text costs no more than time that grows with its length.
func TestHostile(t *testing.T) {
	for _, part := range []string{"[", "- ", "a: b\n", "a: |\n", "- {a: b}\n", "\""} {
		start := time.Now()
		if _, err := read(strings.Repeat(part, MostBytes/len(part))); err == nil {
			t.Errorf("%q is accepted", part)
		}
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%q took %s", part, d)
		}
	}
}

// A shape of the caller's own is read as any other.
func TestTextual(t *testing.T) {
	even := Textual("an even word", Schema{}, func(s string) (int, *Flaw) {
		if len(s)%2 == 1 {
			return 0, &Flaw{What: "odd", Want: "one letter more", Column: len(s)}
		}
		return len(s), nil
	})
	for text, want := range map[string]string{`"abc"`: "x:1:4: odd; one letter more", "abc": "x:1:3: odd; one letter more", "7": "x:1:1: 7 is here; want an even word"} {
		r := &Reader{format: cooking, file: "x", places: map[any]Position{}}
		var n int
		even.read(r, r.document([]byte(text)), &n)
		if got := r.problems.Error(); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func TestSchemaSaysTheSame(t *testing.T) {
	s := recipes.Schema()
	if required := s["required"].([]string); len(required) != 1 || required[0] != "name" || s["additionalProperties"] != false {
		t.Errorf("the schema is %v", s)
	}
}
