package monitor

import (
	"crypto/sha256"
	"strings"
	"testing"

	"pawl/engine"
)

// trail is a right one of n entries.
func trail(n int) *Trail {
	t := &Trail{Key: "payments"}
	prev := make([]byte, sha256.Size)
	for i := range n {
		body := []byte{byte(i)}
		hash := sha256.Sum256(append(append([]byte{}, prev...), body...))
		t.Entries = append(t.Entries, engine.Entry{Seq: uint64(i) + 1, Phase: engine.Staged, Active: 1, Next: 2, Body: body, Prev: prev, Hash: hash[:]})
		prev = hash[:]
	}
	t.Record = engine.Record{Phase: engine.Staged, Active: 1, Next: 2, ChainLength: uint64(n), ChainHead: prev}
	return t
}

func TestVerify(t *testing.T) {
	for _, n := range []int{0, 1, 5} {
		if err := trail(n).Verify(engine.SHA256PrevBody); err != nil {
			t.Errorf("%d entries as they should be: %v", n, err)
		}
	}
	for name, c := range map[string]struct {
		change func(*Trail)
		says   string
	}{
		"an entry is changed":       {func(t *Trail) { t.Entries[2].Body = []byte{9} }, "not what was hashed"},
		"one is changed and hashed": {func(t *Trail) { rehash(&t.Entries[2]) }, "entry 4 does not follow"},
		"the last is changed":       {func(t *Trail) { rehash(&t.Entries[4]) }, "not the one that the record names"},
		"one is dropped":            {func(t *Trail) { t.Entries = append(t.Entries[:2], t.Entries[3:]...) }, "entry 4 stands where entry 3"},
		"the last is dropped":       {func(t *Trail) { t.Entries = t.Entries[:4] }, "4 entries, and the record says 5"},
		"two change places":         {func(t *Trail) { t.Entries[1], t.Entries[2] = t.Entries[2], t.Entries[1] }, "stands where"},
		"one comes twice":           {func(t *Trail) { t.Entries = append(t.Entries, t.Entries[4]) }, "entry 5 stands where entry 6"},
		"the record's phase":        {func(t *Trail) { t.Record.Phase = engine.Idle }, "the last entry says"},
		"the record's version":      {func(t *Trail) { t.Record.Active = 7 }, "the last entry says"},
		"the record's head":         {func(t *Trail) { t.Record.ChainHead = make([]byte, 32) }, "not the one that the record names"},
	} {
		x := trail(5)
		c.change(x)
		if err := x.Verify(engine.SHA256PrevBody); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v; want %q", name, err, c.says)
		}
	}
	if err := trail(1).Verify(""); err == nil {
		t.Error("entries that are not linked are taken for verified")
	}
}

// rehash changes an entry as somebody would who knows how they are linked.
func rehash(e *engine.Entry) {
	e.Body = []byte{9}
	hash := sha256.Sum256(append(append([]byte{}, e.Prev...), e.Body...))
	e.Hash = hash[:]
}
