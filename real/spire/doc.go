// Package main puts the certificate authority of SPIRE's server under Pawl's judge: its
// manager, rotator and local authority service, unmodified, as an engine.
//
// # What is real and what is modelled
//
// Real, from github.com/spiffe/spire: when authorities are prepared and activated, what is
// written to the journal and the bundle and in which order, how slots are found again after a
// restart, how bundles are merged and pruned, and what an operator's calls do. Modelled: the
// database (a store behind the door, where each call of the datastore is one transaction that
// is read, decided and written), the key manager (its list of keys on the server's disk, its
// keys made by the key service), the sockets, the upstream authority and the plugin that leads to
// it, and who relies on the bundle.
//
// An authority is a version of a key. Each server has keys of its own, one for X.509 and one
// for JWT, called x509.POOL and jwt.POOL; all servers share one bundle, which is what relying
// parties open by. What is sealed stands for what is signed. Where there is an upstream authority,
// a version of an X.509 key is one of its roots: that is what others verify by, and not what it has
// signed for the server, which draws those keys itself and keeps them on its disk.
//
// # Who may import it
//
// Nobody: it is a command, and a module of its own, since its dependencies are large.
package main
