// Command pawld is the reference engine as a daemon: a worker, a node's agent, a key service,
// or all of them in one process to try it. The command is one call of package daemon, which
// says how it is run.
package main
