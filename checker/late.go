package checker

// A LateCount is what became of texts that clients came back with when they were older than
// anybody had promised that they would live. Nothing is owed for them: it is counted, and
// judged by nothing.
type LateCount struct {
	Answers int // of nodes, that can be right or wrong
	Unknown int // of them, that the version is not there
}

// late counts the answers of nodes to what was sealed under one key and has outlived what was
// promised.
func late(h *Past) (c LateCount) {
	seals := newSealIndex(h.Seals)
	for i := range h.Opens {
		o := &h.Opens[i]
		if o.Relying || !o.Answer.tells() {
			continue
		}
		if s := seals.find(o.Seal); s == nil || o.Emitted <= s.Emitted+h.lifetime(s.Version) {
			continue
		}
		c.Answers++
		if o.Answer == UnknownKey {
			c.Unknown++
		}
	}
	return c
}

// Add adds other counts.
func (c *LateCount) Add(x LateCount) {
	c.Answers += x.Answers
	c.Unknown += x.Unknown
}
