// Package keys is a key service for real: what engine.KeyService promises, in front of
// whatever keeps keys. No such product has fences, and most have no tombstones, so both are
// here, in a ledger, and one back end can do little without harm.
//
// # What is where
//
// The secret of a version is drawn here and wrapped under a wrapping key, of which there is
// one for each operation id. The [Backend] keeps the wrapping key, and never hands it out; the
// ledger keeps the wrapped secret. To destroy a version is to destroy its wrapping key: what
// is left in ledgers and their backups is worth nothing.
//
// A secret is in the clear while it is wrapped, and while it is on its way to a node. It is in
// no error, and nothing here writes a log.
//
// # The ledger
//
// One file, one line for each thing that has become so, each made durable before anything
// follows from it: "begin" before the back end is asked to make a key, "made" before anybody
// is told, "doomed" before the back end is asked to destroy one, "gone" after it has. Fences
// are written with the line that they came with. So a crash leaves, at most, an operation
// that was begun, which its next create makes whole, or one that is doomed, which its next
// destroy, or [Service.Finish], brings to its end. Until then nothing is called destroyed.
//
// Lines are chained by a sum over all that went before, so one that is changed, missing or out
// of place is seen, and refused with its number. Only a last line without its end is what a
// crash may leave of one that nobody has been told of, and is cut off. That a whole file was
// put back to an older copy cannot be seen here: then tombstones are missing.
//
// # One writer
//
// The file is locked by [OpenFile] for as long as it is open. Within the process, creates and
// destroys take turns, and look at nothing that another one is about to change; lookups and
// fetches wait for nobody.
//
// # Who may import it, and how to add to it
//
// It imports the contract. Programs that run engines for real import it, with the back ends
// below it, and the command pawl does not. A back end is a [Backend] in a folder of its own,
// whose tests run package conform's promises about keys on it. What a line can say is in
// entry.go, and what follows from it in state.go.
package keys
