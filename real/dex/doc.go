// Package main puts the rotation of dex's signing keys under Pawl's judge: dex's server,
// unmodified, as an engine.
//
// # What is real and what is modelled
//
// Real, from github.com/dexidp/dex v2.13.0, the newest version that its module path gives: when
// a key is rotated and by what, what a rotation writes and what it drops, the cache of keys
// that each server has (keyCacher), which key signs an ID token (a code is exchanged at /token),
// what /keys hands out and for how long it says that this may be kept, and the static clients
// and connectors. All of it runs as it is compiled; nothing is changed or added to.
//
// Modelled: the storage, which is dex's own etcd storage as it stands in storage/etcd/etcd.go,
// on the store behind the door; the login that comes before a code; the web pages, which are
// empty; the sockets; and who relies on /keys. A node opens by what its own server's /keys says
// at that moment. The libraries that dex uses are newer ones than it was released with.
//
// All servers share one key, called signing. A signing key of dex is a version of it. Dex gives
// its keys random ids, and no numbers; the storage here gives each a number, beside dex's record
// and in the same transaction, and asks the key service for material by which what is signed
// can be told. What is sealed stands for what is signed.
//
// # How the loop of dex is run
//
// Dex rotates in a goroutine that waits thirty seconds of real time between two tries. Its
// startKeyRotation makes the first try before it starts that goroutine. So it is called for each
// try, with a context that has ended, by which the goroutine ends at once: the waiting is the
// only part of the loop that is ours. The method is not exported; go:linkname finds it, and
// needs no flags (linked.go). NewServer is given such a context too, and makes the first try.
//
// # What it costs
//
// A number comes from the revision of the read that a rotation begins with, which for that
// writes to the store, and material from the key service between that read and the write. So
// the time in which another server may be quicker is longer than dex's, by two round trips, and
// a rotation fails also where the key service does. dex collects garbage in a goroutine as well:
// not here. RSA keys are made of primes that were drawn once (primes.txt), since to look for
// them would take most of a run; they are checked as ever. RSA keys are repeated, their ids are not.
//
// # Who may import it
//
// Nobody: it is a command, and a module of its own, since its dependencies are large.
package main
