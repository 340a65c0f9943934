package scenarios

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"pawl/faults"
)

// A flaw is what is wrong with a text, and what would be right.
type flaw struct {
	what, want string
	column     int // where in the text, in characters from 1; 0 for the text as a whole
}

// textual is a value written as text. Want says what, for someone who wrote a number.
func textual[V any](want string, schema object, parse func(string) (V, *flaw)) shape[V] {
	schema["type"] = "string"
	return shape[V]{func(r *reader, n ast.Node, to *V) {
		s, ok := stringOf(n)
		if !ok {
			r.mismatch(n, want)
			return
		}
		v, bad := parse(s)
		if bad != nil {
			r.complain(within(n, bad.column), bad.what, bad.want)
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
func within(n ast.Node, column int) position {
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

// prose is text for people, folded into one line.
func prose(most int) shape[string] {
	want := fmt.Sprintf("a text of 1 to %d characters", most)
	schema := object{"minLength": 1, "maxLength": most, "pattern": `\S`}
	return textual(want, schema, func(s string) (string, *flaw) {
		folded := strings.Join(strings.Fields(s), " ")
		switch n := utf8.RuneCountInString(s); {
		case folded == "":
			return "", &flaw{what: "the text is empty", want: "want " + want}
		case n > most:
			return "", &flaw{what: fmt.Sprintf("a text of %d characters", n), want: "want " + want}
		case strings.ContainsFunc(folded, func(c rune) bool { return !unicode.IsPrint(c) }):
			return "", &flaw{what: "a character that cannot be printed", want: "want letters, digits and the like"}
		}
		return folded, nil
	})
}

// matching is text of one pattern, named by want.
func matching(pattern, want string) shape[string] {
	re := regexp.MustCompile(pattern)
	return textual(want, object{"pattern": pattern}, func(s string) (string, *flaw) {
		if !re.MatchString(s) {
			return "", &flaw{what: fmt.Sprintf("%q is not right", short(s)), want: "want " + want}
		}
		return s, nil
	})
}

// word is one of a few.
func word[V ~string](words ...V) shape[V] {
	known := make([]string, len(words))
	for i, w := range words {
		known[i] = string(w)
	}
	return textual(oneOf(known), object{"enum": known}, func(s string) (V, *flaw) {
		if !slices.Contains(known, s) {
			return "", &flaw{what: fmt.Sprintf("%q is not known here", short(s)), want: Suggest(s, known)}
		}
		return V(s), nil
	})
}

const durationPattern = `^([0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h))+$`

var durationForm = regexp.MustCompile(durationPattern)

// duration is a time with its unit, from least to most.
func duration(least, most time.Duration) shape[time.Duration] {
	want := fmt.Sprintf("a time with its unit, from %s to %s, such as 250ms or 12.5s", faults.PrintDuration(least), faults.PrintDuration(most))
	return textual(want, object{"pattern": durationPattern}, func(s string) (time.Duration, *flaw) {
		d, err := time.ParseDuration(s)
		switch {
		case err != nil || !durationForm.MatchString(s):
			return 0, &flaw{what: fmt.Sprintf("%q is no time", short(s)), want: "want " + want}
		case d < least || d > most:
			return 0, &flaw{what: short(s) + " is out of range", want: "want " + want}
		}
		return d, nil
	})
}

// integer is a number from least to most.
func integer(least, most int) shape[int] {
	want := fmt.Sprintf("a whole number from %d to %d", least, most)
	read := func(r *reader, n ast.Node, to *int) {
		i, ok := n.(*ast.IntegerNode)
		if !ok {
			r.mismatch(n, want)
			return
		}
		v, err := strconv.Atoi(fmt.Sprint(i.Value))
		if err != nil || v < least || v > most {
			r.complain(placeOf(n), short(i.Token.Value)+" is out of range", "want "+want)
			return
		}
		*to = v
	}
	return shape[int]{read, object{"type": "integer", "minimum": least, "maximum": most}}
}

// yesOrNo is true or false.
func yesOrNo() shape[bool] {
	return shape[bool]{func(r *reader, n ast.Node, to *bool) {
		b, ok := n.(*ast.BoolNode)
		if !ok {
			r.mismatch(n, "true or false")
			return
		}
		*to = b.Value
	}, object{"type": "boolean"}}
}

// maybe is a value that makes a difference between none and zero.
func maybe[V any](of shape[V]) shape[*V] {
	return shape[*V]{func(r *reader, n ast.Node, to **V) {
		*to = new(V)
		of.read(r, n, *to)
	}, of.schema}
}

// as lets a shape of one type be read into a field of another.
func as[W, V any](of shape[V], convert func(V) W) shape[W] {
	return shape[W]{func(r *reader, n ast.Node, to *W) {
		before := len(r.problems)
		var v V
		of.read(r, n, &v)
		if len(r.problems) == before {
			*to = convert(v)
		}
	}, of.schema}
}
