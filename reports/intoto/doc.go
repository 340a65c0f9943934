// Package intoto makes of results what tools for software supply chains read: an in-toto
// statement (v1) with a test result (v0.1), the simple verification result (v0.1) of whoever
// has verified one, and the DSSE envelope in which either is signed with an Ed25519 key.
//
// It is bytes in and bytes out: keys come from whoever calls, as PEM, and times too. The
// bundle and the command line import it; it imports package reports, and strict JSON. Another
// predicate is a file with its struct, a type URI, and a function that makes a [Statement].
package intoto
