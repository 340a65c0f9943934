package scenarios

import (
	"crypto/sha256"
	"encoding/json"
	"time"

	"pawl/checker"
)

// A Digest stands for all that came of a run: two makings of one run have the
// same. The trace alone would not tell a history that was written down in another
// order, or a judge that changed its mind.
type Digest struct {
	Trace   [32]byte
	History [32]byte // what was observed
	Report  [32]byte // what was found in it
}

// Digest works out an outcome's.
func (o *Outcome) Digest() Digest {
	type finding struct {
		Kind, Process string
		At            time.Duration
	}
	found := struct {
		Report   checker.Report
		Missed   []string
		Findings []finding
	}{o.Report, o.Missed, nil}
	for _, f := range o.Findings { // without its text, which is not the same on every machine
		found.Findings = append(found.Findings, finding{f.Kind, f.Process, f.At})
	}
	return Digest{o.Hash, digestOf(o.History), digestOf(found)}
}

// Differs lists in what two digests are not the same.
func (d Digest) Differs(x Digest) []string {
	var all []string
	for _, part := range []struct {
		name string
		same bool
	}{
		{"trace", d.Trace == x.Trace},
		{"history", d.History == x.History},
		{"report", d.Report == x.Report},
	} {
		if !part.same {
			all = append(all, part.name)
		}
	}
	return all
}

// digestOf is over the JSON of a value, which follows pointers and sorts maps.
func digestOf(v any) (sum [32]byte) {
	h := sha256.New()
	if err := json.NewEncoder(h).Encode(v); err != nil {
		panic(err) // histories and reports hold nothing but texts, numbers, lists and structs
	}
	h.Sum(sum[:0])
	return sum
}
