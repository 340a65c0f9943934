// Package pkcs11 is a back end of package keys on a token that is spoken to by PKCS#11: a
// hardware security module, or SoftHSM. It needs cgo, and is built with the tag pkcs11 only;
// without it there is nothing here.
//
// # What it rests on
//
// On a token neither labels nor ids are unique: a second key of the same ones is made without
// complaint. So to make a key is to look for its tombstone, then for the key, and only then to
// have one generated, by one writer, which the ledger's lock sees to. To destroy one is to
// write the tombstone first, a data object with its id, and then to destroy the key: a make
// that comes later, from whatever copy of a ledger, makes nothing. Tombstones stay for ever,
// and take room on the token.
//
// A key never leaves the token: it is sensitive, cannot be extracted, and can encrypt and
// decrypt, nothing else. One that is found under an id of ours and is otherwise is refused.
//
// A call of a token cannot be given up. One that hangs holds up all others.
//
// # Who may import it
//
// Programs that run a key service, and the command pawl does not.
package pkcs11
