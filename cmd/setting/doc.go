// Package setting is what every program about a deployment is told in the same way: the policy
// as flags, with what holds where nothing is said, and the way to its etcd.
//
// Commands import it. A field of the policy is a line in policy.go.
package setting
