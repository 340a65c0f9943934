// Package trial is an authority for tests: it issues certificates as files, and can be
// succeeded by another one in the same files.
//
// Only tests may import it. What a certificate is to have beside what all have is a change
// that is given to [Authority.Issue].
package trial
