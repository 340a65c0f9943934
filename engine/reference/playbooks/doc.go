// Package playbooks holds the playbooks of the reference engine, one file each, in the form
// that package engine/playbook reads.
//
// # Who may import it, and how to add to it
//
// The reference, which tells of them in its view. A new one is a file here, called as the
// engine's alerts call it; a test of the reference wants each that is named to be here, to
// say of class and answers what the alert says, and each that is here to be named.
package playbooks
