package scenarios

import (
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/ast"
)

// list is a list of 1 to most values.
func list[V any](of shape[V], most int) shape[[]V] {
	want := fmt.Sprintf("a list of 1 to %d", most)
	read := func(r *reader, n ast.Node, to *[]V) {
		seq, ok := n.(*ast.SequenceNode)
		switch {
		case !ok:
			r.mismatch(n, want)
			return
		case len(seq.Values) == 0 || len(seq.Values) > most:
			r.complain(placeOf(n), fmt.Sprintf("a list of %d", len(seq.Values)), "want "+want)
			return
		}
		*to = make([]V, len(seq.Values)) // at its full length: the addresses of its elements are kept
		for i, v := range seq.Values {
			r.note(&(*to)[i], v)
			of.read(r, v, &(*to)[i])
		}
	}
	return shape[[]V]{read, object{"type": "array", "items": of.schema, "minItems": 1, "maxItems": most}}
}

// set is a list in which nothing stands twice.
func set(of shape[string], most int) shape[[]string] {
	s := list(of, most)
	s.schema["uniqueItems"] = true
	inner := s.read
	s.read = func(r *reader, n ast.Node, to *[]string) {
		inner(r, n, to)
		for i := range *to {
			if slices.Contains((*to)[:i], (*to)[i]) {
				r.complain(r.places[&(*to)[i]], fmt.Sprintf("%q is here a second time", (*to)[i]), "want it once")
			}
		}
	}
	return s
}

// named is one line of a mapping whose names are the writer's own.
type named[V any] struct {
	name  string
	value V
}

// table is a mapping of 1 to most names to values, in the order of the file.
func table[V any](names shape[string], of shape[V], most int) shape[[]named[V]] {
	want := fmt.Sprintf("a mapping of 1 to %d names", most)
	read := func(r *reader, n ast.Node, to *[]named[V]) {
		entries, ok := r.entries(n, want)
		switch {
		case !ok:
			return
		case len(entries) == 0 || len(entries) > most:
			r.complain(placeOf(n), fmt.Sprintf("a mapping of %d names", len(entries)), "want "+want)
			return
		}
		*to = make([]named[V], len(entries))
		for i, e := range entries {
			x := &(*to)[i]
			r.note(&x.name, e.key)
			r.note(&x.value, e.value)
			names.read(r, e.key, &x.name)
			of.read(r, e.value, &x.value)
		}
	}
	return shape[[]named[V]]{read, object{"type": "object", "propertyNames": names.schema,
		"additionalProperties": of.schema, "minProperties": 1, "maxProperties": most}}
}
