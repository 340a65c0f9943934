package form

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// A Shape is one kind of value: how it is read, and how a JSON Schema tells it.
// The two stand side by side so that they say the same.
type Shape[V any] struct {
	read   func(r *Reader, n ast.Node, to *V)
	schema Schema
}

// Schema is a piece of a JSON Schema.
type Schema = map[string]any

// A Field is one line of a mapping, read into its place in a T.
type Field[T any] struct {
	Name, Text string
	must       bool
	read       func(r *Reader, n ast.Node, to *T)
	value      func(of *T) any
	schema     Schema
}

// Value is what stands in the field's place in a T.
func (f Field[T]) Value(of *T) any { return f.value(of) }

// One describes a field that may be left out.
func One[T, V any](name, text string, s Shape[V], at func(*T) *V) Field[T] {
	schema := Schema{"description": text}
	for k, v := range s.schema {
		schema[k] = v
	}
	return Field[T]{name, text, false, func(r *Reader, n ast.Node, to *T) {
		r.note(at(to), n)
		s.read(r, n, at(to))
	}, func(of *T) any { return *at(of) }, schema}
}

// Need describes a field that must be there.
func Need[T, V any](name, text string, s Shape[V], at func(*T) *V) Field[T] {
	f := One(name, text, s, at)
	f.must = true
	return f
}

// A Form is a mapping with known fields. Hints are names that people may try,
// and what to tell them. A mark is a field by which it is told from others.
type Form[T any] struct {
	What   string
	Fields []Field[T]
	Mark   string
	Hints  map[string]string
}

// Shape is the form as a kind of value, for a field of another form.
func (f Form[T]) Shape() Shape[T] { return Shape[T]{f.read, f.Schema()} }

func (f Form[T]) read(r *Reader, n ast.Node, to *T) {
	entries, ok := r.entries(n, "the fields of "+f.What)
	if !ok {
		return
	}
	given := map[string]bool{}
	for _, e := range entries {
		given[e.name] = true
		if known := f.field(e.name); known != nil {
			known.read(r, e.value, to)
			continue
		}
		r.Complain(placeOf(e.key), fmt.Sprintf("unknown field %q", Short(e.name)), f.hint(r, e.name))
	}
	for i := range f.Fields {
		if k := &f.Fields[i]; k.must && !given[k.Name] {
			r.Complain(placeOf(n), fmt.Sprintf("%q is missing from %s", k.Name, f.What), "want "+k.Name+": "+inline(k.Text))
		}
	}
}

// inline makes a sentence the end of another one.
func inline(sentence string) string {
	return strings.ToLower(sentence[:1]) + strings.TrimSuffix(sentence[1:], ".")
}

func (f Form[T]) field(name string) *Field[T] {
	for i := range f.Fields {
		if f.Fields[i].Name == name {
			return &f.Fields[i]
		}
	}
	return nil
}

func (f Form[T]) names() []string {
	names := make([]string, len(f.Fields))
	for i := range f.Fields {
		names[i] = f.Fields[i].Name
	}
	return names
}

func (f Form[T]) hint(r *Reader, name string) string {
	if h, ok := f.Hints[name]; ok {
		return h
	}
	return r.format.Suggest(name, f.names())
}

// Schema is what a JSON Schema says of the form.
func (f Form[T]) Schema() Schema {
	properties, required := Schema{}, []string{}
	for _, k := range f.Fields {
		properties[k.Name] = k.schema
		if k.must {
			required = append(required, k.Name)
		}
	}
	o := Schema{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		o["required"] = required
	}
	return o
}

// Choice is a mapping of one of several forms, told apart by their marks; mark is
// where the one that was found is noted.
func Choice[T any](want string, mark func(*T) *string, forms ...Form[T]) Shape[T] {
	var schemas []any
	for _, f := range forms {
		schemas = append(schemas, f.Schema())
	}
	read := func(r *Reader, n ast.Node, to *T) {
		entries, ok := r.entries(n, want)
		if !ok {
			return
		}
		for _, f := range forms {
			if has(entries, f.Mark) {
				*mark(to) = f.Mark
				f.read(r, n, to)
				return
			}
		}
		unmarked(r, n, entries, forms)
	}
	return Shape[T]{read, Schema{"oneOf": schemas}}
}

// TextOr is a value that can be written as text, or as something else.
func TextOr[V any](text, other Shape[V]) Shape[V] {
	read := func(r *Reader, n ast.Node, to *V) {
		if _, ok := stringOf(n); ok {
			text.read(r, n, to)
		} else {
			other.read(r, n, to)
		}
	}
	return Shape[V]{read, Schema{"anyOf": []any{text.schema, other.schema}}}
}

func has(entries []entry, name string) bool {
	return slices.ContainsFunc(entries, func(e entry) bool { return e.name == name })
}

// unmarked complains of a mapping that is of none of several forms: of the first
// name that none of them has, or else that a mark is missing.
func unmarked[T any](r *Reader, n ast.Node, entries []entry, forms []Form[T]) {
	var marks []string
	known := map[string]bool{}
	for _, f := range forms {
		marks = append(marks, f.Mark)
		for _, name := range f.names() {
			known[name] = true
		}
	}
	for _, e := range entries {
		if !known[e.name] {
			r.Complain(placeOf(e.key), fmt.Sprintf("unknown field %q", Short(e.name)), r.format.Suggest(e.name, marks))
			return
		}
	}
	r.Complain(placeOf(n), "nothing happens here", "want "+OneOf(marks))
}
