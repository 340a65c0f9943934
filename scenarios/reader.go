package scenarios

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/ast"
)

// reader reads one file, and gathers what is wrong with it.
type reader struct {
	file     string
	problems Problems
	places   map[any]position // where the value of a field stood, by the field's address
}

func (r *reader) complain(at position, what, want string) {
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
func (r *reader) mismatch(n ast.Node, want string) {
	r.complain(placeOf(n), found(n), "want "+want)
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
		return strconv.Quote(short(n.Value)) + " is here"
	case *ast.LiteralNode:
		return "a text is here"
	default:
		return short(n.GetToken().Value) + " is here"
	}
}

// short keeps a message readable whatever the file holds.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:57]) + "..."
	}
	return s
}

// note remembers where the value of the field at the given address stands.
func (r *reader) note(field any, n ast.Node) { r.places[field] = placeOf(n) }

// gave says whether the file gives the field at an address.
func (r *reader) gave(field any) bool {
	_, ok := r.places[field]
	return ok
}

// entry is one line of a mapping.
type entry struct {
	name  string
	key   ast.Node
	value ast.Node
}

// entries are the lines of a mapping, each name once.
func (r *reader) entries(n ast.Node, want string) ([]entry, bool) {
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
			r.complain(placeOf(e.key), fmt.Sprintf("%q is here a second time", short(e.name)), "want it once")
			continue
		}
		seen[e.name] = true
		all = append(all, e)
	}
	return all, true
}
