package source

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"
	"strings"
)

// A switched is a mutant with the number of its switch, from 1.
type switched struct {
	number int
	edit   *edit
}

// inOrder puts what was found in the order of the text.
func (v *visitor) inOrder() {
	slices.SortStableFunc(v.found, func(a, b Mutant) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// rewritten is the text of a file with the choices of mutants in it. Those of other
// files are passed over.
func (p *Package) rewritten(f *file, mutants []Mutant) string {
	var here []switched
	for i := range mutants {
		if mutants[i].edit.in == f {
			here = append(here, switched{i + 1, &mutants[i].edit})
		}
	}
	slices.SortStableFunc(here, func(a, b switched) int {
		return cmp.Or(cmp.Compare(a.edit.from, b.edit.from), cmp.Compare(b.edit.to, a.edit.to), cmp.Compare(a.number, b.number))
	})
	whole := p.fset.File(f.tree.FileStart)
	r := renderer{p, f}
	return r.text(token.Pos(whole.Base()), token.Pos(whole.Base()+whole.Size()), here)
}

// A renderer writes parts of one file anew.
type renderer struct {
	p *Package
	f *file
}

// text is that of a stretch with the edits in it, which are in order: an outer one
// comes before those within it.
func (r renderer) text(from, to token.Pos, edits []switched) string {
	var b strings.Builder
	at := from
	for len(edits) > 0 {
		outer := edits[0].edit
		same := 1
		for same < len(edits) && edits[same].edit.from == outer.from && edits[same].edit.to == outer.to {
			same++
		}
		within := same
		for within < len(edits) && edits[within].edit.to <= outer.to && edits[within].edit.from < max(outer.to, outer.from+1) {
			within++
		}
		b.WriteString(r.f.between(r.p, at, outer.from))
		b.WriteString(r.node(edits[:same], edits[same:within]))
		at = outer.to
		edits = edits[within:]
	}
	b.WriteString(r.f.between(r.p, at, to))
	return b.String()
}

// node is the text of one node with its own edits, and those within it.
func (r renderer) node(own, within []switched) string {
	from, to := own[0].edit.from, own[0].edit.to
	text := ""
	if i := slices.IndexFunc(own, func(s switched) bool { return s.edit.anew != nil }); i >= 0 {
		text = own[i].edit.anew(choice(own[i].number), func(n node) string {
			return r.text(n.Pos(), n.End(), slices.DeleteFunc(slices.Clone(within), func(s switched) bool {
				return s.edit.from < n.Pos() || s.edit.to > n.End()
			}))
		})
	} else {
		text = r.text(from, to, within)
	}
	for _, s := range own {
		if s.edit.wrap != nil {
			text = s.edit.wrap(choice(s.number), text)
		}
	}
	return text
}

// choice asks whether a switch is on.
func choice(number int) string { return fmt.Sprintf("pawlMutant(%d)", number) }

// between is the text of a file between two places.
func (f *file) between(p *Package, from, to token.Pos) string {
	in := p.fset.File(f.tree.FileStart)
	return f.text[in.Offset(from):in.Offset(to)]
}

// lineStart is where the first word of the line of a place is.
func (f *file) lineStart(p *Package, at token.Pos) token.Pos {
	in := p.fset.File(f.tree.FileStart)
	start := in.LineStart(in.Line(at))
	for start < at && strings.ContainsAny(f.text[in.Offset(start):in.Offset(start)+1], " \t") {
		start++
	}
	return start
}
