// Package reference is the reference engine: it rotates keys one execution at a
// time, forward only, never half done.
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
// [WorkerSteps] and [NodeSteps] are the engine as data: which [Step] runs in which
// phase, and what a node does to keep its stamps. The owner reads the record, runs the
// step of its phase, and the step ends in one [Owner.Write]: record and audit entry in
// one transaction that compares the record's revision and the ownership. Nothing else
// moves a rotation, so any worker can go on from any record. A barrier
// ([Owner.StampBarrier], [Owner.SealBarrier]) reads stamps; stamps are granted under
// [RightsUnder] the record.
//
// # The phases
//
// a is the active version, n the next, o each old one that is still opened. To
// raise is to add one to the key set's Rev and make that the Target.
//
//	phase      entered with             a new stamp may    left when
//	                                    seal · open
//	IDLE       -                        a · a o            a trigger for a free window
//	INTENT     the window's entry       a · a o            the key service says that n is made
//	STAGED     n's fingerprint          a · a o            at once
//	PUBLISHED  a raise                  a · a o n          B1 has passed, and the publish lead
//	VERIFIED   the floor                a · a o n          at once
//	DRAINING   a raise                  - · a o n          B2 has passed; or back to PUBLISHED
//	COMMITTED  a→o, n→a, a raise        a · a o            at once
//	ABORTING   a raise; from INTENT     a · a o            BA has passed and n is destroyed
//	           to DRAINING only
//	ABORTED    n's number burnt         a · a o            at once
//	HALTED     where it came from       as there           an operator resumes or aborts
//
// Where policy lets pools in one after another (turns.go), PUBLISHED and COMMITTED are
// entered for the first pool alone, and each turn has a raise of its own. A pool that is
// not in may open a · o in PUBLISHED, and seals nothing in COMMITTED. They are left when
// all pools are in.
//
// Where policy wants a spare (spare.go), n lies ready in IDLE: it has its number, then its
// fingerprint, and stamps may open it; after a raise they have to. A rotation takes it from
// there, until it commits or aborts, and its publish lead counts from when that was proved.
//
// An old version is DEPRECATED until its artefacts' lifetime is over, nobody holds it, and
// nothing is kept or issued under it, RETIRING (with a raise) until B3 has passed, REVOKED until the key
// service says that it is destroyed, and then DESTROYED.
//
// # The rules
//
// Comments in the code name these by number.
//
//  1. A barrier reads the record and the stamps at one revision, and passes when no
//     stamp that has not expired is below Target. It never counts members.
//     B1, B3 and BA look at all stamps, B2 at those that seal.
//  2. A grant is one transaction: the record as it was read, this incarnation's
//     stamps as it knows them, its leases alive. The node holds, durably, the right
//     material for all that the stamp opens.
//  3. A node lives by a stamp before it asks for it: what the new one drops it gives
//     up first, what the new one adds it opens already. Only to seal under another
//     version it waits for the answer.
//  4. In PUBLISHED, halted or not, and only there, a stamp that lives may be kept alive
//     below Target while its node is slow to load n. It still fails B1.
//  5. Right and lease are checked when an answer is ready to leave.
//  6. A node counts its lease from sending the request, and a little short.
//  7. A write of the record compares its revision and the ownership. An operator,
//     who owns nothing, compares the revision.
//  8. The key service makes and destroys once for each operation id, and remembers.
//  9. A takeover goes on from the record. What was only in the last owner's memory is
//     gathered anew; waits that outlive an owner count from times in the record.
//  10. An unknown outcome is read back by its operation id, never repeated on a guess.
//  11. While one window is in flight or halted, another is refused.
//  12. Nothing that fails on a node stops it from hearing of the record.
//  13. Stamps are renewed early, and each node at its own time: half of an open lease
//     without the store, whenever it begins, costs no open. A new stamp hangs on a
//     new lease, which another key of the node may have asked for.
//
// What is kept in the store for good, where policy has it, is put and moved on two compares:
// the record, by which its version is the active one, and the text that was there. An old
// version is retired only when a scan finds nothing kept under it or an older one
// ([Left]); nodes move what is under it ([Agent.Rewrap]).
//
// A record is of the generation of the store in which it was begun, and so are all writes
// that go by it. In another generation (generation.go) it is halted, nothing ends that, and
// no stamp is granted.
//
// A record is gone on from only if no entry of the audit follows it ([Trust]): somebody may have
// deleted it, or put it back, past the engine.
//
// For availability B1 also wants a minimum of serving nodes in each pool.
//
// Every halt and every notice names a playbook in playbooks, which says what to do about it.
//
// For each rule there is a transcript in testdata that shows it at work, and what
// happens at its edge; script_doc_test.go says how to read and how to write them.
//
// # Who may import it, and how to add to it
//
// It imports the contract and the keyring. Deployments are given it as a value of
// [engine.Engine]; engine/wrong, tests and commands import it. A new phase is a
// constant in phase.go, a step in steps.go and its line in rights.go. What the store
// holds is laid out in keys.go, codec.go and stored.go, and nobody else knows it:
// [Describe] and [StepOf] tell others what they need.
package reference
