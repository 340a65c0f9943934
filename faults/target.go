package faults

import (
	"fmt"
	"strings"
)

// The roles: who they are is known only when a fault strikes.
const (
	owner = "owner"
	actor = "actor"
)

// A Target is a word, or the beginning of one, for what a fault strikes.
type Target struct {
	Name string // ends in a slash where a name follows
	Text string
}

// Targets are the vocabulary of Fault.Target and Fault.Peer.
var Targets = []Target{
	{"worker/", "one replica of the control plane, such as worker/1"},
	{"node/", "one node, such as node/a2"},
	{"client/", "one client, such as client/3"},
	{"store", "the store"},
	{"keys", "the key service"},
	{owner, "the machine that owns the key when the fault strikes"},
	{actor, "the machine that did what the meaning names"},
	{"pool/", "every node of one pool, such as pool/a"},
	{"workers", "every worker"},
	{"nodes", "every node"},
	{"clients", "every client"},
	{"everything", "every machine; in a partition, all that are not on the other side"},
}

func isRole(target string) bool { return target == owner || target == actor }

func checkTarget(target string) *complaint {
	head, name, named := strings.Cut(target, "/")
	if named {
		head += "/"
	}
	for _, t := range Targets {
		if t.Name == head {
			return checkName(target, name, named)
		}
	}
	return &complaint{wrong(target, "is no target"), suggestTarget(head, name)}
}

func checkName(target, name string, named bool) *complaint {
	if named && !isName(name) {
		return &complaint{fmt.Sprintf("%q is no target", target), "want after the slash a name of letters, digits, '-', '_' and '.', such as a1"}
	}
	return nil
}

func isName(s string) bool {
	const allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
	return s != "" && strings.Trim(s, allowed) == ""
}

func suggestTarget(head, name string) string {
	var known []string
	for _, t := range Targets {
		known = append(known, t.Name)
	}
	near := Nearest(head, known)
	if near == "" {
		return "want one of " + strings.Join(known, " ")
	}
	if strings.HasSuffix(near, "/") && isName(name) {
		near += name
	}
	return fmt.Sprintf("did you mean %q?", near)
}
