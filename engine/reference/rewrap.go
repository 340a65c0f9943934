package reference

import (
	"errors"
	"fmt"
	"time"

	"pawl/engine"
)

// Rewrap moves what is kept to the active version. One node at a time does it, on a
// lease, and goes through all that is kept in the order of its names, a few texts in a
// transaction; the cursor says how far, and moves in the same transaction, so that another
// node goes on from there. That it is one only saves work: each text is compared as it was read,
// and the record, so that two nodes, or a late write of one that is gone, do no harm.
func (a *Agent) Rewrap(key string) {
	m := &Mover{a: a, key: key}
	for {
		pause, err := a.steps.Move(m)
		if err != nil && !errors.Is(err, errMoved) {
			m.giveUp()
			pause = m.pace()
		}
		if pause > 0 {
			a.env.Clock.Sleep(pause)
		}
	}
}

// atOnce is how many texts are moved in one transaction: few, since one that is kept anew
// meanwhile has them all read again.
const atOnce = 3

// Mover is a node that may move what is kept.
type Mover struct {
	a   *Agent
	key string

	mine    int64 // revision at which it took it on; 0: it has not
	lease   engine.Lease
	renewAt time.Duration

	done   uint32        // the active version to which all was moved
	doneAt time.Duration // when that was last seen

	after string // how far the cursor was when it was last seen
}

// cursor says up to which name all has been moved to a version.
type cursor struct {
	Version uint32
	After   string
	Done    bool // all has
}

func (c *cursor) encode() []byte {
	w := writer{make([]byte, 0, 24)}
	w.num(cursorFormat)
	w.num(uint64(c.Version))
	w.str(c.After)
	w.flag(c.Done)
	return w.b
}

// decodeCursor reads the stored form; an absent value is the beginning.
func decodeCursor(b []byte) (c cursor, err error) {
	if len(b) == 0 {
		return c, nil
	}
	r := reader{b: b}
	r.format(cursorFormat)
	c = cursor{Version: r.num32(), After: r.str(), Done: r.flag()}
	if err := r.end(); err != nil {
		return cursor{}, fmt.Errorf("cursor: %w", err)
	}
	return c, nil
}

// pace is how often a node looks whether there is something to move, where it need not ask
// for that.
func (m *Mover) pace() time.Duration { return m.a.env.Policy.OwnerLease / 4 }

// move moves a few texts, and says how long the rest may be left alone.
func move(m *Mover) (time.Duration, error) {
	r := m.a.ring(m.key)
	if r == nil || r.rec.oldest() == 0 || m.rests(r) {
		return m.pace(), nil
	}
	page, err := m.look()
	switch {
	case err != nil:
		return 0, err
	case page.cursor.Done:
		m.done, m.doneAt = page.rec.Active, m.a.env.Clock.Now()
		m.after = ""
		m.giveUp()
		return m.pace(), nil
	case page.mover.Mod != 0 && page.mover.Mod != m.mine:
		return m.pace(), nil // another node's
	case page.mover.Mod == 0:
		return 0, m.take(page)
	case m.a.env.Clock.Now() >= m.renewAt:
		return 0, m.renew()
	case page.cursor.After != m.after:
		m.after = page.cursor.After
		return 0, nil
	}
	return 0, m.moves(page)
}

// rests says that all was moved. It is looked at again now and then: the owner has it gone
// through once more where it finds that something is left.
func (m *Mover) rests(r *Ring) bool {
	return m.done == r.rec.Active && m.a.env.Clock.Now() < m.doneAt+m.a.env.Policy.OpenLease
}

// A page is some of what is kept, with all that moving it goes by, at one revision.
type page struct {
	rec           Record
	record, mover engine.KV
	cursor        cursor
	cursorMod     int64
	texts         []engine.KV
}

func (m *Mover) look() (*page, error) {
	after := ""
	if m.after != "" {
		after = keptKey(m.key, m.after)
	}
	res, err := m.a.env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Get(RecordKey(m.key)), engine.Get(cursorKey(m.key)),
		engine.Get(moverKey(m.key)), engine.Paged(keptPrefix(m.key), after, atOnce)}})
	if err != nil {
		return nil, err
	}
	p := &page{record: first(res.Reads[0]), mover: first(res.Reads[2]), texts: res.Reads[3]}
	if p.rec, err = recordIn(&res, p.record); err != nil {
		return nil, err
	}
	c := first(res.Reads[1])
	p.cursorMod = c.Mod
	if p.cursor, err = decodeCursor(c.Value); err != nil || p.cursor.Version != p.rec.Active {
		p.cursor = cursor{Version: p.rec.Active} // from the beginning
	}
	return p, nil
}

// take takes it on, under a lease: when the node ends another one goes on.
func (m *Mover) take(p *page) error {
	m.mine = 0
	sent := m.a.env.Clock.Now()
	lease, err := m.a.env.Store.Grant(m.a.env.Policy.OwnerLease)
	if err != nil {
		return err
	}
	rev, err := commitIn(m.a.env.Store, p.rec.Generation, engine.Txn{If: []engine.Compare{{Key: moverKey(m.key), Mod: 0}, {Key: RecordKey(m.key), Mod: p.record.Mod}},
		Then: []engine.Op{engine.Put(moverKey(m.key), []byte(m.a.env.Self()), lease)}})
	if err == nil {
		m.mine, m.lease, m.renewAt = rev, lease, sent+m.a.env.Policy.OwnerLease/3
	}
	return err
}

func (m *Mover) renew() error {
	sent := m.a.env.Clock.Now()
	err := m.a.env.Store.KeepAlive(m.lease)
	if err == nil {
		m.renewAt = sent + m.a.env.Policy.OwnerLease/3
	}
	return err
}

// giveUp lets another node take it on; where that fails the lease runs out.
func (m *Mover) giveUp() {
	if m.mine != 0 {
		m.mine = 0
		_ = m.a.env.Store.Revoke(m.lease)
	}
}

// moves moves the texts of a page that are under an old version, and the cursor behind
// them. What cannot be read, or opened by nobody, is left: the owner finds it.
func (m *Mover) moves(p *page) error {
	c := cursor{Version: p.rec.Active, After: p.cursor.After, Done: len(p.texts) < atOnce}
	t := engine.Txn{If: []engine.Compare{{Key: RecordKey(m.key), Mod: p.record.Mod}, {Key: cursorKey(m.key), Mod: p.cursorMod}, {Key: moverKey(m.key), Mod: m.mine}}}
	for i := range p.texts {
		kv := &p.texts[i]
		c.After = kv.Key[len(keptPrefix(m.key)):]
		value, err := m.again(kv.Value, p.rec.Active)
		if err != nil {
			return err
		}
		if value != nil {
			t.If = append(t.If, engine.Compare{Key: kv.Key, Mod: kv.Mod})
			t.Then = append(t.Then, engine.Put(kv.Key, value, 0))
		}
	}
	t.Then = append([]engine.Op{engine.Put(cursorKey(m.key), c.encode(), 0)}, t.Then...)
	_, err := commitIn(m.a.env.Store, p.rec.Generation, t)
	if err == nil {
		m.after = c.After
	}
	return err
}

// again is a text sealed anew under the active version; nil where it is to be left as it is.
func (m *Mover) again(value []byte, active uint32) ([]byte, error) {
	s, err := decodeKept(value)
	if err != nil || s.Version >= active {
		return nil, nil
	}
	plaintext, err := m.a.steps.Open(m.a, m.key, s)
	if errors.Is(err, engine.ErrUnknownVersion) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s, err = m.a.steps.Seal(m.a, m.key, plaintext)
	if err != nil {
		return nil, err
	}
	if s.Version != active {
		return nil, engine.ErrNotServing // the node has yet to hear of it, or the store has
	}
	return encodeKept(&s), nil
}
