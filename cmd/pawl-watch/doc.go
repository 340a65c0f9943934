// Command pawl-watch follows a running deployment: it reads its store, judges what that shows by
// the invariants of pawl check, and pages when one is violated. It writes nothing to the store;
// a user that may read all below the prefix is enough.
//
//	pawl-watch --endpoints https://etcd-1:2379,https://etcd-2:2379 --cacert ca.pem --cert watch.pem --key watch.key \
//	    --publish-lead 5m --lifetime 720h --page https://pager.example/hook
//
// The policy's flags are those of pawld, and have to be the deployment's: what was promised by
// another policy would be held against it. With --config, what the file of the deployment's
// settings says of the policy, the store and the pager holds where no flag says otherwise. The
// start says which policy it is, and whether anybody has said so.
//
// It is a command of its own since it links etcd's client, which pawl must not; pawl watch runs
// it. Package live/follow says what is judged, what is not, and why.
//
// # What it says
//
// A line for each transition, and one for each finding, gap and silence of the store, on stdout;
// with --json each is an object on a line of its own, and the last is the summary. An alert is a
// POST of such an object: a finding once, a gap once. What the pager does not take is sent again,
// at growing intervals; nothing waits for it, and what could not be delivered is in the summary.
//
// # Exit codes
//
// When it is stopped, by a signal or by --for, it exits with what it has seen: 0 nothing was
// violated and nothing missed, 1 a violation, 3 something was missed, 4 there was nothing to
// judge, or no store, 64 wrong use or a store that lets nobody in, 70 an error of its own, such as
// that nothing can be written. A violation is 1 in any case.
package main
