package main

import (
	"encoding/json"

	"pawl/engine"
	"pawl/sim/foreign"
)

// step names what a request is for a rotation, so that faults can wait for it: a key that is made,
// an election, and what a proposal is.
func step(_ engine.Role, r engine.Request) (name, key string) {
	if c, is := r.(engine.Create); is {
		return "mint", c.Key
	}
	if _, is := foreign.Written(r, leaderAt); is {
		return "acquire", gossip
	}
	if value, is := foreign.Written(r, clusterAt); is {
		var e entry
		_ = json.Unmarshal(value, &e)
		return e.Did, gossip
	}
	return "", ""
}

// steps are the names that step gives: stage is the making of the cluster object, publish the
// write of its first keys, commit each rotation.
var steps = []string{"acquire", "mint", "stage", "publish", "commit"}
