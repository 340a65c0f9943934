package reference

import (
	"errors"

	"pawl/engine"
)

// keep has a node keep a text under a name, in a process of its own.
func (c *command) keep() {
	m, name, text := c.w.machine(c.word()), c.word(), c.opt("text", "text")
	said := ""
	c.w.start(m, m.name+" keep", func() {
		said = "it is kept"
		if err := m.serving.(engine.Keeping).Keep(theKey, name, []byte(text)); err != nil {
			said = err.Error()
		}
	}, func() string { return said })
}

// recall asks a node for what is kept.
func (c *command) recall() {
	m, name := c.w.machine(c.word()), c.word()
	said := ""
	c.w.start(m, m.name+" recall", func() {
		text, err := m.serving.(engine.Keeping).Kept(theKey, name)
		if said = string(text); err != nil {
			said = err.Error()
		}
	}, func() string { return said })
}

// spoil puts a text in the store that nothing opens, under a version.
func (c *command) spoil() {
	name := c.word()
	s := c.w.text(uint32(c.number(c.word())))
	s.Nonce[0]++
	c.w.write(engine.Put(keptKey(theKey, name), encodeKept(&s), 0))
}

// keptWord is what a transaction about kept texts is for, where no step says it; empty:
// it is about none.
func keptWord(t engine.Txn) string {
	if op := t.Then[0]; op.Kind == engine.OpDelete && op.Key == cursorKey(theKey) {
		return "again"
	}
	return ""
}

// keptText is what a stored value says about kept texts.
func keptText(kind string, value []byte) (text string, is bool) {
	switch kind {
	case keptKind:
		s, err := decodeKept(value)
		if err != nil {
			return "{" + errors.Unwrap(err).Error() + "}", true
		}
		return "{" + versionText(s.Version) + "}", true
	case cursorKind:
		c, _ := decodeCursor(value)
		if c.Done {
			return "{to " + versionText(c.Version) + ", all}", true
		}
		return "{to " + versionText(c.Version) + ", up to " + c.After + "}", true
	}
	return "", false
}
