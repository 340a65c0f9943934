package form

import "fmt"

// A Format is a kind of file: what its errors have to say that its forms do not.
type Format struct {
	What    string // one file is called, such as "recipe"
	TooLong string // what to do about a file that is too long

	// Meant asks whether one of the known words was meant by one that is not; it is empty
	// if that cannot be guessed.
	Meant func(word string, known []string) string
}

// A Rule complains of what does not hold between the values of a file. A schema
// cannot tell.
type Rule[T any] func(r *Reader, t *T)

// Read reads a file by the form of the whole of it, and if that goes well, holds
// it against the rules. File is what errors call it. What is wrong is of type
// [Problems], with all that was found; to is then not to be used.
func Read[T any](f Format, file string, data []byte, whole Form[T], to *T, rules ...Rule[T]) error {
	r := &Reader{format: f, file: file, places: map[any]Position{}}
	root := r.document(data)
	if root == nil && len(r.problems) == 0 {
		r.Complain(Position{}, "the file is empty", fmt.Sprintf("want a %s, which begins with %q", f.What, whole.Fields[0].Name))
	}
	if len(r.problems) == 0 {
		r.note(to, root)
		whole.read(r, root, to)
	}
	if len(r.problems) == 0 {
		for _, rule := range rules {
			rule(r, to)
		}
	}
	if len(r.problems) > 0 {
		return r.problems
	}
	return nil
}
