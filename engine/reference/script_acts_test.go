package reference

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"pawl/engine"
	"pawl/engine/keyring"
)

// slowly has a node's clock found later by some time when an answer is checked: it
// stands still between making the answer and checking it.
func (c *command) slowly(m *machine, readingsBefore int) {
	if c.is("slowly") {
		m.lags = append(make([]time.Duration, readingsBefore), c.duration())
	}
}

func (c *command) seal() {
	m := c.w.machine(c.word())
	c.slowly(m, 0)
	s, err := m.serving.Seal(theKey, []byte("text"))
	m.lags = nil
	if err != nil {
		c.w.out.line(c.w.now(), m.name, nil, "seal: "+err.Error())
		return
	}
	c.w.out.line(c.w.now(), m.name, nil, fmt.Sprintf("seal: sealed under v%d, by a stamp of rev %d", s.Version, s.Rev))
}

// seals is a seal in a process of its own, which may ask for something first.
func (c *command) seals() {
	m, text := c.w.machine(c.word()), ""
	c.w.start(m, m.name+" seal", func() {
		s, err := m.serving.Seal(theKey, []byte("text"))
		if text = fmt.Sprintf("sealed under v%d", s.Version); err != nil {
			text = err.Error()
		}
	}, func() string { return text })
}

func (c *command) open() {
	m := c.w.machine(c.word())
	n := uint32(c.number(c.word()))
	c.slowly(m, 1)
	_, err := m.serving.Open(theKey, c.w.text(n))
	m.lags = nil
	result := "opened"
	if err != nil {
		result = err.Error()
	}
	c.w.out.line(c.w.now(), m.name, nil, fmt.Sprintf("open v%d: %s", n, result))
}

// text is something sealed under a version, by nobody's stamp.
func (w *world) text(version uint32) engine.Sealed {
	ring := keyring.New(theKey, 1<<60)
	secret := secretOf(MintOperation(theKey, version))
	if err := ring.Install(version, secret[:]); err != nil {
		w.t.Fatal(err)
	}
	s, err := ring.Seal(version, []byte("text"))
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

func (c *command) push() {
	m := c.w.machine(c.word())
	err := m.serving.Push(engine.Command{Errand: engine.Activate, Key: theKey, Version: 2})
	c.w.out.line(c.w.now(), m.name, nil, "push: "+err.Error())
}

// storedKey is a key of the store that scripts may name: owner, hold vN, a node, or a
// stamp such as open:a1#1.
func (c *command) storedKey() string {
	name := c.word()
	kind, node, stamp := strings.Cut(name, ":")
	switch {
	case name == "owner":
		return ownerKey(theKey)
	case name == "record":
		return RecordKey(theKey)
	case name == "refused":
		return refusedKey(theKey)
	case name == "hold":
		return HoldKey(theKey, uint32(c.number(c.word())))
	case stamp:
		return stampPrefix(theKey) + kind + "/node/" + strings.Replace(node, "#", "@", 1)
	}
	return nodeKey(theKey, name)
}

// put writes what is no value, or, of a hold, one.
func (c *command) put() {
	key, value := c.storedKey(), []byte("yes")
	if strings.Contains(key, "/hold/") {
		value = (&holdFlag{Held: true, By: "operator", Because: "drill"}).encode()
	}
	c.w.write(engine.Put(key, value, 0))
}

// revoke ends the lease that a key hangs on, behind its holder's back.
func (c *command) revoke() {
	kv := c.w.get(c.storedKey())
	if err := c.w.store.Revoke(kv.Lease); err != nil {
		c.w.t.Fatalf("%s: %v", c.line, err)
	}
}

// plant puts an open stamp of a node that the script has made up.
func (c *command) plant() {
	name := c.word()
	n := uint32(c.number(c.opt("opens", "1")))
	secret := secretOf(MintOperation(theKey, n))
	if c.opt("print", "") == "other" {
		secret = otherSecret()
	}
	s := Stamp{Node: name, Incarnation: "1", Rev: c.number(c.opt("rev", "1")), Opens: []uint32{n}, Prints: []string{engine.Fingerprint(secret[:])}}
	c.w.write(engine.Put(openStampKey(theKey, name, "1"), s.encode(), 0))
}

// plantSeal puts a seal stamp of a node that the script has made up.
func (c *command) plantSeal() {
	name := c.word()
	s := Stamp{Node: name, Incarnation: "1", Rev: c.number(c.opt("rev", "1")), Seal: 1}
	c.w.write(engine.Put(sealStampKey(theKey, name, "1"), s.encode(), 0))
}

// handOut has the key service give out other material for a version, or the right one again.
func (c *command) handOut() {
	n := uint32(c.number(c.word()))
	c.w.vault.other[n] = c.word() == "other"
}

// putBack has the store be another generation, with what it had.
func (c *command) putBack() {
	if err := c.w.store.PutBack(); err != nil {
		c.w.t.Fatalf("%s: %v", c.line, err)
	}
}

// compact has the store forget what was before now.
func (c *command) compact() {
	res, err := c.w.store.Txn(engine.Txn{})
	if err == nil {
		err = c.w.store.Compact(res.Revision + 1)
	}
	if err != nil {
		c.w.t.Fatalf("%s: %v", c.line, err)
	}
}

func (c *command) record() {
	rec, mod := c.w.record()
	facts := recordWords(rec, c.w.vault.material)
	facts = slices.DeleteFunc(facts, func(f string) bool {
		return strings.HasSuffix(f, " none") || strings.HasSuffix(f, " never") || strings.HasSuffix(f, " 0") || f == "undrained 0 times" || f == "all in"
	})
	c.w.out.note("record@%d: %s", mod, strings.Join(facts, ", "))
}

// list prints what is stored under a prefix.
func (c *command) list(prefix string) {
	kvs := c.w.reads(engine.Prefix(prefix))
	if len(kvs) == 0 {
		c.w.out.note("no %s", shortKey(prefix))
	}
	for _, kv := range kvs {
		c.w.out.note("%s@%d%s", shortKey(kv.Key), kv.Mod, c.w.valueText(kv.Key, kv.Value))
	}
}

// audit prints entries, the last n of them if n is given.
func (c *command) audit() {
	kvs := c.w.reads(engine.Prefix(theKey + "/" + auditKind + "/"))
	if len(c.words) > 0 {
		kvs = kvs[max(0, len(kvs)-int(c.number(c.word()))):]
	}
	for _, kv := range kvs {
		e, _, _, _, _ := decodeEntry(kv.Value)
		c.w.out.note("audit %d: %s by %s, fence %d, %s%s", e.Seq, e.Transition, e.Owner, e.Fence, e.Cause, quoted(e.Note))
	}
}

func quoted(s string) string {
	if s == "" {
		return ""
	}
	return fmt.Sprintf(", %q", s)
}

func (c *command) keys() {
	for _, op := range slices.Sorted(maps.Keys(c.w.vault.made)) {
		m := c.w.vault.made[op]
		c.w.out.note("%s made %s", op, madeText(*m))
	}
}

func (c *command) disk() {
	m := c.w.machine(c.word())
	for _, name := range slices.Sorted(maps.Keys(m.disk.now)) {
		state := "durable"
		if m.disk.durable[name] != m.disk.now[name] {
			state = "not durable"
		}
		c.w.out.note("%s: %s, %s", m.name, name, state)
	}
	for _, name := range slices.Sorted(maps.Keys(m.disk.durable)) {
		if _, there := m.disk.now[name]; !there {
			c.w.out.note("%s: %s removed, not durably", m.name, name)
		}
	}
}
