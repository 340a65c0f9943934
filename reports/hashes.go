package reports

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
)

// HashBytes is how much of a run's hash is kept: no two runs have the same of it by chance.
const HashBytes = 16

// Hashes are those of the runs, in their order, [HashBytes] of each.
func (c *Check) Hashes() ([]byte, error) {
	raw, err := base64.StdEncoding.Strict().DecodeString(c.RunHashes)
	switch {
	case err != nil || len(raw)%HashBytes != 0 || len(raw)/HashBytes != c.Runs:
		return nil, fmt.Errorf("run_hashes: want %d bytes for each of %d runs, in base64", HashBytes, c.Runs)
	case Digest(raw) != c.TraceHash:
		return nil, errors.New("trace_hash is not the hash over run_hashes")
	}
	return raw, nil
}

// Digest is the SHA-256 of some bytes, in hexadecimal.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
