// Package exhaust tries every single fault at every moment of meaning of a run, and pairs of
// them.
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
// # Pairs
//
// [Pairs] tries a second event on top of a first one. Runs are made of a seed and of what
// happens in them, so that the run of two events is that of the first alone, which is tried
// before, until the second strikes; and that is the fault-free run until the first changes
// something. So:
//
//   - The first of two is the one that bites first. In its row are the second events at the
//     moments that its own run comes to from its bite on, and those that it finds in force
//     then, which have not bitten. A pair of which one never bites is the run of the other
//     alone; one of which none bites is the fault-free run.
//   - First events are one, a class, if their runs leave one trace (without the text of
//     the events, and without what only says that one is in force), if they bite at one time,
//     and if they are up to the same from there on: kind, machines, amounts, and until when; or
//     nothing more, where an event was one message's and has had it. Whatever is second meets
//     the same then.
//   - What violates something alone is told, and nothing is tried on top of it.
//   - What is felt before its moment comes, as that a node will join, is first to
//     everything and second to nothing; two of them are left out.
//
// That a trace covers what a second event could meet is no theorem. So pairs of the
// product of all cells are drawn from the seed, or all taken if there are few, and made as they
// are: the run that stands for each has to leave the same trace. Where one does not, the
// result is inconclusive and says which. An [audit] is that.
//
// Pairs have numbers, of which a sample and a shard are some, and so is the row of one first event;
// a [PairState] has what first events came to, and then the counts of those pairs that were made,
// from the first on, and which of them have to be told. Results of all shards are put together by
// [MergePairs]: each has tried every first event, and its part of the pairs and of the audit.
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
