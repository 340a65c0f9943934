package example

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"pawl/engine"
)

// document is all that the engine keeps of a key, in one place of the store, as JSON.
type document struct {
	Did string `json:"did"` // the transition that the last write made
	Op  string `json:"op"`  // and its operation id

	Phase    engine.Phase `json:"phase"`
	From     engine.Phase `json:"from,omitempty"` // of HALTED: where it was
	Rotation string       `json:"rotation,omitempty"`
	Window   string       `json:"window,omitempty"`
	Attempt  int          `json:"attempt,omitempty"`
	Owner    string       `json:"owner,omitempty"`
	Fence    uint64       `json:"fence"`

	// Told counts what nodes have to hear of: a worker that is told by a node "I have
	// heard" after it went up knows that the node lives by what the document says since.
	// All nodes have heard of Heard, and have stopped to seal under what is older than
	// Sealed.
	Told   uint64 `json:"told"`
	Heard  uint64 `json:"heard"`
	Sealed uint64 `json:"sealed"`

	Active   uint32      `json:"active,omitempty"`
	Next     uint32      `json:"next,omitempty"`
	Highest  uint32      `json:"highest"`
	Versions []version   `json:"versions,omitempty"`
	Halt     engine.Halt `json:"halt,omitzero"`

	Windows map[string]attempt `json:"windows,omitempty"` // looked up only
	Acts    []string           `json:"acts,omitempty"`    // the last ones that were done
}

// version is one version of the key.
type version struct {
	N     uint32       `json:"n"`
	State engine.State `json:"state"`
	Print string       `json:"print,omitempty"`
	Op    string       `json:"op"`
}

// attempt is the last one at a window.
type attempt struct {
	N        int    `json:"n"`
	Rotation string `json:"rotation"`
	Aborted  bool   `json:"aborted,omitempty"`
}

const place = "example/"

func documentOf(key string) string { return place + key + "/document" }
func ownerOf(key string) string    { return place + key + "/owner" }

// keyOf is the key whose document lies at a place of the store; false if none does.
func keyOf(name string) (string, bool) {
	key, is := strings.CutPrefix(name, place)
	if !is {
		return "", false
	}
	return strings.CutSuffix(key, "/document")
}

func decode(value []byte) (document, error) {
	d := document{Phase: engine.Idle}
	if value == nil {
		return d, nil
	}
	err := json.Unmarshal(value, &d)
	return d, err
}

// clone is a copy that can be changed.
func (d *document) clone() document {
	c := *d
	c.Versions, c.Acts, c.Windows = slices.Clone(d.Versions), slices.Clone(d.Acts), maps.Clone(d.Windows)
	return c
}

// of is a version of the document; nil if it has none of that number.
func (d *document) of(n uint32) *version {
	for i := range d.Versions {
		if d.Versions[i].N == n {
			return &d.Versions[i]
		}
	}
	return nil
}

// stands is the phase, of a halted rotation the one that it was halted in.
func (d *document) stands() engine.Phase {
	if d.Phase == engine.Halted {
		return d.From
	}
	return d.Phase
}

// opens says that nodes open what was sealed under a version.
func (d *document) opens(v *version) bool {
	switch v.State {
	case engine.Active, engine.Deprecated:
		return true
	case engine.Pending:
		return slices.Contains([]engine.Phase{engine.Published, engine.Verified, engine.Draining}, d.stands())
	}
	return false
}

// seals is the version that nodes seal under; 0 while they must not.
func (d *document) seals() uint32 {
	if d.Phase == engine.Draining {
		return 0
	}
	return d.Active
}

// view is how the engine tells of itself. It has no stamps and keeps no audit.
func view() engine.View {
	return engine.View{Record: true, Ownership: true, Describe: describe, Step: step}
}

// describe says what a document means in the words of the contract.
func describe(kv engine.KV) (engine.Observation, bool) {
	key, is := keyOf(kv.Key)
	if !is {
		return engine.Observation{}, false
	}
	d, err := decode(kv.Value)
	if err != nil {
		return engine.Observation{}, false
	}
	o := engine.Observation{Key: key, Halt: d.Halt, Record: &engine.Record{
		Phase: d.Phase, From: d.From, Rotation: d.Rotation, Window: d.Window, Attempt: d.Attempt, Owner: d.Owner, Fence: d.Fence,
		Rev: d.Told, Target: d.Told, SealFloor: d.Sealed, Floor: d.Heard,
		Active: d.Active, Next: d.Next, Highest: d.Highest, Op: d.Op,
	}}
	for _, v := range d.Versions {
		o.Versions = append(o.Versions, engine.Version{N: v.N, State: v.State, Print: v.Print, Op: v.Op})
	}
	return o, true
}

// step names what a request is for the rotation, so that faults can wait for it.
func step(_ engine.Role, r engine.Request) (name, key string) {
	switch r := r.(type) {
	case engine.Create:
		return "mint", r.Key
	case engine.Destroy:
		return "destroy", r.Key
	case engine.Txn:
		for _, op := range r.Then {
			if key, is := keyOf(op.Key); is && op.Kind == engine.OpPut {
				d, _ := decode(op.Value)
				return d.Did, key
			}
		}
	}
	return "", ""
}
