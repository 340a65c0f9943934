package paper

import (
	"math"
	"strings"
	"testing"
)

func TestCheckRefuses(t *testing.T) {
	of := func(b Block) Document { return Document{Sections: []Section{{ID: "a", Blocks: []Block{b}}}} }
	for want, d := range map[string]Document{
		"must be of lower-case letters": {Sections: []Section{{ID: `"><script>`}}},
		"no other section's":            {Sections: []Section{{ID: "a"}, {ID: "a"}}},
		"row 1 has 2 cells":             of(Table{Columns: []Column{{}}, Rows: [][]Cell{Cells("a", "b")}}),
		`"loud" is no tone`:             of(Callout{Tone: "loud"}),
		"needs a size":                  of(Picture{}),
		"is no place":                   of(Picture{Width: 1, Height: 1, Shapes: []Shape{Box{X: math.NaN()}}}),
		"is no anchor":                  of(Picture{Width: 1, Height: 1, Shapes: []Shape{Label{Anchor: "up"}}}),
		"it is nil":                     of(nil),
	} {
		if err := d.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want one that says %q", err, want)
		}
	}
	if err := of(Table{Columns: []Column{{}}, Rows: [][]Cell{Cells("a")}}).Check(); err != nil {
		t.Error(err)
	}
}
