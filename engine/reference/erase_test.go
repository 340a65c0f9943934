package reference

import (
	"slices"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/keyring"
)

// TestErasesTheFirstVersionWhenItIsAborted: a node that has given its stamps up, and under whose
// record nothing is to be served, has no right left either. Were the right that it had kept, the
// version would count as one that the node may open, and stay on its disk though it is burnt.
func TestErasesTheFirstVersionWhenItIsAborted(t *testing.T) {
	for _, c := range []struct {
		name  string
		state State
		gone  bool
	}{
		{"burnt", Burnt, true},
		{"destroyed", Destroyed, true},
		{"still being aborted", Pending, false},
	} {
		disk := &listed{}
		env := engine.Env{Role: engine.NodeRole, Name: "node/a1", Boot: "1", Policy: engine.StandardPolicy(), Clock: &stoppedClock{10 * time.Second}, Disk: disk}
		r := newRing(newAgent(env, nodeSteps()), theKey)
		r.rec = Record{Rev: 3, Target: 3, Phase: Idle, Highest: 1, Versions: []Version{{N: 1, State: c.state}}}
		r.held, r.recordMod, r.mayOpen = keyring.New(theKey, 1), 9, []uint32{1} // lived by until its lease ran out
		for range 2 {                                                           // the first gives the right up
			if err := r.keep(); err != nil {
				t.Fatal(c.name, err)
			}
		}
		if got := slices.Contains(disk.removed, r.file(1)); got != c.gone {
			t.Errorf("%s: erased %t, want %t", c.name, got, c.gone)
		}
		if len(r.mayOpen) > 0 {
			t.Errorf("%s: may still open %v", c.name, r.mayOpen)
		}
	}
}

// listed is a disk on which nothing is that notes what is removed.
type listed struct{ removed []string }

func (d *listed) Read(string) ([]byte, bool, error) { return nil, false, nil }
func (d *listed) Write(string, []byte) error        { return nil }
func (d *listed) Sync() error                       { return nil }
func (d *listed) Remove(file string) error {
	d.removed = append(d.removed, file)
	return nil
}
