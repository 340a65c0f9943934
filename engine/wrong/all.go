package wrong

import "pawl/engine"

// An Engine is one that must fail, and what must catch it.
type Engine struct {
	engine.Engine
	Lesson   int      // of the seven, by number
	MustFire []string // invariants of which at least one must itself fire
	Text     string   // what it does wrong
}

// All is every wrong engine, in the order of the lessons they break.
var All = []Engine{
	{cron(), 2, []string{"S1"}, "Each pool's own clock starts it; it numbers versions by what it sees locally and pushes them; there is no store."},
	{leaseWithoutFence(), 1, []string{"S4"}, "The owner checks its lease, then writes and acts without comparing fence or revision."},
	{checkThenActAdmission(), 1, []string{"S1"}, "Reads window and record, then writes them without compare."},
	{retryMintsAgain(), 4, []string{"S7"}, "An unanswered mint is repeated under a new operation id for the same version."},
	{effectBeforeIntent(), 3, []string{"S6"}, "Mints, then writes INTENT."},
	{noPublishBarrier(), 3, []string{"S3"}, "VERIFIED without reading stamps; grants do not demand the next version."},
	{noDrain(), 3, []string{"S2"}, "VERIFIED straight to commit."},
	{commitInTwoWrites(), 3, []string{"S10"}, "Clears the old active version and sets the new one in two transactions."},
	{cachedRecord(), 1, []string{"S11"}, "Stamps are granted from a cached record whose revision is not compared."},
	{auditAfterTheFact(), 6, []string{"S13"}, "The audit entry is a second transaction."},
}

// Find finds a wrong engine by name.
func Find(name string) (Engine, bool) {
	for _, e := range All {
		if e.Name == name {
			return e, true
		}
	}
	return Engine{}, false
}
