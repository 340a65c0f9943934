package reference

import (
	"fmt"
	"strings"

	"pawl/engine"
)

// describeReply is an answer in words.
func (w *world) describeReply(m *machine, req engine.Request, reply engine.Reply, err error) string {
	if err != nil {
		return err.Error()
	}
	switch r := reply.(type) {
	case engine.TxnResult:
		text := w.resultText(req.(engine.Txn), r)
		if r.Generation != 0 {
			text += fmt.Sprintf(" (generation %d)", r.Generation)
		}
		return text
	case engine.News:
		if len(r.KVs) == 0 {
			return "nothing new"
		}
		return "news: " + w.kvsText(r.KVs)
	case engine.Lease:
		return fmt.Sprintf("lease %d", r)
	case engine.Made:
		return madeText(r)
	case engine.Found:
		if !r.Found {
			return "never heard of"
		}
		return madeText(r.Made)
	case engine.Material:
		return w.vault.material(r.Print)
	case engine.File:
		if !r.Found {
			return "nothing"
		}
		return w.vault.material(engine.Fingerprint(r.Data))
	}
	return "done"
}

func madeText(m engine.Made) string {
	if m.Destroyed {
		return fmt.Sprintf("m%d, destroyed", m.Version)
	}
	return fmt.Sprintf("m%d", m.Version)
}

func (w *world) resultText(t engine.Txn, r engine.TxnResult) string {
	text := fmt.Sprintf("done @%d", r.Revision)
	ran := t.Then
	if !r.Held {
		text, ran = "not done", t.Else
	}
	if len(r.Reads) == 0 {
		return text
	}
	var all []string
	i := 0
	for _, op := range ran {
		if op.Kind != engine.OpGet && op.Kind != engine.OpPrefix {
			continue
		}
		read := "no " + shortKey(op.Key)
		if len(r.Reads[i]) > 0 {
			read = w.kvsText(r.Reads[i])
		}
		all = append(all, read)
		i++
	}
	switch read := strings.Join(all, ", "); {
	case !r.Held:
		return text + "; " + read
	case i < len(ran):
		return text + "; " + read
	default:
		return read
	}
}

// kvsText is what was read of keys.
func (w *world) kvsText(kvs []engine.KV) string {
	var all []string
	for _, kv := range kvs {
		all = append(all, w.kvText(kv))
	}
	return strings.Join(all, ", ")
}

func (w *world) kvText(kv engine.KV) string {
	if kv.Mod == 0 {
		return "no " + shortKey(kv.Key) + " any more"
	}
	name := fmt.Sprintf("%s@%d", shortKey(kv.Key), kv.Mod)
	_, kind, tail := cutKey(kv.Key)
	switch kind {
	case recordKind:
		rec, err := decodeRecord(kv.Value)
		if err != nil {
			return name + "{unreadable}"
		}
		return name + "{" + rec.Phase.word() + "}"
	case stampKind:
		s, _ := decodeStamp(kv.Value)
		text := fmt.Sprintf("%s{rev %d", name, s.Rev)
		for i, n := range s.Opens {
			if got := w.vault.material(s.Prints[i]); got != fmt.Sprintf("m%d", n) {
				text += fmt.Sprintf(" v%d=%s", n, got)
			}
		}
		return text + "}"
	case "hold":
		return "hold v" + tail + w.valueText(kv.Key, kv.Value)
	}
	return name + w.valueText(kv.Key, kv.Value)
}
