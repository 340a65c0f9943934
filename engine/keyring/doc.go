// Package keyring holds material ready for use: AES-GCM under versions of a key, with
// nonces that are never used twice. It knows nothing of rights.
//
// Engines may import it, whatever their style; it imports the contract. How a text is
// sealed is said here and nowhere else.
package keyring
