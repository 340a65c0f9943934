package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// A shape is one kind of value: how it is read, and how a JSON Schema tells it.
// The two stand side by side so that they say the same.
type shape[V any] struct {
	read   func(r *reader, n ast.Node, to *V)
	schema object
}

// object is a piece of a JSON Schema.
type object = map[string]any

// A field is one line of a mapping, read into its place in a T.
type field[T any] struct {
	name, text string
	must       bool
	read       func(r *reader, n ast.Node, to *T)
	schema     object
}

// one describes a field that may be left out.
func one[T, V any](name, text string, s shape[V], at func(*T) *V) field[T] {
	schema := object{"description": text}
	for k, v := range s.schema {
		schema[k] = v
	}
	return field[T]{name, text, false, func(r *reader, n ast.Node, to *T) {
		r.note(at(to), n)
		s.read(r, n, at(to))
	}, schema}
}

// need describes a field that must be there.
func need[T, V any](name, text string, s shape[V], at func(*T) *V) field[T] {
	f := one(name, text, s, at)
	f.must = true
	return f
}

// A form is a mapping with known fields. Hints are names that people may try,
// and what to tell them. A mark is a field by which it is told from others.
type form[T any] struct {
	what   string
	fields []field[T]
	mark   string
	hints  map[string]string
}

func (f form[T]) shape() shape[T] { return shape[T]{f.read, f.object()} }

func (f form[T]) read(r *reader, n ast.Node, to *T) {
	entries, ok := r.entries(n, "the fields of "+f.what)
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
		r.complain(placeOf(e.key), fmt.Sprintf("unknown field %q", short(e.name)), f.hint(e.name))
	}
	for i := range f.fields {
		if k := &f.fields[i]; k.must && !given[k.name] {
			r.complain(placeOf(n), fmt.Sprintf("%q is missing from %s", k.name, f.what), "want "+k.name+": "+inline(k.text))
		}
	}
}

// inline makes a sentence the end of another one.
func inline(sentence string) string {
	return strings.ToLower(sentence[:1]) + strings.TrimSuffix(sentence[1:], ".")
}

func (f form[T]) field(name string) *field[T] {
	for i := range f.fields {
		if f.fields[i].name == name {
			return &f.fields[i]
		}
	}
	return nil
}

func (f form[T]) names() []string {
	names := make([]string, len(f.fields))
	for i := range f.fields {
		names[i] = f.fields[i].name
	}
	return names
}

func (f form[T]) hint(name string) string {
	if h, ok := f.hints[name]; ok {
		return h
	}
	return Suggest(name, f.names())
}

func (f form[T]) object() object {
	properties, required := object{}, []string{}
	for _, k := range f.fields {
		properties[k.name] = k.schema
		if k.must {
			required = append(required, k.name)
		}
	}
	o := object{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		o["required"] = required
	}
	return o
}

// choice is a mapping of one of several forms, told apart by their marks; mark is
// where the one that was found is noted.
func choice[T any](want string, mark func(*T) *string, forms ...form[T]) shape[T] {
	var schemas []any
	for _, f := range forms {
		schemas = append(schemas, f.object())
	}
	read := func(r *reader, n ast.Node, to *T) {
		entries, ok := r.entries(n, want)
		if !ok {
			return
		}
		for _, f := range forms {
			if has(entries, f.mark) {
				*mark(to) = f.mark
				f.read(r, n, to)
				return
			}
		}
		unmarked(r, n, entries, forms)
	}
	return shape[T]{read, object{"oneOf": schemas}}
}

func has(entries []entry, name string) bool {
	return slices.ContainsFunc(entries, func(e entry) bool { return e.name == name })
}

// unmarked complains of a mapping that is of none of several forms: of the first
// name that none of them has, or else that a mark is missing.
func unmarked[T any](r *reader, n ast.Node, entries []entry, forms []form[T]) {
	var marks []string
	known := map[string]bool{}
	for _, f := range forms {
		marks = append(marks, f.mark)
		for _, name := range f.names() {
			known[name] = true
		}
	}
	for _, e := range entries {
		if !known[e.name] {
			r.complain(placeOf(e.key), fmt.Sprintf("unknown field %q", short(e.name)), Suggest(e.name, marks))
			return
		}
	}
	r.complain(placeOf(n), "nothing happens here", "want "+oneOf(marks))
}
