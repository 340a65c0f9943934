// Package mutation asks what a gate is worth: it changes the source of an engine, or
// of any package, in small ways, and sees which changes nobody notices.
//
// An [Inquiry] takes a sample of the changes that package source finds, has them all
// built at once behind switches, and tries each in a process of its own, so that a
// panic, a deadlock or an endless loop ends only that. A [Bench] is how a change is
// tried. On [Runs], the process makes runs of the engine and judges them, a [Trial]:
// the scenarios of the library, every single fault of a small cluster, random runs, and
// single faults of the small cluster once it is in trouble, until one is noticed. On
// [Tests], it is a test binary, and what is noticed is that a test fails: so for packages
// that are no engine, such as the checker.
//
// Before anything is changed the same is tried with no switch on. An engine that is
// noticed as it stands cannot be asked what else would be; what it misses of the
// expectations of scenarios and of the goals is not held against its mutants.
//
// Changes that make no difference are told apart by people: [ReadEquivalents] reads
// the file in which they stand with their reasons.
//
// Command lines may import it. It imports scenarios, campaign, reports, the simulated
// deployment, and packages exhaust and source.
//
// # How to add
//
// A stage of a trial: a [Stage], and its place in stages. Something to be noticed in
// a run: a line in notice, and its place in [reports.Kills].
package mutation
