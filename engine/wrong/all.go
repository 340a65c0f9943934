package wrong

import (
	"slices"

	"pawl/engine"
)

// An Engine is one that must fail, and what must catch it.
type Engine struct {
	engine.Engine
	Lesson   int      // of the seven, by number
	MustFire []string // invariants of which at least one must itself fire
	Text     string   // what it does wrong
}

// All is every wrong engine.
var All = slices.Concat([]Engine{
	{cron(), 2, []string{"S1"}, "Each pool's own clock starts it; it numbers versions by what it sees locally and pushes them; there is no store."},
	{leaseWithoutFence(), 1, []string{"S4"}, "The owner checks its lease, then writes and acts without comparing fence or revision."},
	{checkThenActAdmission(), 1, []string{"S1"}, "Reads window and record, then writes them without compare."},
	{localLock(), 1, []string{"S1"}, "Admission and ownership by a lock on the worker's host; plain writes."},
	{cronJitter(), 2, []string{"S1"}, "Each pool's own clock starts it after a random wait; all else is as in cron."},
	{stepsFromOutside(), 1, []string{"S4"}, "A worker that owns nothing takes the owner's steps, comparing the revision only."},
	{runsWhatWasRefused(), 1, []string{"S1"}, "Keeps a trigger that it refuses as busy, and runs it later."},
	{retryMintsAgain(), 4, []string{"S7"}, "An unanswered mint is repeated under a new operation id for the same version."},
	{effectBeforeIntent(), 3, []string{"S6"}, "Mints, then writes INTENT."},
	{noPublishBarrier(), 3, []string{"S3"}, "VERIFIED without reading stamps; grants do not demand the next version."},
	{quorumPublish(), 3, []string{"S3"}, "The publish barrier passes at more than half; grants do not demand the next version."},
	{mixedMaterial(), 3, []string{"S7"}, "The publish barrier does not compare fingerprints, nodes take what they are given, and each request for material makes some."},
	{noDrain(), 3, []string{"S2"}, "VERIFIED straight to commit."},
	{commitInTwoWrites(), 3, []string{"S10"}, "Clears the old active version and sets the new one in two transactions."},
	{cachedRecord(), 1, []string{"S11"}, "Stamps are granted from a cached record whose revision is not compared."},
	{rotatesForNothing(), 2, []string{"S1"}, "Compares two fingerprints that are never equal, and starts a rotation each time."},
	{publishWithoutRaise(), 3, []string{"S9"}, "PUBLISHED leaves the target as it is, so that the barrier waits for nobody."},
	{newestWins(), 3, []string{"S2"}, "A node seals under the highest version that it holds."},
	{fixedWait(), 3, []string{"S3"}, "The publish barrier counts as passed after a fixed wait."},
	{haltedAsIdle(), 3, []string{"S3"}, "While a rotation is halted, nodes get stamps of the target without the next version."},
	{waitsForTheDead(), 3, []string{"L1"}, "Barriers go on counting stamps whose leases have run out."},
	{neverSettles(), 3, []string{"L1"}, "The last phase is done again each time that it is found done."},
	{remakesAtStart(), 4, []string{"S7"}, "Each start of a worker has the secret in use made anew under the same name."},
	{forgetsOldAtRestart(), 5, []string{"S3"}, "A node that restarts loads the active version only."},
	{shortOverlap(), 5, []string{"S5"}, "Retires an old version after a fixed time, shorter than its artefacts live."},
	{blindStamps(), 1, []string{"S11"}, "Stamps are written without comparing anything, late ones too."},
	{readsOnce(), 1, []string{"S11", "L1"}, "A node reads the key set when it starts, and never again."},
	{neverLetsGo(), 1, []string{"S11"}, "A node goes on with what it had when its stamps run out, until it hears of something newer."},
	{silenceIsEmptiness(), 4, []string{"S10"}, "A read that is not answered counts as one that found nothing, and what follows overwrites what is there."},
	{leaseClockTooLong(), 1, []string{"S2", "S11"}, "A node does not count the time that it waits for a lease, and leaves out the margins for clocks."},
	{wallClockLease(), 1, []string{"S2"}, "A node counts its leases by the time of day."},
	{activatesTheDying(), 5, []string{"S5"}, "Activates a version that ends before what is sealed under it, since it does not write down when that is."},
	{leaseCheckedEarly(), 1, []string{"S2"}, "The lease is checked when a request arrives, and not when its answer leaves."},
	{drainBySleep(), 3, []string{"S2"}, "Sleeps half a seal lease instead of waiting for the seal barrier."},
	{memberListBarrier(), 3, []string{"S2"}, "Barriers count only those who were there when one was first looked at."},
	{staleRead(), 1, []string{"S2"}, "Barriers scan stamps at a replica that may be behind."},
	{restartFromScratch(), 4, []string{"S1"}, "A new owner leaves the unfinished rotation and starts another with a new id."},
	{blindRetry(), 4, []string{"S1"}, "An unanswered admission is sent again as a new request with a new window."},
	{opensAfterRevoke(), 5, []string{"S14"}, "A node keeps a version that was taken away until its next restart, and opens with it."},
	{rejoinServesOld(), 5, []string{"S11"}, "A node that starts opens with what it has on its disk before it has a stamp."},
	{auditAfterTheFact(), 6, []string{"S13"}, "The audit entry is a second transaction."},
	{auditWithoutCause(), 6, []string{"S13"}, "What an owner enters names no cause."},
	{sealsUnderTheOld(), 3, []string{"V0"}, "Seals with the last version's material and says the active one's number."},
	{neverRetires(), 5, []string{"L1"}, "Old versions stay DEPRECATED."},
	{alwaysUnavailable(), 7, []string{"L3"}, "Answers every open with UNAVAILABLE, stamps in force."},
	{unboundedRetry(), 4, []string{"L3"}, "Repeats for ever what the key service has rejected for good."},
	{renewsInAStorm(), 4, []string{"L3"}, "A stamp that was not granted is asked for again at once, by every node."},
	{silentHalt(), 7, []string{"L4"}, "Halts without a reason, and pages nobody."},
	{agentGivesUp(), 7, []string{"L5"}, "A node stops watching after its connection to the store broke once."},
	{joinerWaits(), 7, []string{"L5"}, "A node that starts in the middle of a rotation waits for the phase after it, which may wait for the node."},
	{deafAfterAFailedLoad(), 7, []string{"L5"}, "A node that cannot load the next version hears nothing more."},
	{reuseVersion(), 5, []string{"S8"}, "After an abort the next rotation takes the same number."},
	{recordsAhead(), 6, []string{"S9"}, "Writes the next phase before its evidence is read."},
	{earlyRevoke(), 5, []string{"S12"}, "Revokes a fixed grace after a version was retired, whoever may still open it."},
	{destroyBeforeRevoke(), 5, []string{"S12"}, "Destroys material, then writes REVOKED."},
	{unknownMeansDone(), 4, []string{"S12"}, "An unanswered write of REVOKED counts as done: destroys without reading back."},
	{abortAfterCommit(), 5, []string{"S15"}, "Accepts an abort once COMMITTED and records ABORTED."},
	{abortKeepsMaterial(), 3, []string{"S15"}, "ABORTED, but what was made for it stays in the key service."},
	{unknownMeansFailed(), 4, []string{"S15"}, "An unanswered commit counts as failed: writes ABORTED."},
	{rollbackOnError(), 5, []string{"S16"}, "An error after COMMITTED makes the old version active again."},
	{commitsTheSame(), 3, []string{"S16"}, "A commit leaves the active version as it is."},
	{resumeSameFence(), 4, []string{"S17"}, "Resume keeps the halted fence."},
	{haltButKeepGoing(), 4, []string{"S17"}, "Writes HALTED, and its loop takes the next step."},
	{trustsAnyCaller(), 7, []string{"S18"}, "Admits a trigger whoever sends it."},
	{guessesWhatWasMeant(), 7, []string{"S18"}, "Makes a request of what is none: names a window that has no name, and counts an attempt that is none as the first."},
	{disownsWhatItBegan(), 4, []string{"S1"}, "Tries an unanswered admission again under another id, and takes the rotation that it has started for another's."},
	{triesWithoutEnd(), 4, []string{"S18"}, "Tries a window as often as it is asked to, whoever asks."},
	{noSecondAttempt(), 4, []string{"S13"}, "Halts when a step has failed once, whatever policy says, and gives its attempts as the cause."},
	{tooLateToCallOff(), 7, []string{"S18"}, "Refuses to abort what nodes may open already, though nothing was sealed under it."},
	{wakesTwice(), 7, []string{"L4"}, "Tells the pager of everything twice."},
	{criesHalt(), 7, []string{"L4"}, "Tells the pager of every notice as if the rotation were halted for it."},
	{noSuchPlaybook(), 7, []string{"L4"}, "Names a playbook in its halts that nobody has."},
	{ignoreHold(), 7, []string{"S12"}, "Looks whether a version is held, and does not compare that where it revokes."},
	{oneApprover(), 7, []string{"S18"}, "Lets an operator approve what that very operator has asked for."},
	{obeysAnybody(), 7, []string{"S18"}, "Takes whoever acts for an operator on duty."},
	{forgetsAfterRestart(), 2, []string{"L2"}, "Knows in memory only since when a version is the active one."},
	{noPublishLead(), 3, []string{"S3"}, "Commits as soon as every node can open the next version."},
	{frozenKeyset(), 3, []string{"S3"}, "Takes the caches of relying parties to be a quarter as old as they may be."},
	{announcesTheNewest(), 3, []string{"S3"}, "Tells relying parties of the version in use only."},
	{announcesForEver(), 5, []string{"S14"}, "Tells relying parties for ever of what it has told them of."},
	{leavesAPoolBehind(), 3, []string{"S9"}, "Does not look whether anybody of a pool is there to serve."},
	{canaryIgnored(), 3, []string{"S9"}, "Lets the next pool in when the time of those before it is over, whether they hold what is new or not."},
	{lifetimeOfToday(), 5, []string{"S5", "S12"}, "Retires an old version by the lifetime that its owner's policy has now, whatever was promised under another."},
	{leadOfToday(), 3, []string{"S9", "S3"}, "Waits for the publish lead that its owner's policy has now, though a longer one was promised."},
	{spareUnproved(), 3, []string{"S3"}, "Takes it that all have heard of a spare, which no node has shown."},
	{trustsItsDisk(), 5, []string{"S19"}, "Counts its nonces durably on its disk, and goes on from what it finds there."},
	{wrongKeyAfterRestore(), 5, []string{"S5"}, "A node keeps its material in two places in turn, and takes what it finds there for that of the version it is to have."},
	{childBeforeParent(), 3, []string{"S3"}, "Issues under a version of the anchor that is published and not yet known everywhere."},
	{parentTooSoon(), 5, []string{"S12"}, "Retires a version of the anchor while what is issued under it is in use."},
	{countsSealsInMemory(), 5, []string{"S19"}, "Counts in memory only how often may still be sealed under a version."},
	{revokesBeforeRewrap(), 5, []string{"S12"}, "Retires a version when its lifetime has passed, though texts are kept under it that nobody has moved."},
	{keepsBlindly(), 5, []string{"S12"}, "Puts what it is to keep without comparing anything: neither the record by which its version was the active one, nor what it puts it over."},
	{movesWhatWas(), 4, []string{"S5"}, "Puts what it has moved without comparing the text that it has read, nor whether another node has taken over."},
	{drainsForEver(), 4, []string{"L3"}, "Gives sealing back as soon as a drain has not passed at once, as often as that is."},
	{stampsUnsynced(), 3, []string{"S6"}, "Asks for a stamp while its material is not durable."},
	{erasureMisnamed(), 5, []string{"S12"}, "Destroys a version, and names other nodes than those that may still have it."},
	{rewindUnnoticed(), 5, []string{"S17", "S8"}, "Goes on from an older copy to which the store was put back, as if it had always been so."},
	{forgetsRefusals(), 7, []string{"S18"}, "Refuses, and does not note that it did."},
	{missingIsNew(), 5, []string{"S8"}, "Takes a key whose record is gone for a new one, and begins its numbers again."},
	{goesOnFromACopy(), 4, []string{"S13"}, "Goes on from a record that was put back to what it once was."},
	{waitsInSilence(), 7, []string{"L4"}, "Tells nobody of a record that it cannot go on from, nor of material that is not to be had."},
	{saysItIsDone(), 7, []string{"S18"}, "Tells an operator that a rotation is aborted which is too far on for that."},
	{keepsWhatWasLetGo(), 7, []string{"L1"}, "Tells operators that a hold is lifted, and leaves it where it is."},
	{revokesWhatIsHeld(), 7, []string{"S12"}, "Retires in an emergency what somebody holds."},
	{noSecondTurn(), 4, []string{"S18"}, "Leaves a window as it was when its rotation is aborted, and lets no other attempt of it in."},
	{callsItRecoverable(), 7, []string{"L4"}, "Says of each halt that it can be recovered from, though the key service has rejected for good."},
	{opensWhenTold(), 3, []string{"S3"}, "A node opens what a new stamp adds only once its grant is answered."},
	{letsGoWhenHalted(), 7, []string{"L3"}, "Keeps no stamp alive once the rotation is halted, so that who has yet to load the version stops serving."},
	{buriesTheLiving(), 1, []string{"S13"}, "Takes an owner that has written nothing for the length of its lease for a dead one, and takes over."},
	{erasesWhatItLoaded(), 5, []string{"L1"}, "A node erases only what it has loaded since its start, and leaves what is on its disk from before."},
	{opensTheWrongPage(), 7, []string{"L4"}, "Names in a halt for a key service that does not answer the playbook for one that an operator has asked for."},
	{callsTheWrongPeople(), 7, []string{"L4"}, "Hands its halts on to others than the playbook does that it names."},
	{refusedForGood(), 1, []string{"S18"}, "Remembers what it has refused as busy, and refuses that window ever after."},
	{actsOnWhichever(), 7, []string{"S18"}, "Does what an operator asks to whichever rotation is there, and not only to the one that is meant."},
	{leavesItToTheAudit(), 7, []string{"L4"}, "Names in the audit who has not erased, and tells nobody."},
	{repeatsNonce(), 5, []string{"S19"}, "The nonce counter lives on disk without being synced."},
}, liars())

// Find finds a wrong engine by name.
func Find(name string) (Engine, bool) {
	for _, e := range All {
		if e.Name == name {
			return e, true
		}
	}
	return Engine{}, false
}
