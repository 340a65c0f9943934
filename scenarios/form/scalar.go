package form

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// A Flaw is what is wrong with a text, and what would be right.
type Flaw struct {
	What, Want string
	Column     int // where in the text, in characters from 1; 0 for the text as a whole
}

// Textual is a value written as text. Want says what, for someone who wrote a number.
func Textual[V any](want string, schema Schema, parse func(string) (V, *Flaw)) Shape[V] {
	schema["type"] = "string"
	return Shape[V]{func(r *Reader, n ast.Node, to *V) {
		s, ok := stringOf(n)
		if !ok {
			r.mismatch(n, want)
			return
		}
		v, bad := parse(s)
		if bad != nil {
			r.Complain(within(n, bad.Column), bad.What, bad.Want)
			return
		}
		*to = v
	}, schema}
}

func stringOf(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	}
	return "", false
}

// within is a place in a text. Where the text is folded, its beginning has to do.
func within(n ast.Node, column int) Position {
	at := placeOf(n)
	s, plain := n.(*ast.StringNode)
	if !plain || column == 0 {
		return at
	}
	if s.Token.Type == token.DoubleQuoteType || s.Token.Type == token.SingleQuoteType {
		column++
	}
	at.column += column - 1
	return at
}

// Prose is text for people, folded into one line.
func Prose(most int) Shape[string] {
	want := fmt.Sprintf("a text of 1 to %d characters", most)
	schema := Schema{"minLength": 1, "maxLength": most, "pattern": `\S`}
	return Textual(want, schema, func(s string) (string, *Flaw) {
		folded := strings.Join(strings.Fields(s), " ")
		switch n := utf8.RuneCountInString(s); {
		case folded == "":
			return "", &Flaw{What: "the text is empty", Want: "want " + want}
		case n > most:
			return "", &Flaw{What: fmt.Sprintf("a text of %d characters", n), Want: "want " + want}
		case strings.ContainsFunc(folded, func(c rune) bool { return !unicode.IsPrint(c) }):
			return "", &Flaw{What: "a character that cannot be printed", Want: "want letters, digits and the like"}
		}
		return folded, nil
	})
}

// Matching is text of one pattern, named by want.
func Matching(pattern, want string) Shape[string] {
	re := regexp.MustCompile(pattern)
	return Textual(want, Schema{"pattern": pattern}, func(s string) (string, *Flaw) {
		if !re.MatchString(s) {
			return "", &Flaw{What: fmt.Sprintf("%q is not right", Short(s)), Want: "want " + want}
		}
		return s, nil
	})
}

// UpTo is text of another shape, of at most so many characters.
func UpTo(most int, of Shape[string]) Shape[string] {
	schema := maps.Clone(of.schema)
	schema["maxLength"] = most
	return Shape[string]{func(r *Reader, n ast.Node, to *string) {
		if s, ok := stringOf(n); ok && utf8.RuneCountInString(s) > most {
			r.Complain(placeOf(n), fmt.Sprintf("a text of %d characters", utf8.RuneCountInString(s)), fmt.Sprintf("want at most %d", most))
			return
		}
		of.read(r, n, to)
	}, schema}
}

// Word is one of a few.
func Word[V ~string](words ...V) Shape[V] { return WordOr("", words...) }

// WordOr is Word, with what else is to be said where one is not known.
func WordOr[V ~string](more string, words ...V) Shape[V] {
	known := make([]string, len(words))
	for i, w := range words {
		known[i] = string(w)
	}
	want := OneOf(known)
	read := func(r *Reader, n ast.Node, to *V) {
		s, ok := stringOf(n)
		switch {
		case !ok:
			r.mismatch(n, want)
		case !slices.Contains(known, s):
			r.Complain(placeOf(n), fmt.Sprintf("%q is not known here", Short(s)), r.format.Suggest(s, known)+more)
		default:
			*to = V(s)
		}
	}
	return Shape[V]{read, Schema{"type": "string", "enum": known}}
}

// decimal is how a person writes a number. YAML knows more ways, by some of which 010
// is eight.
var decimal = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)

// Integer is a number from least to most.
func Integer(least, most int) Shape[int] {
	want := fmt.Sprintf("a whole number from %d to %d", least, most)
	read := func(r *Reader, n ast.Node, to *int) {
		i, ok := n.(*ast.IntegerNode)
		if !ok {
			r.mismatch(n, want)
			return
		}
		if !decimal.MatchString(i.Token.Value) {
			r.Complain(placeOf(n), Short(i.Token.Value)+" is not in decimal", "want "+want)
			return
		}
		v, err := strconv.Atoi(i.Token.Value)
		if err != nil || v < least || v > most {
			r.Complain(placeOf(n), Short(i.Token.Value)+" is out of range", "want "+want)
			return
		}
		*to = v
	}
	return Shape[int]{read, Schema{"type": "integer", "minimum": least, "maximum": most}}
}

// YesOrNo is true or false.
func YesOrNo() Shape[bool] {
	return Shape[bool]{func(r *Reader, n ast.Node, to *bool) {
		b, ok := n.(*ast.BoolNode)
		if !ok {
			r.mismatch(n, "true or false")
			return
		}
		*to = b.Value
	}, Schema{"type": "boolean"}}
}

// Maybe is a value that makes a difference between none and zero.
func Maybe[V any](of Shape[V]) Shape[*V] {
	return Shape[*V]{func(r *Reader, n ast.Node, to **V) {
		*to = new(V)
		of.read(r, n, *to)
	}, of.schema}
}

// As lets a shape of one type be read into a field of another.
func As[W, V any](of Shape[V], convert func(V) W) Shape[W] {
	return Shape[W]{func(r *Reader, n ast.Node, to *W) {
		before := len(r.problems)
		var v V
		of.read(r, n, &v)
		if len(r.problems) == before {
			*to = convert(v)
		}
	}, of.schema}
}
