// Package whole writes files of which there is all or nothing, even if the machine fails
// meanwhile: what is written down as evidence must not end in the middle.
//
// Whoever writes a file that somebody may rely on imports it: it knows nothing of the module.
package whole
