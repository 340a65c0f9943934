package reference

import (
	"strconv"
	"strings"

	"pawl/engine"
)

// The layout of the store. All that belongs to a key lies under its name, so one
// prefix watches it.
const (
	recordKind  = "record"
	auditKind   = "audit"
	stampKind   = "stamp"
	sealKind    = "seal" // of stamps, as is the next
	openKind    = "open"
	nodeKind    = "node"
	refusedKind = "refused"
	keptKind    = "kept"
	cursorKind  = "rewrap"
	moverKind   = "rewrapper"
)

// RecordKey is where the record of a key is stored.
func RecordKey(key string) string    { return key + "/" + recordKind }
func ownerKey(key string) string     { return key + "/owner" }
func timeKey(key string) string      { return key + "/time" }
func windowKey(key, w string) string { return key + "/window/" + w }
func stampPrefix(key string) string  { return key + "/" + stampKind + "/" }
func sealPrefix(key string) string   { return stampPrefix(key) + sealKind + "/" }
func openPrefix(key string) string   { return stampPrefix(key) + openKind + "/" }
func refusedKey(key string) string   { return key + "/" + refusedKind }
func nodePrefix(key string) string   { return key + "/" + nodeKind + "/" }
func nodeKey(key, n string) string   { return nodePrefix(key) + n }

func auditKey(key string, seq uint64) string {
	n := strconv.FormatUint(seq, 16)
	return key + "/" + auditKind + "/" + "0000000000000000"[len(n):] + n // in the order of numbers
}

// places are where that is stored of a key which workers read and write all the
// time: names that are made once.
type places struct{ key, record, owner, time string }

func placesOf(key string) places {
	return places{key, RecordKey(key), ownerKey(key), timeKey(key)}
}

// HoldKey is where the flag stands that forbids to retire and to revoke a version.
func HoldKey(key string, version uint32) string {
	return key + "/hold/" + strconv.FormatUint(uint64(version), 10)
}

// usedKey is where it stands how often may have been sealed under a version.
func usedKey(key string, version uint32) string {
	return key + "/used/" + strconv.FormatUint(uint64(version), 10)
}

// underPrefix is where it stands what is issued under a version of the anchor.
func underPrefix(anchor string, version uint32) string {
	return anchor + "/under/" + strconv.FormatUint(uint64(version), 10) + "/"
}
func underKey(anchor string, version uint32, key string, child uint32) string {
	return underPrefix(anchor, version) + key + "/" + strconv.FormatUint(uint64(child), 10)
}

// keptPrefix is where all lies that is kept for good, each text under its name.
func keptPrefix(key string) string    { return key + "/" + keptKind + "/" }
func keptKey(key, name string) string { return keptPrefix(key) + name }

// cursorKey is where it stands how far what is kept has been moved; moverKey, which node
// moves it.
func cursorKey(key string) string { return key + "/" + cursorKind }
func moverKey(key string) string  { return key + "/" + moverKind }

// emergencyKey is where the emergency stands that waits for its approval.
func emergencyKey(key string) string { return key + "/emergency" }

// A stamp lies under its node's incarnation, so a late write of an earlier
// incarnation cannot touch it.
func sealStampKey(key, node, incarnation string) string {
	return sealPrefix(key) + node + "@" + incarnation
}
func openStampKey(key, node, incarnation string) string {
	return openPrefix(key) + node + "@" + incarnation
}

// split takes the name under which something is stored apart: the key it belongs to,
// what it is, and what follows.
func split(stored string) (key, kind, tail string) {
	i := strings.IndexByte(stored, '/')
	if i < 0 {
		return stored, "", ""
	}
	key, kind = stored[:i], stored[i+1:]
	if i = strings.IndexByte(kind, '/'); i >= 0 {
		kind, tail = kind[:i], kind[i+1:]
	}
	return key, kind, tail
}

func short(s string) bool { return len(s) <= engine.MaxText }
