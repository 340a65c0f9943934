// Package wire is how a run speaks with the processes that it has in containers: requests and
// replies as JSON over HTTP, each a POST to the name of what is asked. It is private to runs
// of live, and may change with any of them: there is no TLS, since nothing leaves the machine,
// and no key that is worth anything crosses it.
//
// # Who may import it, and how to add to it
//
// Package live and what runs in its containers. A request of the contract is a case in
// requests.go; any other is a type of whoever asks.
package wire
