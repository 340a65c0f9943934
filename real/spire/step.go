package main

import (
	"encoding/json"
	"strings"

	"github.com/spiffe/spire/proto/private/server/journal"
	"google.golang.org/protobuf/proto"

	"pawl/engine"
)

// step names what a request is for a rotation, so that faults can wait for it: a key that is
// generated, the bundle in which it is published, and what the journal says.
func step(_ engine.Role, r engine.Request) (name, key string) {
	switch r := r.(type) {
	case engine.Create:
		return "mint", r.Key
	case engine.Push: // to the upstream authority
		if kind, _ := kindOf(r.Command.Key); r.Command.Window != "" && strings.HasPrefix(r.Node, "node/"+upstreamPool) {
			return map[string]string{x509Kind: "mint", jwtKind: "publish"}[kind], r.Command.Key
		}
	case engine.Txn:
		for _, op := range r.Then {
			switch {
			case op.Kind != engine.OpPut:
			case strings.HasPrefix(op.Key, authorityAt):
				var n numbered
				_ = json.Unmarshal(op.Value, &n)
				return "publish", n.Key
			case strings.HasPrefix(op.Key, journalsAt):
				var written row
				_ = json.Unmarshal(op.Value, &written)
				return written.Did, written.Key
			}
		}
	}
	return "", ""
}

// written is what a write of a journal did, as a step of a rotation: an authority that is new in
// it as prepared has been published; one that is no longer the active one makes way; one that
// is the active one now signs.
func written(before, after []byte) (kind, did string) {
	was, now := new(journal.Entries), new(journal.Entries)
	if proto.Unmarshal(before, was) != nil || proto.Unmarshal(after, now) != nil {
		return x509Kind, ""
	}
	known := map[string]journal.Status{}
	for _, e := range was.X509CAs {
		known[e.AuthorityId] = e.Status
	}
	for _, e := range was.JwtKeys {
		known[e.AuthorityId] = e.Status
	}
	for _, e := range now.X509CAs {
		if known[e.AuthorityId] != e.Status {
			return x509Kind, steps[e.Status]
		}
	}
	for _, e := range now.JwtKeys {
		if known[e.AuthorityId] != e.Status {
			return jwtKind, steps[e.Status]
		}
	}
	return x509Kind, ""
}

// steps are the steps that lead to a state.
var steps = map[journal.Status]string{journal.Status_PREPARED: "verify", journal.Status_OLD: "drain", journal.Status_ACTIVE: "commit"}
