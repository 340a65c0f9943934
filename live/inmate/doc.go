// Package inmate is what runs in a container of a live run: a member of etcd, the key service,
// or an engine's process, which is package host's and is told by the run what it is to be.
//
// # Who may import it, and how to add to it
//
// Commands whose binary is an image. It imports the engines, package host and etcd's server.
package inmate
