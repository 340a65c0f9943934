// Package box has containers, by the Docker API: an image of one static binary, networks,
// and containers that are started, paused, killed and started again. Nothing is pulled or
// built. All that it makes carries a label with the process that made it, so that what an
// interrupted one has left is swept by the next.
//
// # Who may import it, and how to add to it
//
// Package live, which runs engines in them, and tests. It imports nothing of this module.
package box
