// Package form reads YAML files strictly, by forms: descriptions of what can stand
// in them, by which a file is read and from which its JSON Schema is printed, so
// that the two say the same.
//
// A [Form] is a mapping with known fields; a [Field] says where in a Go value its
// line goes; a [Shape] is one kind of value. [Read] reads a file by a form, and
// then by the [Rule] of whoever calls it, for what must hold between values. What
// is not understood is an error that says where, what, and what would be right;
// all that is wrong with a file is found at once.
//
// YAML is taken plain: no anchors, aliases, tags or merge keys, nothing that
// could be made to grow, and no more of it than a person writes.
//
// It knows nothing of what the files are about and imports nothing of this module.
// Any package may import it.
//
// # How to add
//
// A kind of value: one function that returns a [Shape], with how it is read and
// its piece of schema side by side. A part of YAML that is refused: one line in
// unwanted, in yaml.go.
package form
