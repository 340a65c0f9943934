// Package render makes files of results: one row for each kind of file. What a kind needs besides
// results (a key, a plan, scenarios, a ledger's period) is in [Evidence].
//
// Package cmd/cli imports it, and nothing else does. To add a kind: a row of renderings.
package render
