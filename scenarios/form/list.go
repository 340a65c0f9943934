package form

import (
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/ast"
)

// List is a list of 1 to most values.
func List[V any](of Shape[V], most int) Shape[[]V] {
	want := fmt.Sprintf("a list of 1 to %d", most)
	read := func(r *Reader, n ast.Node, to *[]V) {
		seq, ok := n.(*ast.SequenceNode)
		switch {
		case !ok:
			r.mismatch(n, want)
			return
		case len(seq.Values) == 0 || len(seq.Values) > most:
			r.Complain(placeOf(n), fmt.Sprintf("a list of %d", len(seq.Values)), "want "+want)
			return
		}
		*to = make([]V, len(seq.Values)) // at its full length: the addresses of its elements are kept
		for i, v := range seq.Values {
			r.note(&(*to)[i], v)
			of.read(r, v, &(*to)[i])
		}
	}
	return Shape[[]V]{read, Schema{"type": "array", "items": of.schema, "minItems": 1, "maxItems": most}}
}

// Set is a list in which nothing stands twice.
func Set(of Shape[string], most int) Shape[[]string] {
	s := List(of, most)
	s.schema["uniqueItems"] = true
	inner := s.read
	s.read = func(r *Reader, n ast.Node, to *[]string) {
		inner(r, n, to)
		for i := range *to {
			if slices.Contains((*to)[:i], (*to)[i]) {
				r.Complain(r.places[&(*to)[i]], fmt.Sprintf("%q is here a second time", (*to)[i]), "want it once")
			}
		}
	}
	return s
}

// Named is one line of a mapping whose names are the writer's own.
type Named[V any] struct {
	Name  string
	Value V
}

// Table is a mapping of 1 to most names to values, in the order of the file.
func Table[V any](names Shape[string], of Shape[V], most int) Shape[[]Named[V]] {
	want := fmt.Sprintf("a mapping of 1 to %d names", most)
	read := func(r *Reader, n ast.Node, to *[]Named[V]) {
		entries, ok := r.entries(n, want)
		switch {
		case !ok:
			return
		case len(entries) == 0 || len(entries) > most:
			r.Complain(placeOf(n), fmt.Sprintf("a mapping of %d names", len(entries)), "want "+want)
			return
		}
		*to = make([]Named[V], len(entries))
		for i, e := range entries {
			x := &(*to)[i]
			r.note(&x.Name, e.key)
			r.note(&x.Value, e.value)
			names.read(r, e.key, &x.Name)
			of.read(r, e.value, &x.Value)
		}
	}
	return Shape[[]Named[V]]{read, Schema{"type": "object", "propertyNames": names.schema,
		"additionalProperties": of.schema, "minProperties": 1, "maxProperties": most}}
}
