// Package box has containers, by the Docker API: an image of one static binary, networks,
// and containers that are started, paused, killed and started again. Nothing is pulled or
// built. All that it makes carries a label with the process that made it, so that what an
// interrupted one has left is swept by the next.
//
// It goes by Docker's own client. A library above that would create and start them in as many
// lines; import, pause, kill and sweep go by the client in any case, and what such a library
// brings besides, a container that reaps, would have to be pulled.
//
// # Who may import it, and how to add to it
//
// Package live, which runs engines in them, and tests. It imports nothing of this module.
package box
