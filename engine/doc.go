// Package engine is the reference engine: it rotates keys the way PROTOCOL.md
// says, one execution at a time, forward only, never half done.
//
// # What runs
//
// A [Worker] is one replica of the control plane. Any worker admits triggers
// ([Admit]) and does what operators ask ([Worker.Operate]); one at a time owns a
// key and drives its rotation ([Owner]). An [Agent] runs on each node: it keeps
// the node's two stamps and its material, and seals and opens while they stand.
//
// # How a rotation flows
//
// [Table] is the engine as data: which [Step] runs in which phase. The owner reads
// the record, runs the step of its phase, and the step ends in one [Owner.Write]:
// record and audit entry in one transaction that compares the record's revision
// and the ownership. Nothing else moves a rotation, so any worker can go on from
// any record. A barrier ([Owner.StampBarrier], [Owner.SealBarrier]) reads stamps;
// stamps are granted under [RightsUnder] the record.
//
// # Ports
//
// All that an engine may touch is in [Env]: store, key service, fleet, clock,
// pager, disk. Each call can be expressed as a message, and each failure is one
// of: refused, unavailable (it did not happen), unknown (it may have). The same
// code runs in the simulator and for real; it does not know which.
//
// Between two port calls a process is alone. No goroutine, channel, lock, wall
// clock, unseeded randomness or order of a map may be used here; a test reads the
// syntax tree and says so.
//
// # Who may import it, and how to add to it
//
// It imports nothing of this module. Deployments, engine/wrong and what stands
// above them import it. A new phase is a constant in phase.go, a step in the
// table and its line in rights.go; a new port is a small interface in ports.go
// and a field of Env. What the store holds is laid out in keys.go and codec.go.
package engine
