// Package page writes one run as one file for a browser, that opens from disk: the picture of it
// step by step, and, where it was built, the simulator itself, so that the run can be made again in
// the page with its faults changed. It asks no network for anything; the page's own policy forbids
// it.
//
// What is shown is data, zipped, in a block of the page (see retake.Shot); the page's script reads
// it, and whatever it says is put in as text and never as markup. The script is the files of parts,
// one after the other; no library is in it. Colours are those of package ink.
//
// Whoever has the data may import it. It imports reports/paper and reports/paper/ink, and knows
// nothing of runs.
//
// # How to add
//
// Something that the page shows: a function in a file of parts (panel.js for texts, draw.js for the picture); what
// it shows it of has to be in the data before.
package page
