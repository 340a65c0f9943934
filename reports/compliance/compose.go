package compliance

import (
	"fmt"

	"pawl/reports/paper"
)

// NotSigned is printed on each page: a signature is of what a document lies in, or of a statement
// about results, and whoever holds pages alone has none.
const NotSigned = "Not signed"

// sections are those of every document, in this order, whatever was measured.
var sections = []struct {
	id, title string
	of        func(*Set) []paper.Block
}{
	{"claims", "Claims", claims},
	{"identity", "Identity", identity},
	{"assumptions", "Assumption boundary", assumptions},
	{"method", "Method", method},
	{"results", "Results", results},
	{"matrix", "Fault × phase matrix", matrix},
	{"detection", "Detection power", detection},
	{"statistics", "Statistics", statistics},
	{"exceptions", "Exceptions", exceptions},
	{"map", "Control map, ledger, how to verify, glossary", controlMap},
}

// Compose makes the document.
func Compose(s Set) paper.Document {
	d := paper.Document{Title: "Evidence from simulation: " + orSay(s.check().Engine, "no engine"), Subtitle: subtitle(&s)}
	if d.Stamp = NotSigned; s.Signed != "" {
		d.Stamp += " itself: section 2 says what is"
	}
	for _, x := range sections {
		d.Sections = append(d.Sections, paper.Section{ID: x.id, Title: x.title, Blocks: x.of(&s)})
	}
	return d
}

// subtitle says of what it is, and whose it is to judge.
func subtitle(s *Set) string {
	c := s.check()
	return fmt.Sprintf("Revision %s; campaign ended %s. Evidence relevant to controls of key management and change; the assessor decides.",
		revision(c), orSay(ended(c), notKnown))
}
