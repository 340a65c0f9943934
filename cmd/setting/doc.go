// Package setting is the policy of a deployment as flags, and what holds where nothing is said:
// every program that is about a deployment takes the same.
//
// Commands import it. A field of the policy is a line in policy.go.
package setting
