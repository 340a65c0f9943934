// Package transit is a back end of package keys at a server of HashiCorp Vault or of OpenBao:
// in its transit engine there is one key for each id, which never leaves it.
//
// # What it rests on
//
// How a server behaved that was asked:
//
//   - To create a key under a name that is taken says yes and changes nothing, of another type
//     too. So what is there is read back, and one of another kind is refused.
//   - To rotate is not idempotent, so nothing is ever rotated: a version of a key of ours is a
//     key of its own here.
//   - What is deleted has to be allowed to be, first. That is done right before, so that until
//     then nobody deletes it by mistake. To delete again is an error, so it is looked at instead.
//   - After a delete a create makes a new key: there are no tombstones. The ledger has them.
//   - To encrypt under a name that is not there makes a key of that name. Whoever writes the
//     policy can forbid it, by giving no "create" on encrypt.
//
// A request that was given up, and arrives after all, can leave a key under which nothing is
// wrapped that anybody knows. It can do nothing else.
//
// # What the token has to be allowed
//
// On MOUNT/keys/+ create, update, read and delete; on MOUNT/keys/+/config update; on
// MOUNT/encrypt/+, MOUNT/decrypt/+ and MOUNT/hmac/+/+ update. Nothing else, and above all no
// export, backup, or rotate.
//
// # Who may import it
//
// Programs that run a key service, and the command pawl does not. Package standin is a server to
// test with.
package transit
