// Package trial puts a key service on trial that is made of a ledger and a back end: package
// conform/keyservice's promises are run on a [Stand], with a clock that is turned and
// with crashes, by the tests of package keys and of each back end.
//
// Only tests may import it. An [Ordeal] comes to it at any step; a new sort of that goes into trouble.go.
package trial
