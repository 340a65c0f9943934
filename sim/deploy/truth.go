package deploy

import (
	"fmt"
	"strings"
	"time"

	"pawl/faults"
)

// Truth is what is so in a run, where that differs from what policy says and engines are told;
// a zero is as policy says. What is within policy's words is inside the assumptions; of what
// goes beyond them nothing is owed, and it is counted what it led to.
type Truth struct {
	CacheAge time.Duration // how old the view is by which an aged relying party opens, at most
	Lifetime time.Duration // how old the texts are that clients still come back with
	// DriftPPM is how far the rates of clocks are off in the whole run, all to the worse: those by
	// which rights end and waits are over run fast (the store's, the key service's, workers'), and
	// those by which rights are lived are slow (nodes').
	DriftPPM int64
	// Emission is how long after a node's last check its answer leaves, at most. It is left out of
	// files that say nothing of it: those were written before there was one.
	Emission time.Duration `json:",omitzero"`
	Beyond   bool          // what breaks an assumption may happen; what is violated from then on is no fault of the engine
}

// MostDriftPPM is twice what policy can allow for.
const MostDriftPPM = 200_000

// The assumptions that the truth of a setting can break.
const (
	steadyClocks   = "no clock's rate is off by more than policy says"
	promptEmission = "no answer leaves a node later after its last check than policy says"
	rightTime      = "where keys end, no time of day is off by more than policy says"
)

func (t Truth) validate() error {
	for _, d := range []struct {
		what string
		is   time.Duration
	}{{"the age of caches", t.CacheAge}, {"the life of texts", t.Lifetime}, {"emission", t.Emission}} {
		if d.is < 0 || d.is > Longest {
			return fmt.Errorf("%s is %s in truth; want 0, where it is as policy says, or up to %s", d.what, d.is, Longest)
		}
	}
	if t.DriftPPM < 0 || t.DriftPPM > MostDriftPPM {
		return fmt.Errorf("clocks are off by %d ppm in truth; want 0, where only faults make them wrong, or up to %d ppm", t.DriftPPM, MostDriftPPM)
	}
	return nil
}

// Rate is by how much the clock of a machine runs too fast, in parts per million, for the whole
// run.
func (t Truth) Rate(machine string) int64 {
	switch kind, _, _ := strings.Cut(machine, "/"); kind {
	case nodeKind:
		return -t.DriftPPM
	case StoreName, KeysName, workerKind:
		return t.DriftPPM
	}
	return 0
}

// Breaks says which assumption a run breaks in all of it, by its truth; "": none.
func (s *Setting) Breaks() string {
	switch {
	case s.Truth.DriftPPM > s.Policy.DriftPPM:
		return steadyClocks
	case s.Truth.Emission > s.Policy.Emission:
		return promptEmission
	}
	return ""
}

// WayOut is how long after a node's last check its answer leaves, of so many thirds of the longest;
// policy's is drawn in quarters, and never all of it.
func (s *Setting) WayOut(part int) time.Duration {
	if s.Truth.Emission > 0 {
		return time.Duration(part) * s.Truth.Emission / 3
	}
	return time.Duration(part) * s.Policy.Emission / 4
}

// BrokenBy says which assumption an event breaks in a run; "": none.
func (s *Setting) BrokenBy(e faults.Event) string {
	if ppm := e.Rate(); max(ppm, -ppm) > s.Policy.DriftPPM {
		return steadyClocks
	}
	if s.Policy.KeyLife != 0 && e.Jump().Abs() > s.Policy.WallSkew { // elsewhere nothing goes by it
		return rightTime
	}
	return e.Beyond()
}
