// Package credentials is what a process shows of itself over TLS, and whom it believes: a
// certificate, its key, and the authority that has signed the others'. They come from files,
// and the files are renewed while the process runs, by whatever renews certificates there. A
// process that read them once would be the very client that a rotation of keys breaks.
//
// So they are looked at before each handshake ([Renewable.Now]), and read again when one of them has
// changed. What is there then may be half of a renewal: a certificate and the key of the one
// before. It is not taken, whoever holds the files is told, and what was good stays in use. An
// open connection goes on with what it began with.
//
// # Who may import it, and how to add to it
//
// It imports nothing of this module. The daemon and package httpapi import it. What a
// certificate must be for its holder to be believed, they say by a check that is given to
// [Papers.Hold].
package credentials
