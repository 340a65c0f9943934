package faults

import (
	"fmt"
	"strings"
)

// The roles: who they are is known only when an event happens.
const (
	owner   = "owner"
	ownerOf = owner + "/" // a key follows
	actor   = "actor"
)

// onDuty is the machine of people: what is paged arrives there, and what operators ask leaves.
const onDuty = "operator"

// A Target is a word, or the beginning of one, for what a fault strikes.
type Target struct {
	Name string // ends in a slash where a name follows
	Text string
}

// Targets are the vocabulary of Event.Target and Event.Peer.
var Targets = []Target{
	{"worker/", "one replica of the control plane, such as worker/1"},
	{"node/", "one node, such as node/a2"},
	{"client/", "one client, such as client/3"},
	{"store", "the store"},
	{"keys", "the key service"},
	{onDuty, "the pager, and whoever is on duty: what is paged arrives there, and what operators ask leaves"},
	{owner, "the machine that owns the key when the fault strikes: the key of the moment, or the only one"},
	{ownerOf, "the machine that owns the key of that name, such as owner/orders"},
	{actor, "the machine that did what the meaning names"},
	{"pool/", "every node of one pool, such as pool/a"},
	{"workers", "every worker"},
	{"nodes", "every node"},
	{"clients", "every client"},
	{"everything", "every machine; on a link, all that are not on the other side"},
}

var targetSlot = Slot{
	Name: "<target>", Text: "what it happens to", Example: "owner",
	field: &targetField,
	print: func(e *Event) string { return e.Target },
	parse: func(w *words, e *Event) *complaint { e.Target = w.next(); return nil },
	check: func(e *Event) *complaint { return checkTarget(e.Target) },
	draw:  func(d *draw, e *Event) { e.Target, e.Peer = d.side(e.When) },

	simpler: simplerTargets,
}

// namedSlot is a target that is known before the run.
var namedSlot = Slot{
	Name: "<named>", Text: "what it happens to, by a name that is known before the run", Example: "node/c3",
	field: &targetField,
	print: func(e *Event) string { return e.Target },
	parse: func(w *words, e *Event) *complaint { e.Target = w.next(); return nil },
	check: checkNamed,
	draw:  func(d *draw, e *Event) { e.Target, e.Peer = d.side(e.When) },

	simpler: simplerTargets,
}

func checkNamed(e *Event) *complaint {
	if isRole(e.Target) {
		return &complaint{fmt.Sprintf("before the run nobody knows who %q is", e.Target), "want a name, such as node/c3"}
	}
	return checkTarget(e.Target)
}

// peerSlot has nothing to draw: a target is drawn together with its peer.
var peerSlot = Slot{
	Name: "<peer>", Text: "the other side", Example: "store",
	field: &peerField,
	print: func(e *Event) string { return e.Peer },
	parse: func(w *words, e *Event) *complaint { e.Peer = w.next(); return nil },
	check: checkPeer,

	simpler: simplerPeers,
}

func checkPeer(e *Event) *complaint {
	if e.Peer != "" && e.Peer == e.Target {
		return &complaint{fmt.Sprintf("%q stands on both sides", e.Peer), "want two sides that differ"}
	}
	return checkTarget(e.Peer)
}

// isRole says whether a target is known only when the event happens.
func isRole(target string) bool {
	return target == owner || target == actor || strings.HasPrefix(target, ownerOf)
}

func checkTarget(target string) *complaint {
	head, name, named := strings.Cut(target, "/")
	if named {
		head += "/"
	}
	for _, t := range Targets {
		if t.Name == head {
			return checkTargetName(target, name, named)
		}
	}
	return &complaint{wrong(target, "is no target"), suggestTarget(head, name)}
}

func checkTargetName(target, name string, named bool) *complaint {
	if named && !isName(name) {
		return &complaint{fmt.Sprintf("%q is no target", target), "want after the slash a name of " + letters + ", such as a1"}
	}
	return nil
}

func suggestTarget(head, name string) string {
	var known []string
	for _, t := range Targets {
		known = append(known, t.Name)
	}
	all := near(head, known)
	if len(all) == 0 {
		return "want one of " + strings.Join(known, " ")
	}
	for i := range all {
		if strings.HasSuffix(all[i], "/") && isName(name) {
			all[i] += name
		}
	}
	return meant(all)
}
