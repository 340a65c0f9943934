package controls

import (
	_ "embed"
	"slices"

	"pawl/scenarios/form"
)

//go:embed controls.yaml
var file []byte

// All is the map of this build, in the order of its file.
func All() ([]Relation, error) { return Parse("controls.yaml", file) }

// Parse reads a map. Name is what its errors call the file; they are of type [form.Problems],
// with all that was found.
func Parse(name string, data []byte) ([]Relation, error) {
	var m controlMap
	if err := form.Read(format, name, data, mapForm, &m, claimsStand); err != nil {
		return nil, err
	}
	return m.relations, nil
}

type controlMap struct{ relations []Relation }

var format = form.Format{What: "control map", TooLong: "leave out what no result is evidence of", Meant: func(string, []string) string { return "" }}

var mapForm = form.Form[controlMap]{What: "the control map", Fields: []form.Field[controlMap]{
	form.Need("relations", "What a result is to some controls, one item for each claim.", form.List(relationForm.Shape(), 100), func(m *controlMap) *[]Relation { return &m.relations }),
}}

var (
	identifier = form.UpTo(40, form.Matching(`^[A-Za-z0-9][A-Za-z0-9 ./()-]*$`, "an identifier of the framework, such as 6.5.1"))
	title      = form.Matching(`^[A-Za-z0-9][a-z0-9-]*$`, "a name, such as no-drain")
)

var relationForm = form.Form[Relation]{What: "the relation", Fields: []form.Field[Relation]{
	form.Need("framework", "Whose controls they are.", form.Prose(60), func(r *Relation) *string { return &r.Framework }),
	form.Need("controls", "Their identifiers.", form.Set(identifier, 10), func(r *Relation) *[]string { return &r.Controls }),
	form.Need("strength", "P for primary evidence, S for supporting, X for none.", form.Word(Primary, Supporting, None), func(r *Relation) *Strength { return &r.Strength }),
	form.One("claim", "What a result shows, in our own words.", form.Prose(300), func(r *Relation) *string { return &r.Claim }),
	form.One("passed", "Whether it holds only where the campaign passed.", form.YesOrNo(), func(r *Relation) *bool { return &r.Passed }),
	form.Need("never", "What is never claimed.", form.Prose(300), func(r *Relation) *string { return &r.Never }),
	form.One("invariants", "Which invariants are behind the claim.", form.Set(title, 30), func(r *Relation) *[]string { return &r.Invariants }),
	form.One("scenarios", "Which scenarios are behind the claim.", form.Set(title, 30), func(r *Relation) *[]string { return &r.Scenarios }),
	form.One("figures", "Which figures are behind the claim.", form.Set(form.Word(names(Figures)...), 10), func(r *Relation) *[]string { return &r.Figures }),
}}

// claimsStand wants a claim where there is one to be made, and nowhere else.
func claimsStand(r *form.Reader, m *controlMap) {
	for i := range m.relations {
		x := &m.relations[i]
		switch {
		case x.Strength != None && x.Claim == "":
			r.Complain(r.Place(x), "evidence without a claim", "say in claim what it is evidence of")
		case x.Strength == None && (x.Claim != "" || len(x.Invariants)+len(x.Scenarios)+len(x.Figures) > 0):
			r.Complain(r.Place(x), "a claim where none is made", "leave out claim and what stands behind it, or give another strength")
		}
	}
}

func names(all []Gloss) []string {
	list := make([]string, len(all))
	for i, x := range all {
		list[i] = x.Name
	}
	return list
}

// Source is the map of this build as it is written.
func Source() []byte { return slices.Clone(file) }
