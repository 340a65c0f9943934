// Package daemon is the command pawld: the reference engine for real, as the parts of a
// deployment or as all of it in one process.
//
// # To see it
//
//	go run ./cmd/pawld dev --data /tmp/pawl-dev
//
// starts an etcd, a key service, two workers, three nodes and a scheduler in one process, makes
// a key, rotates it, and says on stdout what happens. It can be killed at any moment and
// started again on the same folder. It also prints how to ask it things:
//
//	pawld status payments
//	pawld audit verify payments
//	pawld audit show payments
//	pawld trigger payments --window friday
//	pawld halt payments
//	pawld resume payments --reason "looked at it" --confirm payments
//
// etcd listens on a loopback port without a password: dev is for machines of one's own. What
// pawl-watch has to know to follow it is in watch.yaml in the folder.
//
// # To deploy it
//
// One etcd cluster, one key service, as many workers and agents as are wanted:
//
//	pawld certs --data pki                    # an authority and certificates to try it with
//	pawld keyservice --config pawld.yaml      # listen, data, ca, cert, key
//	pawld worker     --config pawld.yaml      # listen, name, etcd, key-service, ca, cert, key
//	pawld agent      --config pawld.yaml      # socket, name, data, node-key, etcd, key-service, ca, cert, key
//
// Every part takes the same policy. Hosts seal and open through the agent's socket, with
// package engine/socket; people and schedulers ask a worker, with the verbs of this command or
// by package engine/httpapi, which says who may ask for what.
//
// What etcd has to bear for that, by leases and by nodes, is in budget.md; what a smaller share
// costs, too. Manifests for Kubernetes are in pipelines/kubernetes/engine.
//
// To etcd they go over TLS with etcd-ca, as a user with etcd-cert and etcd-key or with etcd-user
// and etcd-password-file. All certificates and authorities are looked at anew for each
// handshake: whatever renews the files need not tell anybody, and half a renewal is not taken.
//
// People are woken at the address of pager, with a POST of JSON (package engine/pager); an
// alert is told until the address has taken it. Without one, alerts are in the log and counted.
//
// # Settings
//
// A setting is taken from the command line (--seal-lease 30s), else from the environment
// (PAWLD_SEAL_LEASE=30s), else from the file of --config (seal-lease: 30s), else there is what
// help says. A name that nobody knows is an error in all three.
//
// # What a person can do
//
// What only looks or holds still (status, audit, halt, hold) needs nothing but the key.
// What ends, lifts or forgoes something (abort, resume, release, revoke, rotate, approve) wants
// its reason, which is written to the audit, and the key's name once more. What waits for
// somebody's approval is in the status, with the line that approves it. Texts are plain: what a
// terminal would do is refused where it is asked for, and not printed where it is shown.
//
// # What is told
//
// Logs are JSON on stderr. With --admin there are /healthz (the process runs), /readyz (it can
// do its work now) and /metrics. Exit codes: 0 done, 1 not done, 64 wrong use.
//
// # What is tried
//
// Tests run all this in processes of their own: they kill a whole deployment at random moments
// (PAWL_KILLS=1000 go test -timeout 1h ./cmd/daemon -run TestKill), put parts of its folder back,
// freeze an agent, hold its answers, and have a hundred hostile requests a second come in.
//
// # Who may import it, and how to add to it
//
// It imports what it starts. cmd/pawld imports it and nothing else does. A setting is a line
// in settings.go; a verb is a line in verbs.go.
package daemon
