// Package file is a back end of package keys in a folder: for one machine that has no other,
// and for tests. Who can read the folder has all keys.
//
// In it lies a master keyset, in the clear, readable for its user alone, and a file for each
// wrapping key: an AEAD keyset of Tink, itself encrypted under the master and bound to its id.
// To destroy a key is to overwrite that file and to remove it; the master stays. A disk or a
// file system that writes beside what it overwrites, a snapshot or a backup may still have the
// old bytes, and they are worth something to whoever has the master too. So back up the one
// and the other in different places, or use a back end that is a machine of its own.
//
// Nothing here is locked: the ledger, which is, asks for one change at a time.
//
// Programs that run a key service import it, and the command pawl does not.
package file
