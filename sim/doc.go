// Package sim is the kernel of a deterministic simulation: virtual time,
// processes in blocking style, labelled decisions, and a trace with a hash. It
// knows nothing of keys, stores or networks, imports only the standard library,
// and may be imported by whatever is built on top of it.
//
// A [World] is one run. What is to happen is scheduled with [World.After] as a
// task or started with [World.Go] as a process; [World.Run] then runs all of it
// in virtual time, one thing at a time, and returns an [Ending]: a hash, the
// log of decisions, the findings and, if asked for, the trace. The same [Config]
// and the same program give the same outcome on any machine, and a run given
// its own log to replay repeats itself or says where it diverges.
//
// # What keeps a run deterministic
//
//   - [Config].Seed is the only randomness, and [Source] the only way to it. A
//     source belongs to a place: how often one place draws never shifts what
//     another one draws. Give every link, disk and client its own.
//   - What runs in a world uses no go statement, channel, lock, wall clock or
//     randomness of its own, and lets no order of a map escape into it.
//   - A place that is calm ([Config].Drawing) chooses the least there is, every time. That
//     shifts what no other place draws, so that a run can be made quiet place by place.
//   - Times, rates and choices are integers: fused multiply-add makes floating
//     point differ between processors.
//   - What matters to what an observer sees is emitted: the hash covers every
//     decision and every [Event] of the trace, and nothing else.
//   - [Finding] stacks are for people and in no hash.
//
// # What happens to a program that goes wrong
//
// A panic or an exit of a process or a task is a [Finding], and the run goes on
// without it. Too many events, in all or at one instant, stop the run. A
// watchdog outside it notices, by wall time, when a process blocks or loops; the
// goroutine of the run is then abandoned, and with it every process in it: they
// stay in memory, the stuck one may still touch what it refers to, and only the
// outcome is safe to use.
//
// A killed process runs its deferred calls, because Go cannot end a coroutine
// otherwise. Calls of the kernel in them exit at once and have no effect; for
// calls that do not wait and do not come here, a deployment calls [Proc.Check].
// Neither may they block. They run between two steps of the run, so what they
// change in memory that processes share is seen by others: let them change it
// through calls that check.
//
// # How to add to it
//
// A file is one concept: world.go the loop, queue.go what is due, proc.go and
// kill.go processes, coroutine.go what they run on, source.go randomness,
// choices.go the log, trace.go what else is recorded and what is hashed,
// replay.go the comparison with a log, branch.go a run that leaves its log, watchdog.go the look from outside,
// decisions.go a log as text, collect.go what programs that make runs do first. Whatever
// has an effect on a run begins with [World.enter] and, if an observer could see it, ends in the ledger of trace.go.
// The golden hashes in testdata change only if the encoding of the trace does,
// which makes every repro of an earlier version worthless: say so in the commit.
package sim
