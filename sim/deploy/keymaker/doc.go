// Package keymaker is what a key service in memory does: it makes and destroys material,
// idempotently by operation id, with tombstones, and refuses a fence below one that it has seen
// for the key.
//
// # Who may import it, and how to add to it
//
// Deployments, simulated or real, so that both have the same; not the engine's own key service,
// which keeps what it makes, nor the checker. It imports the contract. It has neither clock nor
// randomness: whoever calls says when something ends, and what is made.
package keymaker
