package engine

import (
	"fmt"
	"strconv"
	"strings"
)

// The layout of the store. All that belongs to a key lies under its name, so one
// prefix watches it.
func recordKey(key string) string    { return key + "/record" }
func ownerKey(key string) string     { return key + "/owner" }
func timeKey(key string) string      { return key + "/time" }
func windowKey(key, w string) string { return key + "/window/" + w }
func stampPrefix(key string) string  { return key + "/stamp/" }
func sealPrefix(key string) string   { return key + "/stamp/seal/" }
func refusedKey(key string) string   { return key + "/refused" }
func nodePrefix(key string) string   { return key + "/node/" }
func nodeKey(key, n string) string   { return nodePrefix(key) + n }

func auditKey(key string, seq uint64) string { return fmt.Sprintf("%s/audit/%016x", key, seq) }

// HoldKey is the flag that forbids to revoke a version. Anyone with the right to
// may put or delete it.
func HoldKey(key string, version uint32) string {
	return key + "/hold/" + strconv.FormatUint(uint64(version), 10)
}

// A stamp lies under its node's incarnation, so a late write of an earlier
// incarnation cannot touch it.
func sealStampKey(key, node, incarnation string) string {
	return sealPrefix(key) + node + "@" + incarnation
}
func openStampKey(key, node, incarnation string) string {
	return key + "/stamp/open/" + node + "@" + incarnation
}

// ValidName says whether s can stand in the store's layout as a key, window or
// caller: 1 to 64 letters, digits, dots, dashes or underscores.
func ValidName(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") == ""
}

// maxText bounds what people and callers say in words: it is stored, and what is
// stored must be readable again.
const maxText = 512

func short(s string) bool { return len(s) <= maxText }
