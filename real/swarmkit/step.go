package main

import (
	"encoding/json"

	"pawl/engine"
)

// step names what a request is for a rotation, so that faults can wait for it: a key that is made,
// an election, and what a proposal is.
func step(_ engine.Role, r engine.Request) (name, key string) {
	switch r := r.(type) {
	case engine.Create:
		return "mint", r.Key
	case engine.Txn:
		for _, op := range r.Then {
			switch {
			case op.Kind != engine.OpPut:
			case op.Key == leaderAt:
				return "acquire", gossip
			case op.Key == clusterAt:
				var e entry
				_ = json.Unmarshal(op.Value, &e)
				return e.Did, gossip
			}
		}
	}
	return "", ""
}

// steps are the names that step gives: stage is the making of the cluster object, publish the
// write of its first keys, commit each rotation.
var steps = []string{"acquire", "mint", "stage", "publish", "commit"}
