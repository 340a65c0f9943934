// Package junit writes results as JUnit XML, for whatever shows tests of a build: a suite for
// the verdict, invariants, scenarios, single faults and planted bugs of each.
//
// Which test came to what is said in package reports ([reports.Tests]), which it imports, and
// nothing else of the module; the command line may import it. What could not be judged is an
// error, and what was not is skipped: neither is ever a pass.
package junit
