// Package vault is a key service for runs of real processes: in memory, idempotent by
// operation id, with tombstones and fences, as the contract wants one. It is no key service
// to keep anything in.
//
// # Who may import it, and how to add to it
//
// Package live, and what runs in its containers. It imports the contract alone.
package vault
