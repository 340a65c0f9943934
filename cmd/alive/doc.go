// Package alive builds what makes a page alive: the program of cmd/pawl-page for browsers, by the Go
// tool, from the source that this build was made of. Where there is no Go tool, or not that source,
// it says so in a sentence, and the page is a static one.
//
// The program has to be of the same source as whoever asks: another one could make other runs. So
// the source is looked for where this build was made and around the working directory, and is held
// against what this build has of it.
//
// The command line imports it, nothing else does. It imports the source itself, and reports/page.
package alive
