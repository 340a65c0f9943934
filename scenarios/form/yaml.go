package form

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// MostBytes is how long a file can be. What people write by hand is a page.
const MostBytes = 256 << 10

// Further limits of what is read at all.
const (
	mostTokens  = 8192 // what comes after takes time that grows with their square
	mostNesting = 16
)

const byteOrderMark = "\ufeff"

// document is the root of the one YAML document in data; nil for none.
func (r *Reader) document(data []byte) ast.Node {
	if len(data) > MostBytes {
		r.Complain(Position{}, fmt.Sprintf("the file has more than %d bytes", MostBytes), r.format.TooLong)
		return nil
	}
	if !utf8.Valid(data) {
		r.Complain(Position{}, "the file is not UTF-8", "save it as UTF-8")
		return nil
	}
	if strings.HasPrefix(string(data), byteOrderMark) {
		r.Complain(Position{1, 1}, "a byte order mark", "save the file as UTF-8 without one")
		return nil
	}
	root, err := r.tree(string(data))
	var at yaml.Error
	switch {
	case err == nil:
	case errors.As(err, &at) && strings.Contains(at.GetMessage(), "'\t'"):
		r.Complain(positionOf(at.GetToken()), "a tab", "indent with spaces: YAML takes no tabs")
	case errors.As(err, &at) && at.GetToken() != nil:
		r.Complain(positionOf(at.GetToken()), at.GetMessage(), "")
	default:
		r.Complain(Position{}, err.Error(), "")
	}
	return root
}

// tree parses the text after a look at its tokens, so that nothing that could be
// made to grow, or to nest without end, reaches the parser. What the parser
// itself stumbles over is an error like any other.
func (r *Reader) tree(text string) (root ast.Node, err error) {
	defer func() {
		if recover() != nil {
			root, err = nil, errNotRead
		}
	}()
	tokens := lexer.Tokenize(text)
	if !r.plain(tokens) {
		return nil, nil
	}
	file, err := parser.Parse(tokens, 0)
	if err != nil || len(file.Docs) == 0 {
		return nil, err
	}
	return file.Docs[0].Body, nil
}

// unwanted are the parts of YAML that a file of a page has no use for.
var unwanted = map[token.Type]string{
	token.AnchorType:      "an anchor",
	token.AliasType:       "an alias",
	token.MergeKeyType:    "a merge key",
	token.TagType:         "a tag",
	token.MappingKeyType:  "a complex key",
	token.DirectiveType:   "a directive",
	token.DocumentEndType: "the end of a document",
}

// plain says whether a text keeps to plain YAML, within the limits.
func (r *Reader) plain(tokens token.Tokens) bool {
	if n := len(tokens); n > mostTokens {
		r.Complain(Position{}, fmt.Sprintf("the file has %d words and signs", n), fmt.Sprintf("want at most %d", mostTokens))
		return false
	}
	before := len(r.problems)
	depth, entries := 0, 0
	for i, t := range tokens {
		if what, not := unwanted[t.Type]; not {
			r.Complain(positionOf(t), what+" ("+t.Value+")", "a "+r.format.What+" is plain YAML: write out what is meant")
			return false
		}
		switch t.Type {
		case token.DocumentHeaderType:
			if i > 0 && tokens[i-1].Type != token.CommentType {
				r.Complain(positionOf(t), "a second document", "want one "+r.format.What+" a file")
			}
		case token.CommentType:
			r.eaten(t)
		case token.MappingStartType, token.SequenceStartType:
			depth++
		case token.MappingEndType, token.SequenceEndType:
			depth--
		}
		entries = onLine(t, entries)
		if depth > mostNesting || entries > mostNesting {
			r.Complain(positionOf(t), "lists within lists within lists", fmt.Sprintf("want at most %d levels", mostNesting))
			return false
		}
	}
	return len(r.problems) == before
}

// onLine counts the list entries that begin on one line, each within the last.
func onLine(t *token.Token, before int) int {
	switch {
	case t.Type != token.SequenceEntryType:
		return before
	case t.Prev == nil || t.Prev.Position.Line != t.Position.Line:
		return 1
	}
	return before + 1
}

// eaten catches a number after a hash that was meant to belong to the text before
// it, as in "the second one, #2": in YAML it is a comment unless it is quoted.
func (r *Reader) eaten(t *token.Token) {
	p := t.Prev
	if p == nil || p.Type != token.StringType || p.Position.Line != t.Position.Line || t.Value == "" {
		return
	}
	if c := t.Value[0]; '0' <= c && c <= '9' {
		r.Complain(positionOf(t), fmt.Sprintf("in YAML, %q begins a comment", "#"+t.Value), "put the whole text in quotes")
	}
}

// A Position is a place in a file, from 1; zero for the file as a whole.
type Position struct{ line, column int }

func positionOf(t *token.Token) Position {
	if t == nil || t.Position == nil {
		return Position{}
	}
	return Position{t.Position.Line, max(t.Position.Column, 1)}
}

// placeOf is where a node begins.
func placeOf(n ast.Node) Position {
	switch n := n.(type) {
	case nil:
		return Position{}
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return placeOf(n.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return placeOf(n.Key)
	}
	return positionOf(n.GetToken())
}
