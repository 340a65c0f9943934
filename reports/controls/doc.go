// Package controls is the control map: to which controls of which frameworks a result is
// evidence, how strong, in which words, and what it is never evidence of.
//
// The map is data, controls.yaml, which is read strictly. It has identifiers and our own
// words; the text of a standard it has not. A claim stands on invariants that are judged, on
// scenarios that are run, and on figures of a report: [Problems] says of each what is not
// there, and which words promise more than runs of a simulator can show.
//
// Packages that make reports may import it; it imports the strict YAML of scenarios/form, which
// knows nothing of what files are about.
//
// # How to add
//
// A row: an item of controls.yaml. A figure that can stand behind a claim, or a placeholder:
// a line in [Figures] or [Placeholders], and whoever makes reports has to fill it. A word that
// promises too much: a line in tooMuch.
package controls
