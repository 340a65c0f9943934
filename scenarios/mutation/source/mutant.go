package source

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/token"
	"strings"
)

// A Mutant is one change that can be made to a package.
type Mutant struct {
	ID       string // of file, place and change; it stays when lines move
	File     string // its name in the package's directory
	Line     int
	Column   int
	Function string // in which it is; "" for a variable of the package
	Operator string // what kind of change it is
	Before   string // in one line
	After    string

	edit edit
}

// Place is where a mutant is, for people.
func (m *Mutant) Place() string { return fmt.Sprintf("%s:%d:%d", m.File, m.Line, m.Column) }

// An edit makes the text of a node one that has a choice.
type edit struct {
	in       *file
	from, to token.Pos
	// wrap puts the choice around the node's text; anew makes the text anew, of the
	// texts of the node's parts. One of them is nil.
	wrap func(choice, text string) string
	anew func(choice string, part func(node) string) string
}

// node is a part of a tree, or a stretch of one.
type node interface {
	Pos() token.Pos
	End() token.Pos
}

// stretch is a part of the text that is no node.
type stretch struct{ from, to token.Pos }

func (s stretch) Pos() token.Pos { return s.from }
func (s stretch) End() token.Pos { return s.to }

// identify gives a mutant its id: a hash of what is changed and how, in which
// function of which file, and the how many-th of the same it is there. That is the
// same after changes elsewhere; line and column are not.
func (m *Mutant) identify(seen map[string]int) {
	place := strings.Join([]string{m.File, m.Function, m.Operator, m.Before, m.After}, "\x00")
	seen[place]++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", place, seen[place]))
	m.ID = hex.EncodeToString(sum[:5])
}

// oneLine is a text without its comments' and lines' breaks.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
