// Package example is a small engine in another style than the reference's: it pushes to
// nodes, has no stamps, and keeps one JSON document for each key.
package example
