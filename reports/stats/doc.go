// Package stats says how sure one can be of what a number of runs has shown: bounds on how
// often a run fails, and how much new the next run may show.
//
// Each figure is explained beside it, in a sentence, for whoever prints the figure to
// print that too: without it a bound on runs of a generator is taken for one on days in
// production.
//
// Packages that make reports may import it; it imports nothing of the module. Nothing of it
// reaches a run: it computes with floating point.
//
// # How to add
//
// A figure: a function, an [Explanation] with its name and sentence, values that somebody has
// published in its test, and a property that would not hold of a wrong one.
package stats
