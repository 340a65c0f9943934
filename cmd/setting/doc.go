// Package setting is what every program about a deployment is told in the same way: the policy
// as flags, with what holds where nothing is said, the way to its etcd and to its people, and the
// settings of pawld with the file and the environment that they are read from; and how they print
// what others have written.
//
// Commands import it. A field of the policy is a line in policy.go, and a setting one in all.go.
package setting
