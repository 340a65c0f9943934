// Package bundle keeps what belongs to a piece of evidence in one file: results, the repros and
// scenarios that they speak of, the control map, who was tested by what, the rendered report, a
// manifest with the digest of each, and, if there was a key, the signed statement.
//
// A bundle is a tar archive, or one in gzip, of which there is one form: the same contents give
// the same bytes, and [Open] takes no archive that packing its contents again would not give.
// So no byte of it says nothing, and none can be changed unseen. Of gzip that holds for builds
// whose compressor is the same; the archive inside it can be opened by all.
//
// The command line may import it. What else a bundle can hold is a row of kinds and a field
// of [Contents].
package bundle
