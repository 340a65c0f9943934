// Package exhaust tries every single fault at every moment of meaning of a run.
//
// A [Subject] is what is run: the small cluster, the standard run, or a scenario without
// its faults. [Prepare] makes its fault-free run with a census, and from the moments that
// it comes to a [Plan]: for each occurrence of each moment, each event that package
// faults tries there alone. A cell is one of these. An [Exhaustion] makes the run of each
// cell, with the seed of the fault-free run, so that both are the same until the event
// strikes; judges it by the invariants, and not by what the scenario expects; and says
// of each cell what it came to. Cells are taken in their order whatever the number of
// jobs, so that what was covered is always a beginning of the plan: a [State] says how
// much, and another Exhaustion goes on there.
//
// It imports scenarios, campaign, engine, faults, reports, and the simulated deployment.
// Command lines and package mutation may import it.
//
// # How to add
//
// A kind of event comes along by itself; what is tried of a slot is the slot's to say, in
// package faults. A subject: a function that returns one, and its name in [Find].
// Something that a cell can come to: a [Mark], and its count in reports.
package exhaust
