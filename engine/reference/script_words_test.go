package reference

import (
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"pawl/engine"
)

// names are what a script may call a request: its verb, and the step that it is.
func names(role engine.Role, req engine.Request) []string {
	known := []string{string(req.Verb())}
	if step, _ := StepOf(role, req); step != "" {
		known = append(known, step)
	}
	switch r := req.(type) {
	case engine.Txn:
		known = append(known, labelOf(r))
	case engine.Await:
		known = append(known, "await "+shortKey(r.Prefix))
	}
	return known
}

// labelOf says in a word or two what a transaction is for.
func labelOf(t engine.Txn) string {
	if len(t.Then) == 0 {
		return "nothing"
	}
	for _, op := range t.Then {
		if _, kind, _ := cutKey(op.Key); kind == auditKind && op.Kind == engine.OpPut {
			e, _, _, _, _ := decodeEntry(op.Value)
			return e.Transition
		}
	}
	if step, _ := stepOfTxn(t); step != "" {
		return step
	}
	if word := keptWord(t); word != "" {
		return word
	}
	_, kind, _ := cutKey(t.Then[0].Key)
	switch {
	case t.Then[0].Kind != engine.OpPut:
		return "read"
	case kind == nodeKind:
		return "register"
	case kind == "time":
		return "wind"
	case kind == "hold" || kind == "emergency":
		return kind
	case kind == "used":
		return "claim"
	}
	return "refusal"
}

// cutKey takes a stored key apart: k/stamp/seal/node/a1@1 is k, stamp and the rest.
func cutKey(stored string) (key, kind, tail string) {
	key, rest, _ := strings.Cut(stored, "/")
	kind, tail, _ = strings.Cut(rest, "/")
	return key, kind, tail
}

// shortKey is a stored key in the words of the scripts.
func shortKey(stored string) string {
	_, kind, tail := cutKey(stored)
	switch kind {
	case stampKind:
		which, node, prefix := strings.Cut(tail, "/node/")
		if !prefix {
			return strings.TrimSpace(strings.TrimSuffix(which, "/") + " stamps")
		}
		return which + ":" + strings.Replace(node, "@", "#", 1)
	case auditKind:
		var n uint64
		_, _ = fmt.Sscanf(tail, "%x", &n)
		return fmt.Sprintf("audit %d", n)
	case nodeKind:
		if tail == "" {
			return "nodes"
		}
		return tail
	case "hold":
		return "hold v" + tail
	case "":
		return stored
	}
	return strings.TrimSpace(kind + " " + tail)
}

// describe is a request in words, and with what it would change.
func (w *world) describe(m *machine, req engine.Request) string {
	switch r := req.(type) {
	case engine.Txn:
		return w.txnText(r)
	case engine.Await:
		return fmt.Sprintf("await %s after %d, at most %s", shortKey(r.Prefix), r.After, took(r.Wait))
	case engine.Grant:
		return "grant a lease of " + took(r.TTL)
	case engine.KeepAlive:
		return fmt.Sprintf("keep lease %d alive", r.Lease)
	case engine.Revoke:
		return fmt.Sprintf("revoke lease %d", r.Lease)
	case engine.Create:
		return fmt.Sprintf("mint %s as v%d, fence %d", r.Op, r.Version, r.Fence)
	case engine.Lookup:
		return "look up " + r.Op
	case engine.Destroy:
		return fmt.Sprintf("destroy what %s made, fence %d", r.Op, r.Fence)
	case engine.Fetch:
		return fmt.Sprintf("fetch v%d", r.Version)
	case engine.Page:
		return "page: " + r.Alert.Halt.Reason + "; playbook " + r.Alert.Halt.Playbook
	case engine.Read:
		return "disk: read " + r.Name
	case engine.Write:
		return "disk: write " + r.Name
	case engine.Remove:
		return "disk: remove " + r.Name
	case engine.Sync:
		return "disk: sync"
	case engine.Sleep:
		return "sleep " + took(r.For)
	}
	return fmt.Sprint(req)
}

// took is a duration as people read it.
func took(d time.Duration) string { return d.Round(100 * time.Microsecond).String() }

func (w *world) txnText(t engine.Txn) string {
	label := labelOf(t)
	var ifs, puts, reads []string
	for _, c := range t.If {
		ifs = append(ifs, fmt.Sprintf("%s@%d", shortKey(c.Key), c.Mod))
	}
	for _, op := range t.Then {
		switch op.Kind {
		case engine.OpPut:
			puts = append(puts, w.putText(t, op))
		case engine.OpDelete:
			puts = append(puts, "no "+shortKey(op.Key))
		default:
			reads = append(reads, shortKey(op.Key))
		}
	}
	text := label
	if len(ifs) > 0 {
		text += " if " + strings.Join(ifs, " ")
	}
	if len(puts) > 0 {
		text += ": " + strings.Join(puts, ", ")
	}
	if len(reads) > 0 {
		if label != "read" {
			text += ": read"
		}
		text += " " + strings.Join(reads, ", ")
	}
	return text
}

// putText is a put; of a record, only what it changes against the one it compares.
func (w *world) putText(t engine.Txn, op engine.Op) string {
	if _, kind, _ := cutKey(op.Key); kind == recordKind {
		rec, _ := decodeRecord(op.Value)
		return "record{" + strings.Join(recordChange(w.records[comparedMod(t, op.Key)], rec, w.vault.material), " ") + "}"
	}
	text := shortKey(op.Key) + w.valueText(op.Key, op.Value)
	if op.Lease != 0 {
		text += fmt.Sprintf(" on lease %d", op.Lease)
	}
	return text
}

// comparedMod is the revision that a transaction wants of a key; 0 if it does not say.
func comparedMod(t engine.Txn, key string) int64 {
	for _, c := range t.If {
		if c.Key == key {
			return c.Mod
		}
	}
	return 0
}

// valueText is what a stored value says, of all but a record.
func (w *world) valueText(key string, value []byte) string {
	_, kind, tail := cutKey(key)
	if text, is := keptText(kind, value); is {
		return text
	}
	switch kind {
	case auditKind:
		e, _, _, _, _ := decodeEntry(value)
		if e.Note != "" {
			return fmt.Sprintf("{%s, %q}", e.Cause, e.Note)
		}
		return "{" + e.Cause + "}"
	case stampKind:
		s, _ := decodeStamp(value)
		return "{" + w.stampText(s, strings.HasPrefix(tail, sealKind)) + "}"
	case nodeKind:
		p, _ := decodePresence(value)
		return "{" + presenceText(p) + "}"
	case "window":
		e, _ := decodeWindow(value)
		fate := "let in"
		if e.Aborted {
			fate = "aborted"
		}
		return fmt.Sprintf("{%s, attempt %d}", fate, e.Attempt)
	case "time":
		return "{" + took(decodeTime(value)) + "}"
	case "hold":
		f, _ := decodeHold(value)
		if !f.Held {
			return fmt.Sprintf("{released by %s}", f.By)
		}
		return fmt.Sprintf("{by %s: %q}", f.By, f.Because)
	case "used":
		n, _ := binary.Uvarint(value)
		return fmt.Sprintf("{%d}", n)
	case "emergency":
		e, _ := decodeEmergency(value)
		text := fmt.Sprintf("{%s: %s asks to %s", e.Act, e.By, e.Verb)
		if e.Version != 0 {
			text += fmt.Sprintf(" v%d", e.Version)
		}
		return text + "}"
	case refusedKind:
		r, _ := decodeRefusals(value)
		text := fmt.Sprintf("{%d, last %s's %d.: %q %q", r.Last.Seq, r.Last.Caller, r.Last.OfCaller, r.Last.ID, r.Last.Why)
		for _, c := range r.Caller {
			text += fmt.Sprintf("; %s %d", c.Caller, c.Count)
		}
		return text + "}"
	}
	return "{" + string(value) + "}"
}

func (w *world) stampText(s Stamp, sealing bool) string {
	text := fmt.Sprintf("rev %d", s.Rev)
	if sealing {
		return text + " seals " + versionText(s.Seal)
	}
	text += " opens"
	for i, n := range s.Opens {
		text += fmt.Sprintf(" v%d", n)
		if got := w.vault.material(s.Prints[i]); got != fmt.Sprintf("m%d", n) {
			text += "=" + got
		}
	}
	return text
}

func presenceText(p presence) string {
	text := "pool " + p.Pool
	for _, n := range p.Erased {
		text += fmt.Sprintf(", erased v%d", n)
	}
	return text
}

func versionText(n uint32) string {
	if n == 0 {
		return "none"
	}
	return fmt.Sprintf("v%d", n)
}
