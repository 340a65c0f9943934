package form

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/ast"
)

// Reader reads one file, and gathers what is wrong with it.
type Reader struct {
	format   Format
	file     string
	problems Problems
	places   map[any]Position // where the value of a field stood, by the field's address
}

// Complain takes down what is wrong at a place, and what would be right.
func (r *Reader) Complain(at Position, what, want string) {
	if len(r.problems) < mostProblems {
		r.problems = append(r.problems, &Problem{r.file, at.line, at.column, visible(what), want})
	}
}

// visible keeps what a file says from moving the cursor of whoever reads about it.
func visible(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsPrint(c) {
			return c
		}
		return unicode.ReplacementChar
	}, s)
}

// mismatch complains of a value that is not of the kind it should be.
func (r *Reader) mismatch(n ast.Node, want string) {
	r.Complain(placeOf(n), found(n), "want "+want)
}

// found says what a node is, for someone who expected something else.
func found(n ast.Node) string {
	switch n := n.(type) {
	case nil, *ast.NullNode:
		return "nothing is here"
	case ast.MapNode:
		return "a mapping is here"
	case ast.ArrayNode:
		return "a list is here"
	case *ast.StringNode:
		return strconv.Quote(Short(n.Value)) + " is here"
	case *ast.LiteralNode:
		return "a text is here"
	default:
		return Short(n.GetToken().Value) + " is here"
	}
}

// Short keeps a message readable whatever the file holds.
func Short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:57]) + "..."
	}
	return s
}

// note remembers where the value of the field at the given address stands.
func (r *Reader) note(field any, n ast.Node) { r.places[field] = placeOf(n) }

// Gave says whether the file gives the field at an address.
func (r *Reader) Gave(field any) bool {
	_, ok := r.places[field]
	return ok
}

// Place is where the value of the field at an address stands.
func (r *Reader) Place(field any) Position { return r.places[field] }

// entry is one line of a mapping.
type entry struct {
	name  string
	key   ast.Node
	value ast.Node
}

// entries are the lines of a mapping, each name once.
func (r *Reader) entries(n ast.Node, want string) ([]entry, bool) {
	m, ok := n.(ast.MapNode)
	if !ok {
		r.mismatch(n, want)
		return nil, false
	}
	var all []entry
	seen := map[string]bool{}
	for it := m.MapRange(); it.Next(); {
		e := entry{key: it.Key(), value: it.Value()}
		e.name = e.key.GetToken().Value
		if seen[e.name] {
			r.Complain(placeOf(e.key), fmt.Sprintf("%q is here a second time", Short(e.name)), "want it once")
			continue
		}
		seen[e.name] = true
		all = append(all, e)
	}
	return all, true
}
