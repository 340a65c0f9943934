// Package strict reads the JSON that this module writes, and nothing that is only nearly so.
//
// encoding/json takes the last of two members of one name, names in any letters, null for
// anything, and a member that is missing for one that is empty: two readers can then see two
// results in one file. Here every member of a type is there once, under its name, with a
// value of its type; text is UTF-8; nothing comes after the value; no number is negative,
// since all of ours are counts.
//
// Whatever reads evidence may import it: it knows nothing of the module. [Members] is how
// a type is in JSON, for whoever has to describe that, as a schema does. A Go type
// of a sort that none of ours had before is added in [Of] and in the walk.
package strict
